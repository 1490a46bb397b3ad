"""Obligations: what was agreed with a term, the rules by which its last day follows, and that it was met."""
