"""Indicators: what the partners watch of their territory, value after value."""
