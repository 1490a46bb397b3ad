"""Pages of the covenant, and the base of every page of a deal."""
