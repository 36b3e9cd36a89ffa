"""Institutions: those for which people speak, and the mandates by which they do."""
