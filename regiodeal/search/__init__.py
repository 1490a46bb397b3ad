"""One search over everything, cut to what the reader may see."""
