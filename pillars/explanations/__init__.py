"""Explanations: why a target is off course, and what was decided about it."""
