"""Figures: the rounds in which they are asked, the grid, and the page of one."""
