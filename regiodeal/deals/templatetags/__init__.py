"""The words and articles of a deal in templates."""
