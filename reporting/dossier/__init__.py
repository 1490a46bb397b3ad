"""The dossier of a report: everything that BZK and the accountant need beside it, in one archive with its hashes."""
