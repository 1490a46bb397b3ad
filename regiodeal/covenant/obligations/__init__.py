"""The calendar of the covenant: every last day, whether it was met, and who is reminded of it."""
