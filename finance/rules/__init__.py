"""Rules of the money: what the covenant lets happen with it, found on the position of a day."""
