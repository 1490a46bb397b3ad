"""The report as a Word document, for who must paste from it, and the letter that goes with it."""
