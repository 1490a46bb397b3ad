"""The promise: pillars, goals, measures, results, targets, indicators and the lists of named things."""
