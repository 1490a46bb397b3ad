"""The base of the pages about what the Parties change."""
