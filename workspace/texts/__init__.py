"""Shared texts: documents that several people write at once and of which nothing is lost."""
