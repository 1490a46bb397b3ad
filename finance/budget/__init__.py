"""What was agreed about money (art. 5): lines, totals and caps."""
