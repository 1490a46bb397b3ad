"""Recorded deviations from a cap (art. 5 lid 2)."""
