"""The content of a report, made from its snapshot alone and shared by all its files."""
