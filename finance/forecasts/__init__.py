"""What a controller expects to be spent, per budget line and year, beside what the portal computes."""
