"""What money waits for whom, and the steps of its review."""
