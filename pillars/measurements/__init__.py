"""Measurements: the rounds that ask for figures, the grid, and the page of one figure."""
