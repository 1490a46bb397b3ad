"""Review: the work that waits for a person, and the steps of review."""
