"""Which entry of the portal a row is about, and whether the row changes it."""

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Self

from django.db import models

from regiodeal.base.values import Values

NEW = "nieuw"  # the mark of a row for which nothing was known when the file was made
_MARK = re.compile(r"([0-9]{1,18})v([0-9]{1,9})-([0-9a-f]{16})")

type Key = tuple[Any, ...]  # what an entry is about: for a figure its indicator, item, and year or day


class Refusal(Exception):  # noqa: N818  # it is an answer to a person, not a failure
    """A row that may not be entered as it is; its text says why, in Dutch, and `field` which column says so."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


def digest(*parts: object) -> str:
    """A short fingerprint of the content of an entry. Line ends differ per program, and count as the same."""
    text = "\x1f".join(map(str, parts)).replace("\r\n", "\n")
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the portal. `by` is who last changed it; None when it came with the deal file."""

    pk: int
    version: int
    by: int | None
    content: str


@dataclass(frozen=True)
class Mark:
    """The mark of a row: which entry it showed when the file was made, in which version, and with which content.

    By the content one sees that nobody touched the row since, by the version that somebody else changed the entry.
    """

    pk: int | None
    version: int = 0
    content: str = ""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The mark that a cell holds; None for an empty cell. Raises ValueError."""
        if not text.strip():
            return None
        if text.strip().casefold() == NEW:
            return cls(None)
        if not (found := _MARK.fullmatch(text.strip())):
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]), found[3])

    def __str__(self) -> str:
        return NEW if self.pk is None else f"{self.pk}v{self.version}-{self.content}"

    def shows(self, entry: Entry) -> bool:
        """Tell whether the entry is still the one that the file showed."""
        return (self.pk, self.version) == (entry.pk, entry.version)


class ChangeKind(models.TextChoices):
    """Says what entering a row does."""

    NEW = "new", "nieuw"
    REVISION = "revision", "wijziging"
    CORRECTION = "correction", "correctie"


@dataclass(slots=True)
class RowChange:
    """Holds what one row does: new values, for a new entry or for one that is there."""

    row: int = 0
    key: Key = ()
    values: Values = field(default_factory=dict)
    kind: ChangeKind = ChangeKind.NEW
    entry: Entry | None = None
    mark: Mark | None = None
    sheet: str = ""  # its title, in a workbook of which more than one is read
    is_stale: bool = False  # somebody else changed the entry since: it waits until its owner chooses
    started_from: tuple[int, int] | None = None  # of a row that waits: which entry the file showed, in which version
    is_in_review: bool = False  # its entry waits for a reviewer: until that decided it cannot change
    doubt: str = ""  # what makes its value unlikely, as a question in Dutch: its owner has to say that it is right

    @property
    def waits(self) -> bool:
        """Tell whether it is not entered along with the other rows by itself."""
        return self.is_stale or self.is_in_review or bool(self.doubt)

    def hold(self, started_from: tuple[int | None, int]) -> None:
        """Let the row wait for a choice: the entry is no longer the one that it started from."""
        pk, version = started_from
        self.is_stale = True
        self.started_from = None if pk is None else (pk, version)


def is_stale(entry: Entry, mark: Mark | None, *, by: int) -> bool:
    """Tell whether the file showed the entry as it stood before somebody else changed it."""
    return mark is not None and not mark.shows(entry) and entry.by != by


def hold_stale(change: RowChange, entry: Entry, *, by: int) -> None:
    """Let a row wait whose entry somebody else changed since the file was made; the others go on without it."""
    if change.mark is not None and is_stale(entry, change.mark, by=by):
        change.hold((change.mark.pk, change.mark.version))


def refuse_stale(entry: Entry, mark: Mark | None, *, by: int) -> None:
    """Raise Refusal when the file showed the entry as it stood before somebody else changed it."""
    if is_stale(entry, mark, by=by):
        raise Refusal(
            "Iemand anders heeft dit veranderd nadat u het werkblad downloadde. "
            "Download het opnieuw en vul uw wijziging daarin in."
        )
