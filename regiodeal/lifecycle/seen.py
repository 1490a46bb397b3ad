"""Who decides, decides on what they saw: what a form carries of what was on the screen, held against what stands there.

A form with one row carries its version, a form with a list of rows carries `key:version` of each, and what has no
versions (a computed list) carries a digest. Whatever differs raises MovedOnError before anything is changed; the
conditional update of the step itself refuses who comes between.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from regiodeal.base.refusals import Moved, MovedOnError
from regiodeal.lifecycle.steps import Lifecycle

LONGEST = 9  # digits of a version


class Seen(NamedTuple):
    """A row, and the version in which it was on the screen."""

    pk: int
    version: int


def seen_text(row: Lifecycle) -> str:
    """Return what a form carries of one row of a list: `12:3`."""
    return f"{row.pk}:{row.version}"


def read_seen(text: str) -> Seen | None:
    """Return what `seen_text` gave; None for anything else."""
    pk, _, version = text.partition(":")
    return Seen(int(pk), _number(version)) if _is_number(pk) and _is_number(version) else None


def seen_version(data: Mapping[str, str]) -> int:
    """Return the version that a form carries; 0, which no row has, for none."""
    return _number(data.get("version", ""))


def hold[Row: Lifecycle](row: Row, version: int, *, url: str = "") -> Row:
    """Return the row, when it still is in the version that was seen. Raises MovedOnError with what changed."""
    if row.version != version:
        raise MovedOnError([moved(row, version, url=url)])
    return row


def hold_all[Row: Lifecycle](rows: QuerySet[Row], texts: Sequence[str]) -> list[Row]:
    """Return the rows that a form carries as `key:version`, in its order, when every one of them is as it was seen.

    `rows` are all rows that could have been listed, whatever became of them since. Raises MovedOnError with each that
    changed; a text that names no row of them is taken as one that is gone.
    """
    wanted = [read_seen(text) for text in dict.fromkeys(texts)]
    found = rows.in_bulk([each.pk for each in wanted if each])
    changed = [_changed(each, found) for each in wanted]
    if gone := [each for each in changed if each]:
        raise MovedOnError(gone)
    return [found[each.pk] for each in wanted if each]


def _changed[Row: Lifecycle](seen: Seen | None, found: Mapping[int, Row]) -> Moved | None:
    row = found.get(seen.pk) if seen else None
    if seen is None or row is None:
        return Moved("Iets wat op de lijst stond, is er niet meer.")
    return None if row.version == seen.version else moved(row, seen.version)


def moved(row: Lifecycle, version: int, *, url: str = "") -> Moved:
    """Return what became of a row since that version, in the words of its trail: the first old and the last new."""
    later = list(row.events.filter(version__gt=version).select_related("by"))  # type: ignore[attr-defined]
    if not later or not version:
        return Moved(str(row), url)
    was: dict[str, str] = {}
    now: dict[str, str] = {}
    states = later[0].states()
    for event in later:
        steps = [(str(states.get(event.from_state, "")), str(states.get(event.to_state, "")))] if event.to_state else []
        for label, old, new in [*event.changes, *(("Stand", old, new) for old, new in steps)]:
            was.setdefault(label, old)
            now[label] = new
    changes = tuple((label, old, now[label]) for label, old in was.items() if old != now[label])
    return Moved(str(row), url, str(later[-1].by), later[-1].at, changes)


def digest_of(shown: Iterable[object]) -> str:
    """Return a digest of what a page lists, for a form to carry. The same values in the same order give the same."""
    text = json.dumps([str(each) for each in shown], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def hold_digest(shown: Iterable[object], digest: str, *, title: str, url: str = "") -> None:
    """Refuse when a page would not list the same any more. Raises MovedOnError with the title of what was listed."""
    if digest_of(shown) != digest:
        raise MovedOnError([Moved(title, url)])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2 * LONGEST


def _number(text: str) -> int:
    return int(text) if _is_number(text) and len(text) <= LONGEST else 0
