"""The API: what is approved, read-only, for programs of others (decision 23)."""
