"""The words of the scale of a qualitative target."""

SCALE_WORDS = ("niet gestart", "gestart", "op weg", "grotendeels bereikt", "bereikt")
