"""Small texts that the processes of the portal leave for each other, in DATA_DIR or in the bucket of S3_URL."""

from django.core.files.base import ContentFile
from django.core.files.storage import storages


def read_note(name: str) -> str | None:
    """Return what was kept under this name; None when nothing is, or it cannot be read."""
    try:
        with storages["notes"].open(name, "rb") as note:
            return bytes(note.read()).decode()
    except (OSError, ValueError):
        return None


def keep_note(name: str, text: str) -> None:
    """Keep a text under this name instead of the one before. Raises OSError."""
    storages["notes"].save(name, ContentFile(text.encode()))


def note_names(folder: str) -> list[str]:
    """The names of the notes in a folder, without that of the folder; none when they cannot be read."""
    try:
        return sorted(storages["notes"].listdir(folder)[1])
    except OSError:
        return []
