"""Deals: Parties, office holders, people with their roles, and what is in force on a day."""
