"""Targets that are off course, and what the overleg decides about them."""
