"""Caps on what may be spent, and recorded deviations from them."""
