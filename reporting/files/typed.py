"""What people typed, as every format can hold it."""

import re
from typing import Any

# Control characters but tab and line ends, halves of a pair, and what is no character at all: XML 1.0 has no place for
# them, and Word and Excel call a file that has them damaged.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without the control characters that XML cannot hold. Everything else stays as it was typed."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n"))


def cleaned[T](value: T) -> T:
    """A snapshot, or a part of it, with all its texts without those characters. The snapshot itself stays as it was."""
    changed: Any = value
    match value:
        case str():
            changed = without_controls(value)
        case list():
            changed = [cleaned(item) for item in value]
        case dict():
            changed = {key: cleaned(item) for key, item in value.items()}
    result: T = changed
    return result
