"""The six words for how a target or a result stands."""
