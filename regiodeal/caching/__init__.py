"""Caching: whether a page that somebody has is still true, known without making it again."""
