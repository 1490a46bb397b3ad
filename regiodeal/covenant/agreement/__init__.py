"""How what is agreed changes: amendments, consent, withdrawal, accession, extension (art. 12 to 14 and 18)."""
