"""Who wrote in a shared text, from when to when, and how many words."""
