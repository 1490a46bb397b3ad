"""Notices: reminders by mail, and the dates in a calendar of one's own."""
