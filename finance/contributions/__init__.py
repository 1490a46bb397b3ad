"""Contributions: what the region puts beside the national money (art. 1, art. 5 lid 2)."""
