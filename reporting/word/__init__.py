"""The report as a Word document, for whoever must paste from it, and the letter that goes with it."""
