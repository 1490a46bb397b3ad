"""Moving budget from one line to another (art. 5, footnote 3; art. 12)."""
