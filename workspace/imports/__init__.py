"""Bringing actors in from a sheet and out again, and making one of two cards of one actor."""
