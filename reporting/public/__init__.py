"""The public pages: published reports, and what they say per neighbourhood and theme. Nothing else."""
