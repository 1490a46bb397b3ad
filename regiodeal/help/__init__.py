"""Help: the handbook in the portal, the words of the trade, and a welcome for who is new."""
