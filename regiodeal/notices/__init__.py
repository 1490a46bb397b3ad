"""Notices: what happened and what waits for each person, in a list and by mail; and the dates in one's own calendar."""
