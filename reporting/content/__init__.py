"""What a report says, made from its snapshot alone: shared by all its files."""
