"""The pages of the money of projects: the table of all, one project, and what is decided about its money."""
