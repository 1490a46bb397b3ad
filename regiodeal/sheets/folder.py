"""The files of one import: what was uploaded, what it changes, what is wrong, and how far the work is.

They are files and not rows because the work on a large file is one transaction, of which nobody sees anything until
it is over. They go when the import is over.
"""

import json
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Self

from django.conf import settings

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

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return Path(settings.MEDIA_ROOT) / self.place / str(self.pk)

    @classmethod
    def all(cls, place: str = PLACE) -> list[Self]:
        """The folders of a kind that are there."""
        folders = (Path(settings.MEDIA_ROOT) / place).glob("*")
        return [cls(int(each.name), place) for each in folders if each.name.isdecimal()]

    @property
    def upload(self) -> Path:
        """The file as it was uploaded."""
        return self.path / "upload"

    def keep_upload(self, chunks: Iterable[bytes]) -> None:
        """Store what was uploaded, in a folder of its own."""
        self.remove()
        self.path.mkdir(parents=True)
        with self.upload.open("wb") as file:
            file.writelines(chunks)

    @contextmanager
    def findings(self) -> Iterator["Findings"]:
        """Write what the checking finds."""
        with self._path("changes").open("w") as changes, self._path("faults").open("w") as faults:
            yield Findings(changes, faults)

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
        aside = self._path("choice.new")
        aside.write_text(json.dumps({str(row): is_taken for row, is_taken in {**self.choice(), **taken}.items()}))
        aside.replace(self._path("choice"))

    def choice(self) -> dict[int, bool]:
        """Return what was chosen, by the number of the row; a row about which nothing was chosen is not in it."""
        try:
            return {int(row): is_taken for row, is_taken in json.loads(self._path("choice").read_text()).items()}
        except FileNotFoundError:
            return {}

    def keep_changes(self, changes: Iterable[Packed]) -> None:
        """Keep these changes instead of those that were there."""
        aside = self._path("changes.new")
        with aside.open("w") as file:
            file.writelines(json.dumps(packed, default=str) + "\n" for packed in changes)
        aside.replace(self._path("changes"))

    def tell(self, done: int) -> None:
        """Say how many rows are done. Written aside first, so that nobody reads half a number."""
        aside = self._path("done.new")
        aside.write_text(str(done))
        aside.replace(self._path("done"))

    def done(self) -> int:
        """Return how many rows are done."""
        try:
            return int(self._path("done").read_text())
        except (OSError, ValueError):
            return 0

    def last_sign(self) -> datetime | None:
        """Return when the worker that has the import last showed that it lives; None when it never did."""
        try:
            return datetime.fromtimestamp(self._path("alive").stat().st_mtime, tz=UTC)
        except OSError:
            return None

    @contextmanager
    def signs_of_life(self) -> Iterator[None]:
        """Show every few seconds that this process lives, for as long as the work lasts."""
        is_done = threading.Event()

        def show() -> None:
            while not is_done.wait(SIGN_SECONDS):
                self._show_sign()

        self._show_sign()
        thread = threading.Thread(target=show, daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_done.set()
            thread.join()

    def _show_sign(self) -> None:
        with suppress(OSError):  # the import was let go of, with its folder
            self._path("alive").touch()

    def remove(self) -> None:
        """Take all of it away."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _path(self, name: str) -> Path:
        return self.path / name

    def _lines(self, name: str, start: int, stop: int | None) -> Iterator[Packed]:
        with self._path(name).open() as file:
            for line in islice(file, start, stop):
                yield json.loads(line)


@dataclass(frozen=True)
class Findings:
    """The two open files of a folder that the checking writes in."""

    changes: IO[str]
    faults: IO[str]

    def change(self, packed: Packed) -> None:
        """Add a change."""
        self.changes.write(json.dumps(packed, default=str) + "\n")

    def fault(self, fault: RowFault) -> None:
        """Add a fault."""
        self.faults.write(json.dumps(astuple(fault)) + "\n")
