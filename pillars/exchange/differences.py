"""What an import would change, cell by cell, for the people who decide about it."""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from pillars.exchange.matching import RowChange
from pillars.exchange.resources import ExchangeResource
from regiodeal.lifecycle.review import State
from regiodeal.sheets.cells import text_of
from regiodeal.sheets.differences import CellDifference, RowDifference


def differences(
    resource: ExchangeResource, changes: Iterable[RowChange], choice: Mapping[int, bool] | None = None
) -> list[RowDifference]:
    """The differences of some changes, with all entries that are there fetched at once.

    `choice` tells which rows their owner wants, by the number of the row.
    """
    chosen = list(changes)
    entries = resource.stored(change.entry.pk for change in chosen if change.entry)
    rows = []
    for each in chosen:
        is_taken = (choice or {}).get(each.row, not each.waits)
        rows.append(difference(resource, each, entries.get(each.entry.pk) if each.entry else None, is_taken))
    return rows


def difference(resource: ExchangeResource, change: RowChange, entry: Any, is_taken: bool = True) -> RowDifference:
    """Return what one change does to the entry that is there, if there is one."""
    shown = resource.shown(change)
    after = _texts(resource, shown)
    before = _texts(resource, entry) if entry else [""] * len(after)
    start = _texts_at_start(resource, change, entry) or [""] * len(after)
    is_in_review = change.is_in_review and entry is not None and entry.state == State.SUBMITTED
    rows = zip(resource.titles(resource.compared), before, after, start, strict=True)
    return RowDifference(
        row=change.row,
        name=resource.name_of(shown),
        kind=change.kind,
        kind_name=str(change.kind.label),
        author=resource.author_of(entry) if entry else "",
        cells=tuple(CellDifference(title, old, new, begun) for title, old, new, begun in rows if old != new),
        sheet=change.sheet,
        is_stale=(change.is_stale or change.is_in_review) and not is_in_review,
        doubt=change.doubt,
        is_in_review=is_in_review,
        knows_start=change.is_stale or change.started_from is not None,
        is_taken=is_taken,
    )


def _texts_at_start(resource: ExchangeResource, change: RowChange, entry: Any) -> list[str]:
    """The cells of a row that waits as the file showed them; nothing where it showed another entry, or none."""
    if entry is None or change.started_from is None or change.started_from[0] != entry.pk:
        return []
    content = entry.content_at(change.started_from[1])
    if not content:
        return []
    then = copy(entry)
    for name, text in content.items():
        field = entry._meta.get_field(name)
        if not field.is_relation:
            setattr(then, name, field.to_python(text) if text is not None else None)
    return _texts(resource, then)


def _texts(resource: ExchangeResource, entry: Any) -> list[str]:
    """The cells as text. They come from the portal, so an apostrophe in front is somebody's own."""
    cells = resource.export_resource(entry, selected_fields=resource.compared)
    return [cell if isinstance(cell, str) else text_of(cell) for cell in cells]
