"""What is promised and what happened: pillars, measures, results, targets, measurements, progress."""
