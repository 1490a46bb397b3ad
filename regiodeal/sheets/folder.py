"""The files of one import: what was uploaded, what it changes, what is wrong, and how far the work is.

They are files and not rows because the work on a large file is one transaction, of which nobody sees anything until
it is over. They go when the import is over.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Self

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

from regiodeal.files.storage import local_copy

PLACE = "imports"
SIGN_SECONDS = 5

type Packed = list[Any]  # a change, or a fault, as a line of JSON keeps it


@dataclass(frozen=True, slots=True)
class RowFault:
    """Holds what is wrong in one cell: the row as the spreadsheet numbers it, the heading of the column, and why.

    `sheet` is the title of its sheet, in a workbook of which more than one is read.
    """

    row: int
    column: str
    reason: str
    sheet: str = ""

    @property
    def place(self) -> str:
        """Return what stands before the number of the row: its sheet, where there are more."""
        return f"{self.sheet}, rij" if self.sheet else "Rij"


@dataclass(frozen=True)
class Folder:
    """The folder of the import with this primary key, among those of its kind. Nothing in it is ever served."""

    pk: int
    place: str = PLACE

    @classmethod
    def all(cls, place: str = PLACE) -> list[Self]:
        """The folders of a kind that are there."""
        with suppress(FileNotFoundError):  # nobody began one yet
            return [cls(int(name), place) for name in _storage().listdir(place)[0] if name.isdecimal()]
        return []

    def keep_upload(self, chunks: Iterable[bytes]) -> None:
        """Store what was uploaded, in a folder of its own."""
        self.remove()
        with TemporaryFile() as file:
            file.writelines(chunks)
            self._keep("upload", file)

    def has_upload(self) -> bool:
        """Tell whether the file is there as it was uploaded."""
        return _storage().exists(self._name("upload"))

    def upload(self) -> AbstractContextManager[Path]:
        """The file as it was uploaded, on this machine. Raises FileNotFoundError."""
        return local_copy(_storage(), self._name("upload"))

    def uploaded_at(self) -> datetime:
        """Return when it was uploaded. Raises FileNotFoundError."""
        return _storage().get_modified_time(self._name("upload"))

    def remove_upload(self) -> None:
        """Take the upload away, and leave what was found in it."""
        _storage().delete(self._name("upload"))

    @contextmanager
    def findings(self) -> Iterator["Findings"]:
        """Write what the checking finds; it is kept when all of it is there."""
        with TemporaryFile() as changes, TemporaryFile() as faults:
            yield Findings(changes, faults)
            for name, file in (("changes", changes), ("faults", faults)):
                self._keep(name, file)

    def changes(self, start: int = 0, stop: int | None = None) -> Iterator[Packed]:
        """The changes, or some of them by place."""
        return self._lines("changes", start, stop)

    def faults(self, start: int = 0, stop: int | None = None) -> list[RowFault]:
        """The faults, or some of them by place; none of a file that was refused before its first row was read."""
        try:
            return [RowFault(*line) for line in self._lines("faults", start, stop)]
        except FileNotFoundError:
            return []

    def choose(self, taken: Mapping[int, bool]) -> None:
        """Keep for some rows whether they are to be entered, beside what was chosen for others."""
        self._tell("choice", json.dumps({str(row): is_taken for row, is_taken in {**self.choice(), **taken}.items()}))

    def choice(self) -> dict[int, bool]:
        """Return what was chosen, by the number of the row; a row about which nothing was chosen is not in it."""
        try:
            return {int(row): is_taken for row, is_taken in json.loads(self._told("choice")).items()}
        except FileNotFoundError:
            return {}

    def keep_changes(self, changes: Iterable[Packed]) -> None:
        """Keep these changes instead of those that were there."""
        with TemporaryFile() as file:
            file.writelines(_line(packed) for packed in changes)
            self._keep("changes", file)

    def tell(self, done: int) -> None:
        """Say how many rows are done."""
        self._tell("done", str(done))

    def done(self) -> int:
        """Return how many rows are done."""
        try:
            return int(self._told("done"))
        except (OSError, ValueError):
            return 0

    def last_sign(self) -> datetime | None:
        """Return when the worker that has the import last showed that it lives; None when it never did."""
        try:
            return _storage().get_modified_time(self._name("alive"))
        except OSError:
            return None

    @contextmanager
    def signs_of_life(self) -> Iterator[None]:
        """Show every few seconds that this process lives, for as long as the work lasts."""
        is_done = threading.Event()

        def show() -> None:
            while not is_done.wait(SIGN_SECONDS):
                with suppress(OSError):
                    if _storage().exists(self._name("alive")):  # the import was not let go of, with its folder
                        self._tell("alive", "")

        with suppress(OSError):
            self._tell("alive", "")
        thread = threading.Thread(target=show, daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_done.set()
            thread.join()

    def remove(self) -> None:
        """Take all of it away, and the folder itself where it is one."""
        with suppress(OSError):
            for name in _storage().listdir(self._name(""))[1]:
                _storage().delete(self._name(name))
            _storage().delete(self._name(""))

    def _name(self, name: str) -> str:
        return f"{self.place}/{self.pk}/{name}".rstrip("/")

    def _keep(self, name: str, file: IO[bytes]) -> None:
        file.seek(0)
        _storage().save(self._name(name), File(file, name))

    def _tell(self, name: str, text: str) -> None:
        _storage().save(self._name(name), ContentFile(text.encode()))

    def _told(self, name: str) -> bytes:
        with _storage().open(self._name(name), "rb") as file:
            return bytes(file.read())

    def _lines(self, name: str, start: int, stop: int | None) -> Iterator[Packed]:
        with _storage().open(self._name(name), "rb") as file:
            for line in islice(iter(file.readline, b""), start, stop):
                yield json.loads(line)


@dataclass(frozen=True)
class Findings:
    """The two open files of a folder that the checking writes in."""

    changes: IO[bytes]
    faults: IO[bytes]

    def change(self, packed: Packed) -> None:
        """Add a change."""
        self.changes.write(_line(packed))

    def fault(self, fault: RowFault) -> None:
        """Add a fault."""
        self.faults.write(_line(list(astuple(fault))))


def _storage() -> Storage:
    """Where work in hand is: the same place as other files, but a name that is taken is written over."""
    return storages["imports"]


def _line(packed: Packed) -> bytes:
    return json.dumps(packed, default=str).encode() + b"\n"
