"""The money on a date: computed here and nowhere else."""
