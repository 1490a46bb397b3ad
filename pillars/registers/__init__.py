"""Lessons, bottlenecks, external checks (art. 10) and acknowledgements (art. 9)."""
