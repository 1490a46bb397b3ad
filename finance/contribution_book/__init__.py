"""Contributions in a workbook: down, filled in, and up after showing what changes."""
