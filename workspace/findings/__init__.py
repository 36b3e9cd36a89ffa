"""Findings: what an institution asserts of the territory, with its sources, as each reads it."""
