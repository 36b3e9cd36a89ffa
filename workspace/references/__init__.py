"""References: what a text says of an object of the project is shown as it is now."""
