"""Who and what a deal is: Parties, office holders, people with their roles, what is in force on a day."""
