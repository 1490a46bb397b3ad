"""The budget: what was agreed about money (art. 5), with its lines, totals and caps."""
