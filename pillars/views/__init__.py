"""Pages for entering and reviewing progress."""
