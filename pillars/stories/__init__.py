"""The story of a measure in a year."""
