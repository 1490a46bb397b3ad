"""The calendar of the covenant: which last day is when, whether it was met, and who hears of it."""
