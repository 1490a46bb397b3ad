"""The load at the deadline: `make load` (docs/decisions/0029-load-at-the-deadline.md)."""
