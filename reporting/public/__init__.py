"""What everybody may see: published reports, and what they say per neighbourhood and theme. Nothing else."""
