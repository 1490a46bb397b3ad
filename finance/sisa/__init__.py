"""The account to the Rijk over a bookkeeping year (SiSa)."""
