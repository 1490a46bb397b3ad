"""Files that are there whole or not at all."""

import os

from django.core.files.storage import FileSystemStorage
from django.utils.crypto import get_random_string


class WholeFileStorage(FileSystemStorage):
    """Writes under another name and renames once all of it is on the disk.

    A full disk or a killed process leaves nothing under the name itself, and a full disk nothing at all.
    """

    def _save(self, name: str, content: object) -> str:
        """Write all of it, or nothing."""
        beside = f"{name}.{get_random_string(8)}.part"
        try:
            written = super()._save(beside, content)  # type: ignore[misc]
            os.replace(self.path(written), self.path(name))
        except OSError:
            self.delete(beside)
            raise
        return name
