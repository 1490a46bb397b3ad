"""The yearly round of the report, from kick-off to publication (art. 7 lid 2 and art. 8)."""
