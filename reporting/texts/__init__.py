"""Texts that the bureau writes in the report itself, per section and year."""
