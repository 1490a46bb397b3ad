"""Withdrawals: a Party that leaves the deal (art. 13), and adjustments without an amendment (art. 3)."""
