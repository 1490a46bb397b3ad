"""Files that are there whole or not at all: in a folder (here), or in a bucket (bucket.py)."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage
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

    def names(self) -> Iterator[str]:
        """The names of all that is stored."""
        root = Path(self.location)
        return (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())

    def streamed(self, name: str) -> IO[bytes]:
        """The file, to be read part by part. Raises FileNotFoundError."""
        return Path(self.path(name)).open("rb")


class DataFolderStorage(WholeFileStorage):
    """What the processes of the portal tell each other, in DATA_DIR itself."""

    @property
    def location(self) -> str:
        """Return the folder, as the settings have it now."""
        return os.path.abspath(settings.DATA_DIR)


def streamed(name: str) -> IO[bytes]:
    """A stored file to be read part by part, of which nothing is kept on the way. Raises FileNotFoundError, OSError."""
    storage: Any = default_storage  # both kinds can
    opened: IO[bytes] = storage.streamed(name)
    return opened


@contextmanager
def local_copy(storage: Storage, name: str) -> Iterator[Path]:
    """A stored file as a file of this machine, for what reads only those. Raises FileNotFoundError."""
    if isinstance(storage, FileSystemStorage):
        if not storage.exists(name):
            raise FileNotFoundError(name)
        yield Path(storage.path(name))
        return
    with storage.open(name) as stored, NamedTemporaryFile() as copy:
        shutil.copyfileobj(stored, copy)
        copy.flush()
        yield Path(copy.name)
