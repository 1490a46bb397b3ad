"""Differences between two snapshots, per section and figure, in plain words."""
