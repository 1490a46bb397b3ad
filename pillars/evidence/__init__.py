"""Files that show where a figure or a story comes from."""
