"""What an import would change, cell by cell, for the people who decide about it."""

from collections.abc import Iterable
from typing import Any

from pillars.exchange.matching import RowChange
from pillars.exchange.resources import ExchangeResource
from regiodeal.sheets.cells import text_of
from regiodeal.sheets.differences import CellDifference, RowDifference


def differences(resource: ExchangeResource, changes: Iterable[RowChange]) -> list[RowDifference]:
    """The differences of some changes, with all entries that are there fetched at once."""
    chosen = list(changes)
    entries = resource.stored(change.entry.pk for change in chosen if change.entry)
    return [_difference(resource, each, entries.get(each.entry.pk) if each.entry else None) for each in chosen]


def _difference(resource: ExchangeResource, change: RowChange, entry: Any) -> RowDifference:
    shown = resource.shown(change)
    after = _texts(resource, shown)
    before = _texts(resource, entry) if entry else [""] * len(after)
    rows = zip(resource.titles(resource.compared), before, after, strict=True)
    return RowDifference(
        row=change.row,
        name=resource.name_of(shown),
        kind=change.kind,
        kind_name=str(change.kind.label),
        author=resource.author_of(entry) if entry else "",
        cells=tuple(CellDifference(title, old, new) for title, old, new in rows if old != new),
    )


def _texts(resource: ExchangeResource, entry: Any) -> list[str]:
    """The cells as text. They come from the portal, so an apostrophe in front is somebody's own."""
    cells = resource.export_resource(entry, selected_fields=resource.compared)
    return [cell if isinstance(cell, str) else text_of(cell) for cell in cells]
