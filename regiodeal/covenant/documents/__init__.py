"""The documents of the deal, its publications and its core message (art. 9 and 11)."""
