"""What must be done before when, whether it was met, and who is reminded of it."""
