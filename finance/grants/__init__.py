"""Grants: what a project may cost, was granted (beschikking), got in advance, and how it was settled (vaststelling)."""
