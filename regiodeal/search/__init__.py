"""Search: one search over the whole deal, cut to what the reader may see."""
