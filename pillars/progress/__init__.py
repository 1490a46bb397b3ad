"""Progress: how every target stands on a date, computed here and nowhere else."""
