"""Entering and correcting a booking, and what it would do before it counts."""
