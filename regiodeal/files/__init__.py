"""Documents and files, and who may see them (art. 11)."""
