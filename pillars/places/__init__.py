"""The register of named things, and where each counts."""
