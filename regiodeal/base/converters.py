"""Converters of the parts of addresses."""


class CodeConverter:
    """The code of an agreed row in an address, such as 1.1.1.g or 2.5.1-2.b: nothing else reaches the database."""

    regex = "[A-Za-z0-9._-]{1,60}"

    def to_python(self, value: str) -> str:
        """The code as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The code as it is."""
        return value
