"""Programs that read the API: their tokens, and how often each may ask."""
