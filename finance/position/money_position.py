"""The position: what was agreed, received, committed and spent, what room is left, and what is expected, on a date.

Computed here and nowhere else. All amounts are `Decimal` euros with cents, including btw.
"""

from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery

from finance.base.amounts import ZERO
from finance.budget.models import AgreedTotal, BudgetLine, Contributor, Source
from finance.caps.cap_position import CapPosition, RecordedDeviation, cap_amount
from finance.caps.models import Cap, CapDeviation
from finance.position import sums
from finance.position.figures import Amounts, LinePosition, Position, PromisedAmounts, amounts_of
from finance.position.forecast import SPENT, Horizon, Monthly, SpendingForecast, forecast, horizon, monthly
from finance.position.sums import SumCell, cells
from regiodeal.deals.in_force import Terms, terms
from regiodeal.deals.models import Deal

__all__ = [
    "ZERO",
    "Amounts",
    "CapPosition",
    "LinePosition",
    "Position",
    "PromisedAmounts",
    "RecordedDeviation",
    "agreed_totals",
    "cap_amount",
    "contributions",
    "position",
    "reallocated",
    "with_cells",
]
CAP_FIELDS = ("id", "code", "article", "title", "rate", "base", "position", "agreed_from")


def position(deal: Deal, *, on: date, with_forecast: bool = True, months: Monthly | None = None) -> Position:
    """The position of the deal at the end of `on`, in three queries however many bookings there are.

    One less without the forecast, where no page shows it: then each forecast says that nobody asked. One less, too,
    with the `months` up to that day, where a page has them. One more where the changes of the covenant were not fetched
    along with the deal.
    """
    agreed = terms(deal, on=on)
    lines, caps = _agreed(agreed)
    if with_forecast and months is None:
        months = monthly(deal, on=on, kinds=(SPENT,))
    return _assemble(agreed.deal_itself(), on, lines, caps, cells(deal, on), months)


def with_cells(money: Position, *extra: SumCell) -> Position:
    """The position as it would be with these sums too: what a booking would do, before it is there."""
    return _assemble(money.deal, money.on, *_parts(money), (*money.cells, *extra), money.months)


def reallocated(money: Position, *, source: str, target: str, amount: Decimal) -> Position:
    """The position as it would be had `amount` euro been agreed for the `target` line instead of the `source` line.

    Raises KeyError for a line that is not there. Nothing is stored: a change of the division needs art. 12.
    """
    money.of_line(source), money.of_line(target)
    lines, caps = _parts(money)
    change = {source: -amount, target: amount}
    moved = [_with_amount(line, line.amount + change.get(line.code, ZERO)) for line in lines]
    return _assemble(money.deal, money.on, moved, caps, money.cells, money.months)


def _with_amount(line: BudgetLine, amount: Decimal) -> BudgetLine:
    drafted = copy(line)
    drafted.amount = amount
    return drafted


def _parts(money: Position) -> tuple[list[BudgetLine], list[tuple[Cap, RecordedDeviation | None]]]:
    return [row.line for row in money.lines if row.line], [(cap.cap, cap.deviation) for cap in money.caps]


def _assemble(
    deal: Deal,
    on: date,
    lines: list[BudgetLine],
    caps: list[tuple[Cap, RecordedDeviation | None]],
    found: tuple[SumCell, ...],
    months: Monthly | None,
) -> Position:
    codes = {line.pillar_id: line.pillar.code for line in lines if line.pillar}
    ahead = horizon(deal, on=on)
    positions = [
        _expecting(_line_position(line, [cell for cell in found if cell.line == line.pk], codes), months, ahead)
        for line in lines
    ]
    undivided = [cell for cell in found if cell.line is None]
    amounts, pending = amounts_of(undivided), amounts_of(undivided, sums.WAITING)
    if amounts != Amounts() or pending != Amounts():
        positions.append(LinePosition(None, amounts, pending))
    national = sum((p.amounts.received for p in positions if p.source == Source.NATIONAL), ZERO)
    of_line = {p.line.pk: p for p in positions if p.line}
    standing = [(cap, of_line[cap.budget_line_id], deviation) for cap, deviation in caps]
    stands = tuple(
        CapPosition(cap, national, row.amounts.spent, deviation, row.pending.spent, row.amounts.bound)
        for cap, row, deviation in standing
    )
    return Position(
        deal,
        on,
        lines=tuple(_capped(row, stands) for row in positions),
        caps=stands,
        ahead=ahead,
        months=months,
        cells=found,
    )


def _capped(row: LinePosition, caps: tuple[CapPosition, ...]) -> LinePosition:
    """The line with the lowest cap on it, which holds back what was agreed above it: one room, the lower of the two."""
    own = [cap for cap in caps if row.line and cap.cap.budget_line_id == row.line.pk]
    if not own:
        return row
    lowest = min(own, key=lambda cap: cap.amount)
    held_back = max(row.amounts.agreed - lowest.amount, ZERO)
    return replace(row, cap=lowest, amounts=replace(row.amounts, held_back=held_back))


def _expecting(position: LinePosition, months: Monthly | None, ahead: Horizon) -> LinePosition:
    """The position of a line with its forecast; without one where nobody asked for the months."""
    assert position.line is not None
    amounts = position.amounts
    if months is None:
        return replace(position, amounts=replace(amounts, forecast=None), forecast=SpendingForecast.NOT_ASKED)
    expected = forecast(position.line.pk, months, ahead, spent=amounts.spent, outstanding=amounts.outstanding)
    return replace(position, amounts=replace(amounts, forecast=expected.amount), forecast=expected)


def _line_position(line: BudgetLine, found: list[SumCell], codes: dict[int | None, str]) -> LinePosition:
    also: dict[str, Decimal] = {}
    for cell in found:
        if cell.what == sums.ALSO_SERVES:
            code = codes.get(cell.pillar, "")
            also[code] = also.get(code, ZERO) + cell.amount
    return LinePosition(
        line, amounts_of(found, agreed=line.amount), amounts_of(found, sums.WAITING), tuple(sorted(also.items()))
    )


def _agreed(agreed: Terms) -> tuple[list[BudgetLine], list[tuple[Cap, RecordedDeviation | None]]]:
    """The budget lines and caps as agreed on the date, each cap with the deviation decided by then, in one query.

    A cap whose line has lapsed holds nothing back any more.
    """
    deviation = CapDeviation.objects.in_force(agreed.on).filter(cap=OuterRef("caps"))
    rows: Any = (
        BudgetLine.objects.filter(deal=agreed.deal)
        .select_related("pillar")
        .annotate(
            **{f"cap_{name}": F(f"caps__{name}") for name in CAP_FIELDS},
            **{f"deviation_{name}": Subquery(deviation.values(name)[:1]) for name in ("pk", "rate", "amount")},
        )
        .order_by("position", "pk", "caps__position", "caps__pk")
    )
    by_pk: dict[int, BudgetLine] = {}
    caps = []
    for row in rows:
        line = by_pk.setdefault(row.pk, row)
        if row.cap_id:
            own = {name: getattr(row, f"cap_{name}") for name in CAP_FIELDS}
            decided = RecordedDeviation(row.deviation_pk, row.deviation_rate, row.deviation_amount)
            caps.append((Cap(deal=agreed.deal, budget_line=line, **own), decided if row.deviation_pk else None))
    lines = agreed.apply(by_pk.values())
    standing = {line.pk for line in lines}
    in_force = {cap.pk for cap in agreed.apply(cap for cap, _ in caps) if cap.budget_line_id in standing}
    found = [(cap, decided) for cap, decided in caps if cap.pk in in_force]
    return lines, sorted(found, key=lambda pair: pair[0].position)


def contributions(deal: Deal, *, on: date) -> list[Any]:
    """The totals that art. 5 names for a contributor, each with `received`: what came in from that contributor."""
    money = position(deal, on=on)
    return agreed_totals(money)


def agreed_totals(money: Position) -> list[Any]:
    """The totals that art. 5 names for a contributor, each with `received` and `promised` as of the position's date.

    "De regio samen" is the Gemeente and the partners together.
    """
    regional = (Contributor.MUNICIPALITY, Contributor.PARTNERS, Contributor.REGIONAL)
    received = money.by_contributor
    totals: list[Any] = terms(money.deal, on=money.on).apply(AgreedTotal.objects.filter(deal=money.deal))
    for total in totals:
        who = regional if total.contributor == Contributor.REGIONAL else (total.contributor,)
        total.received = sum((received.get(name, Amounts()).received for name in who), ZERO)
        parts = [money.promised(contributor=name) for name in who]
        total.promised = PromisedAmounts(
            sum((part.pledged for part in parts), ZERO),
            sum((part.confirmed for part in parts), ZERO),
            sum((part.realised for part in parts), ZERO),
        )
    return totals
