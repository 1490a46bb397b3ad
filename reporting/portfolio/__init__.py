"""All deals of an installation side by side, for the programme team of BZK (art. 8 lid 4, art. 20)."""
