"""Folders to work in that do not outlive their work: what a killed run left goes when the next one begins.

A run holds a lock on the folder above, which the system drops when its process ends, however it ends. So who has the
lock knows that what lies there is of nobody. Where a folder cannot be locked (some network disks) nothing is removed.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

# Where a run of each kind works. A backup goes to a folder that may hold anything: its name must be nobody else's.
BACKUP = ".regiodealportaal-"
RESTORE = ".restore-"


class OccupiedError(Exception):
    """Another run is at work in this folder. Its text is Dutch."""


@contextmanager
def working_folder(parent: Path, kind: str) -> Iterator[Path]:
    """A folder in `parent` that goes afterwards, for a run of this kind (BACKUP, RESTORE).

    Raises OccupiedError while another run is at work there.
    """
    with _alone(parent) as locked:
        if locked:
            _remove(parent, kind)
        with TemporaryDirectory(dir=parent, prefix=kind) as name:
            yield Path(name)


def sweep(parent: Path, kind: str) -> None:
    """Remove what killed runs of this kind left in `parent`, unless a run is at work there."""
    with suppress(OccupiedError), _alone(parent) as locked:
        if locked:
            _remove(parent, kind)


@contextmanager
def _alone(parent: Path) -> Iterator[bool]:
    """Hold the lock on a folder; false where it cannot have one."""
    folder = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _locked(folder, parent)
    finally:
        os.close(folder)


def _locked(folder: int, parent: Path) -> bool:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
            return False
        text = f"In {parent} wordt al een reservekopie gemaakt of teruggezet. Wacht tot dat klaar is."
        raise OccupiedError(text) from error
    return True


def _remove(parent: Path, kind: str) -> None:
    for path in parent.glob(f"{kind}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
