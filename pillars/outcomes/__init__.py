"""Outcome indicators (art. 2): series that describe and have no target."""
