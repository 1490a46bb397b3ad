"""The agreement and how it changes: amendments, consent, accession, extension (art. 12, 14 and 18)."""
