"""Territories: the public register of communes, intercommunalities, départements and régions."""
