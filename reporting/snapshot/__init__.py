"""The snapshot: everything a report says, frozen as plain data."""
