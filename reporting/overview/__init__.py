"""Dashboard and brief: what is going on in a deal, as of a date."""
