"""Where a person lands: their projects, what changed, what is asked of them."""
