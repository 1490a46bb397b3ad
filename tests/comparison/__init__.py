"""Shows that a restructuring changes nothing that a user sees: two recordings of a portal, and what differs in them."""
