"""The budget as it was on each day on which it changed: by the covenant, and by each later version that moved money."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine
from finance.budget.sources import sources_of
from regiodeal.deals.in_force import terms, versions_of
from regiodeal.deals.models import CovenantVersion, Deal

LINES = "budget_lines"  # the list of the deal file


@dataclass(frozen=True)
class BudgetDay:
    """The budget from a day on: the versions of the covenant that made it so, and per line its amount in euro."""

    on: date
    versions: tuple[CovenantVersion, ...]
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True)
class BudgetCell:
    """What a line, or lines together, have on a day, in euro, and what that differs from the day before it.

    Without an amount the line was not there; without a difference it is the first day, or nothing changed.
    """

    amount: Decimal | None
    difference: Decimal | None


@dataclass(frozen=True)
class BudgetRow:
    """A line of the budget through all days, or a total of lines, which has no code."""

    label: str
    code: str
    cells: tuple[BudgetCell, ...]


@dataclass(frozen=True)
class BudgetVersions:
    """All days on which the budget changed, in order, and its rows."""

    days: tuple[BudgetDay, ...]
    rows: tuple[BudgetRow, ...]


def budget_versions(deal: Deal, *, on: date, and_coming: bool) -> BudgetVersions:
    """The budget in versions as known on a day, with what takes effect after it where that is asked.

    Versions of one day stand together: only together were they ever the budget. In three queries.
    """
    agreed = terms(deal, on=on)
    known = agreed.deal_itself()
    moved = {change["number"] for change in agreed.known_changes if change["kind"] == LINES}
    by_day: dict[date, list[CovenantVersion]] = {}
    for version in versions_of(deal):
        if version.number in {1, *moved} and (and_coming or version.number == 1 or version.in_force_on <= on):
            by_day.setdefault(version.in_force_on, []).append(version)
    lines = list(BudgetLine.objects.filter(deal=deal).select_related("pillar", "source"))
    days, named = [], dict[str, BudgetLine]()
    for day, versions in sorted(by_day.items()):
        stood = terms(known, on=day).apply(copy(line) for line in lines)
        named |= {line.code: line for line in stood}  # as it was called last
        days.append(BudgetDay(day, tuple(versions), {line.code: line.amount for line in stood}))
    ordered = [named[line.code] for line in lines if line.code in named]
    return BudgetVersions(tuple(days), tuple(_rows(ordered, days, [row.pk for row in sources_of(deal).rows])))


def _rows(lines: Sequence[BudgetLine], days: Sequence[BudgetDay], sources: Iterable[int]) -> Iterable[BudgetRow]:
    for source in sources:
        own = [line for line in lines if line.source_id == source]
        for line in own:
            yield BudgetRow(line.label, line.code, _cells([day.amounts.get(line.code) for day in days]))
        if own:
            yield BudgetRow(f"Totaal {own[0].source.name}", "", _together(own, days))
    yield BudgetRow("Totaal", "", _together(lines, days))


def _together(lines: Sequence[BudgetLine], days: Sequence[BudgetDay]) -> tuple[BudgetCell, ...]:
    return _cells([sum((day.amounts.get(line.code, ZERO) for line in lines), ZERO) for day in days])


def _cells(amounts: Sequence[Decimal | None]) -> tuple[BudgetCell, ...]:
    found = []
    for place, amount in enumerate(amounts):
        difference = (amount or ZERO) - (amounts[place - 1] or ZERO) if place else ZERO
        found.append(BudgetCell(amount, difference or None))
    return tuple(found)
