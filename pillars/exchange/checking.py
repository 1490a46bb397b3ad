"""The dry run: from the rows of a file to what each would change and what is wrong with it. Writes nothing."""

from collections.abc import Iterable, Iterator, Mapping

from django.core.exceptions import ValidationError

from pillars.exchange.entries import ProgressEntryResource
from pillars.exchange.items import NamedItemResource
from pillars.exchange.matching import RowChange
from pillars.exchange.measurements import MeasurementResource
from pillars.exchange.outcomes import OutcomeResource
from pillars.exchange.resources import ExchangeResource
from regiodeal.sheets.cells import BadCell, Cell, is_blank
from regiodeal.sheets.folder import RowFault
from regiodeal.sheets.reading import Table

RESOURCES: dict[str, type[ExchangeResource]] = {
    each.layout_name: each for each in (MeasurementResource, ProgressEntryResource, NamedItemResource, OutcomeResource)
}
LONGEST_REASON = 300


type Finding = RowChange | RowFault | None  # None for a row that changes nothing


def check(resource: ExchangeResource, table: Table) -> Iterator[tuple[int, Finding]]:
    """Yield what each row does, with its number; a row with more faults comes back once for each.

    Raises UnreadableError when the file turns out to be damaged or too long.
    """
    for place, cells in table.rows(resource.most_rows):
        row = {title: cells[place] for place, title in table.columns.items() if place < len(cells)}
        for finding in _findings(resource, place, row):
            yield place, finding


def _findings(resource: ExchangeResource, number: int, row: Mapping[str, Cell]) -> Iterable[Finding]:
    unreadable = {title: cell.reason for title, cell in row.items() if isinstance(cell, BadCell)}
    for title in unreadable.keys() & resource.titles(resource.informs):
        del unreadable[title]  # what only says what the row is about can be missed
        row = {**row, title: None}
    if unreadable:
        return [RowFault(number, title, reason) for title, reason in unreadable.items()]
    if all(is_blank(cell) for cell in row.values()):
        return [None]
    try:
        return [resource.change_of(row, number=number)]
    except ValidationError as error:
        return _faults(resource, number, error)


def _faults(resource: ExchangeResource, number: int, error: ValidationError) -> list[RowFault]:
    return [
        RowFault(number, resource.titles([name])[0], " ".join(messages)[:LONGEST_REASON])
        for name, messages in error.message_dict.items()
    ]
