"""One edition of the annual report: its snapshot, and the files made from it."""
