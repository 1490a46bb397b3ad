"""Converters of the parts of addresses."""


class CodeConverter:
    """The code of an agreed row in an address, such as 1.1.1.g or 2.5.1-2.b: nothing else reaches the database.

    A code has at most 60 letters; the section of a report about it begins with what it is of ("gebied-").
    """

    regex = "[A-Za-z0-9._-]{1,70}"

    def to_python(self, value: str) -> str:
        """The code as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The code as it is."""
        return value
