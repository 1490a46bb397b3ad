"""The position: what was agreed, received, committed and spent, what room is left, and what is expected, on a date.

Computed here and nowhere else. All amounts are `Decimal` euros with cents, including btw.
"""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery

from finance.base.amounts import ZERO
from finance.budget.models import AgreedTotal, BudgetLine, Source
from finance.budget.sources import DealSources, sources_of
from finance.caps.cap_position import (
    CapBases,
    CapPosition,
    RecordedDeviation,
    base_at_the_end,
    cap_amount,
    cap_base,
    largest_base,
)
from finance.caps.models import Cap, CapDeviation
from finance.forecasts.models import ControllerForecast
from finance.payment_plans.planned import PlannedPayment, planned_payments
from finance.position import sums
from finance.position.figures import UNDIVIDED, Amounts, LinePosition, Position, PromisedAmounts, amounts_of, by
from finance.position.forecast import SPENT, Horizon, Monthly, SpendingForecast, forecast, horizon, monthly, per_year
from finance.position.sums import SumCell, cells
from regiodeal.deals.in_force import Terms, terms
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import as_of

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
CAP_FIELDS = (
    *("id", "code", "article", "title", "subject", "rate", "base", "base_source_id"),
    *("position", "agreed_from"),
)


def position(
    deal: Deal, *, on: date, with_forecast: bool = True, months: Monthly | None = None, by_project: bool = False
) -> Position:
    """The position of the deal at the end of `on`, in six queries of its own, however many bookings there are.

    Three less without the forecast, where no page shows it: then each forecast says that nobody asked. One less, too,
    with the `months` up to that day, where a page has them. One more where the changes of the covenant were not fetched
    along with the deal. With `by_project` its cells also say of which project they are; no amount differs by it.
    """
    agreed = terms(deal, on=on)
    sources = sources_of(deal)
    lines, caps = _agreed(agreed, sources)
    if with_forecast and months is None:
        months = monthly(deal, on=on, kinds=(SPENT,))
    expected = tuple(as_of(ControllerForecast.objects.filter(deal=deal), on)) if months is not None else ()
    planned = planned_payments(deal, on) if months is not None else ()
    found = cells(deal, on, by_project=by_project)
    return _assemble(agreed.deal_itself(), on, (sources, lines, caps, Ahead(expected, planned)), found, months)


def with_cells(money: Position, *extra: SumCell) -> Position:
    """The position as it would be with these sums too: what a booking would do, before it is there."""
    return _assemble(money.deal, money.on, _parts(money), (*money.cells, *extra), money.months)


def reallocated(money: Position, *, source: str, target: str, amount: Decimal) -> Position:
    """The position as it would be had `amount` euro been agreed for the `target` line instead of the `source` line.

    Raises KeyError for a line that is not there. Nothing is stored: a change of the division needs art. 12.
    """
    money.of_line(source), money.of_line(target)
    sources, lines, caps, told = _parts(money)
    change = {source: -amount, target: amount}
    moved = [_with_amount(line, line.amount + change.get(line.code, ZERO)) for line in lines]
    return _assemble(money.deal, money.on, (sources, moved, caps, told), money.cells, money.months)


def _with_amount(line: BudgetLine, amount: Decimal) -> BudgetLine:
    drafted = copy(line)
    drafted.amount = amount
    return drafted


@dataclass(frozen=True)
class Ahead:
    """What people say of the time ahead: the forecasts of a controller, and what is to be paid by payment plans."""

    expected: tuple[ControllerForecast, ...] = ()
    planned: tuple[PlannedPayment, ...] = ()


type AgreedMoney = tuple[DealSources, list[BudgetLine], list[tuple[Cap, RecordedDeviation | None]], Ahead]


def _parts(money: Position) -> AgreedMoney:
    lines = [row.line for row in money.lines if row.line]
    return money.sources, lines, [(cap.cap, cap.deviation) for cap in money.caps], Ahead(money.expected, money.planned)


def _assemble(
    deal: Deal,
    on: date,
    agreed: AgreedMoney,
    found: tuple[SumCell, ...],
    months: Monthly | None,
) -> Position:
    sources, lines, caps, told = agreed
    codes = {line.pillar_id: line.pillar.code for line in lines if line.pillar}
    ahead = horizon(deal, on=on)
    positions = [
        _expecting(_line_position(line, own, codes), own, months, ahead, told)
        for line in lines
        for own in [[cell for cell in found if cell.line == line.pk]]
    ]
    national = next((row for row in sources.rows if row.is_national), None)
    for source in sources.rows:
        undivided = [cell for cell in found if cell.line is None and cell.contributor == source.code]
        amounts, pending = amounts_of(undivided), amounts_of(undivided, sums.WAITING)
        if amounts != Amounts() or pending != Amounts():
            code = UNDIVIDED if source == national else f"{UNDIVIDED}-{source.code}"
            positions.append(LinePosition(None, amounts, source, pending, undivided_code=code))
    money = Position(
        *(deal, on, tuple(positions), (), ahead),
        months=months,
        cells=found,
        sources=sources,
        expected=told.expected,
        planned=told.planned,
    )
    of_line = {p.line.pk: p for p in positions if p.line}
    standing = [(cap, of_line[cap.budget_line_id], deviation) for cap, deviation in caps]
    stands = tuple(_cap_position(money, cap, row, deviation) for cap, row, deviation in standing)
    return replace(money, lines=tuple(_capped(row, stands) for row in positions), caps=stands)


def _cap_position(money: Position, cap: Cap, row: LinePosition, deviation: RecordedDeviation | None) -> CapPosition:
    def bases(source: Source | None, side: str | None) -> CapBases:
        amounts = money.total(source=source.code if source else None, side=side)
        within = money.sources.within(source.code) if source else None
        chosen = [row for row in money.sources.rows if within is None or row.code in within]
        paying = [row.code for row in chosen if side in {None, row.side}]
        received = sum((paid.received for code, paid in money.by_contributor.items() if code in paying), ZERO)
        brought = sum((money.brought_in(row) for row in chosen), ZERO)
        return CapBases(received, amounts.agreed, brought, amounts.spent, amounts.forecast)

    base, amounts = cap_base(cap, bases), row.amounts
    most, last = largest_base(cap, base, bases), base_at_the_end(cap, base, bases)
    return CapPosition(cap, base, amounts.spent, deviation, row.pending.spent, amounts.bound, most, last)


def _capped(row: LinePosition, caps: tuple[CapPosition, ...]) -> LinePosition:
    """The line with the lowest cap on it, which holds back what was agreed above it: one room, the lower of the two."""
    own = [cap for cap in caps if row.line and cap.cap.budget_line_id == row.line.pk]
    if not own:
        return row
    lowest = min(own, key=lambda cap: cap.amount)
    held_back = max(row.amounts.agreed - lowest.amount, ZERO)
    return replace(row, cap=lowest, amounts=replace(row.amounts, held_back=held_back))


def _expecting(
    position: LinePosition,
    found: list[SumCell],
    months: Monthly | None,
    ahead: Horizon,
    said: Ahead,
) -> LinePosition:
    """The position of a line with its forecast; without one where nobody asked for the months."""
    assert position.line is not None
    amounts = position.amounts
    if months is None:
        return replace(position, amounts=replace(amounts, forecast=None), forecast=SpendingForecast.NOT_ASKED)
    line = position.line.pk
    computed = forecast(line, months, ahead, spent=amounts.spent, outstanding=amounts.outstanding)
    spent = {year: own.spent for year, own in by(found, lambda cell: cell.year).items() if own.spent}
    due = [(row.due_on, row.amount) for row in said.planned if row.line == line]
    expected = (row for row in said.expected if row.line_id == line)
    told = per_year(computed, ahead, spent=spent, planned=due, expected=expected)
    return replace(position, amounts=replace(amounts, forecast=told.amount), forecast=told)


def _line_position(line: BudgetLine, found: list[SumCell], codes: dict[int | None, str]) -> LinePosition:
    also: dict[str, Decimal] = {}
    for cell in found:
        if cell.what == sums.ALSO_SERVES:
            code = codes.get(cell.pillar, "")
            also[code] = also.get(code, ZERO) + cell.amount
    return LinePosition(
        line,
        amounts_of(found, agreed=line.amount),
        line.source,
        amounts_of(found, sums.WAITING),
        tuple(sorted(also.items())),
    )


def _agreed(agreed: Terms, sources: DealSources) -> tuple[list[BudgetLine], list[tuple[Cap, RecordedDeviation | None]]]:
    """The budget lines and caps as agreed on the date, each cap with the deviation decided by then, in one query.

    A cap whose line has lapsed holds nothing back any more.
    """
    deviation = CapDeviation.objects.in_force(agreed.on).filter(cap=OuterRef("caps"))
    rows: Any = (
        BudgetLine.objects.filter(deal=agreed.deal)
        .select_related("pillar", "source")
        .annotate(
            **{f"cap_{name}": F(f"caps__{name}") for name in CAP_FIELDS},
            **{f"deviation_{name}": Subquery(deviation.values(name)[:1]) for name in ("pk", "rate", "amount")},
        )
        .order_by("position", "pk", "caps__position", "caps__pk")
    )
    by_pk: dict[int, BudgetLine] = {}
    caps = []
    of_pk: dict[int | None, Source] = {source.pk: source for source in sources.rows}
    for row in rows:
        line = by_pk.setdefault(row.pk, row)
        if row.cap_id:
            own = {name: getattr(row, f"cap_{name}") for name in CAP_FIELDS}
            decided = RecordedDeviation(row.deviation_pk, row.deviation_rate, row.deviation_amount)
            cap = Cap(deal=agreed.deal, budget_line=line, base_source=of_pk.get(own.pop("base_source_id")), **own)
            caps.append((cap, decided if row.deviation_pk else None))
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

    Those of one contributor stand together, so that a page can say once what came in from it.
    Each counts the contributors of its own source alone; that of a larger source counts those of all its parts.
    """
    rows = AgreedTotal.objects.filter(deal=money.deal).select_related("contributor")
    totals: list[Any] = terms(money.deal, on=money.on).apply(rows)
    for total in totals:
        total.received = money.received_from(total.contributor.code)
        total.promised = money.promised(contributor=total.contributor.code)
    order = list(dict.fromkeys(total.contributor.code for total in totals))
    return sorted(totals, key=lambda total: order.index(total.contributor.code))
