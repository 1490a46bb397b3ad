"""Knowing whether a page that somebody has is still true, without making it again."""
