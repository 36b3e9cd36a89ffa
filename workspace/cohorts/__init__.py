"""Certification sessions: project spaces opened together, followed by their trainers."""
