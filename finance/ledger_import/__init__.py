"""The ledger of the municipality read in: mappings, the difference that a file makes, and entering it."""
