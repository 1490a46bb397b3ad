"""The Rijk-Regio-overleg (art. 7): agenda, seats, decisions and what follows from them."""
