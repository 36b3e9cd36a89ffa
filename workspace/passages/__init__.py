"""Discussions of passages of the shared texts, and the words that are proposed in their place."""
