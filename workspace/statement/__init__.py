"""The statement of the issue: what is seen, what pulls apart, what is at stake, one question."""
