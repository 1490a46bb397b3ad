"""Addresses that take a form and that the walk over the pages cannot send: who shows them, or why there is no need."""

# name of the address: the test that sends it with a stale version
SHOWN_BY: dict[str, str] = {}

# name of the address: why there is nothing that could have changed
NOTHING_TO_SEE: dict[str, str] = {}
