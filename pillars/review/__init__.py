"""What waits for whom, and the steps of review."""
