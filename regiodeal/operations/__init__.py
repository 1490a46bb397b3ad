"""Keeping the portal: what is in it as one number, backups, metrics, what is thrown away and when (decision 24)."""
