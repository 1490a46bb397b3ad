"""A Party that withdraws (art. 13), and what is adjusted without an amendment (art. 3)."""
