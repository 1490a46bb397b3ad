"""The made-up people and data of an example portal."""
