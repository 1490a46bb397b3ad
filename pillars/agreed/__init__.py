"""What is promised: pillars, goals, measures, results, targets, indicators and the lists of named things."""
