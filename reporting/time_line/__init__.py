"""The line of time of a deal: its terms, meetings, milestones and projects, to look through."""
