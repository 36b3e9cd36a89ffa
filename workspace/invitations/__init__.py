"""Invitations: a place in a project, kept for whoever holds the link sent to one address."""
