"""What the files of a report have in common: the same bytes every time, and text that every format can hold."""
