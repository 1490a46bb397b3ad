"""What people are reminded of, by mail and in their own calendar."""
