"""Review of money: the bookings that wait for a person, and the steps of their review."""
