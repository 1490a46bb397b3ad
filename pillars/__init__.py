"""What is promised and what happened.

agreed: pillars, goals, measures, results, targets and indicators
measurements: figures, the rounds that ask for them, and the grid
stories: the story of a measure in a year
explanations: why a target is off course
evidence: files that show where a figure or a story comes from
outcomes: outcome indicators, which have no target (art. 2)
progress: how every target stands on a date
deviations: targets that are off course, for the overleg to decide about
places: the register of named things
registers: lessons, bottlenecks, external checks and acknowledgements
review: work that waits for a person, and the steps of review
exchange: figures, stories and places in files
"""
