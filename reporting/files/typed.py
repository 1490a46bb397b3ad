"""Text that people typed, as every format can hold it."""

from typing import Any

from regiodeal.base.characters import UNWRITABLE


def without_controls(text: str) -> str:
    """The text without the control characters that XML cannot hold. Everything else stays as it was typed."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n"))


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
