"""The money in hand at the end of each month, as of a date: booked up to it, expected and still to be paid after it.

Up to the date: what was received less what was paid (spent), as it was booked. After it: the instalments that are
expected, each in its month, less what was committed and is not paid yet, spread evenly over the months that are left
of the deal. What is too late or is expected this month stands in the month of the date. No spending is guessed.
"""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from finance.base.amounts import ZERO, split
from finance.budget.models import Source
from finance.ledger.models import Receipt
from finance.liquidity.models import ExpectedReceipt
from finance.position.figures import LinePosition, Position
from finance.position.forecast import RECEIVED, SPENT, euros, months_between
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import as_of


@dataclass(frozen=True)
class Instalment:
    """An instalment as of a date, and what came in by it (euro); None while it is expected or when it is off."""

    row: ExpectedReceipt
    on: date
    came: Decimal | None

    @property
    def is_expected(self) -> bool:
        """Tell whether it is still to come."""
        return self.came is None and not self.row.is_off

    @property
    def is_late(self) -> bool:
        """Tell whether the day on which it was expected has gone by."""
        return self.is_expected and self.row.expected_on < self.on

    @property
    def is_uncertain(self) -> bool:
        """Tell whether it hangs on a condition that was not met by the date."""
        met = self.row.met_on
        return self.is_expected and bool(self.row.depends_on) and (met is None or met > self.on)

    @property
    def state(self) -> str:
        """Return how far it is, for people."""
        if self.came is not None:
            return "ontvangen"
        if self.row.is_off:
            return "gaat niet door"
        return "te laat" if self.is_late else "verwacht"

    @property
    def difference(self) -> Decimal:
        """Return what came in beyond what was expected, in euro; negative for less."""
        return ZERO if self.came is None else self.came - self.row.amount


@dataclass(frozen=True)
class MoneyMonth:
    """A month, by its last day; euro. `uncertain` is the part of `expected` whose condition is not met.

    `balance` is what is in hand at its end, `sure` the same without anything uncertain.
    """

    last_day: date
    received: Decimal
    paid: Decimal
    expected: Decimal
    uncertain: Decimal
    owed: Decimal
    balance: Decimal
    sure: Decimal

    @property
    def year(self) -> int:
        """Return the year that it is in."""
        return self.last_day.year


@dataclass(frozen=True)
class Liquidity:
    """The months of the deal, the instalments, and what is still to be paid (`owed`) and in no instalment yet.

    `by_controller` are the lines, by name, of which what is to be paid follows the forecast of a controller.
    """

    on: date
    months: tuple[MoneyMonth, ...]
    instalments: tuple[Instalment, ...]
    owed: Decimal
    unplanned: Decimal
    by_controller: tuple[str, ...] = ()

    @property
    def now(self) -> Decimal:
        """Return what is in hand on the date: received less paid."""
        return sum((row.received - row.paid for row in self.months), ZERO)

    @property
    def expected(self) -> Decimal:
        """Return what is still to come in by the instalments."""
        return sum((row.row.amount for row in self.instalments if row.is_expected), ZERO)

    @property
    def ahead(self) -> tuple[MoneyMonth, ...]:
        """The month of the date and those after it; the last one when the term has gone by."""
        found = tuple(row for row in self.months if row.last_day >= self.on)
        return found or self.months[-1:]

    @property
    def lowest(self) -> MoneyMonth | None:
        """Return the month ahead at whose end least is in hand; the first of them."""
        return min(self.ahead, key=lambda row: row.balance, default=None)

    @property
    def lowest_sure(self) -> MoneyMonth | None:
        """The same, when nothing comes in that hangs on a condition which is not met."""
        return min(self.ahead, key=lambda row: row.sure, default=None)

    @property
    def years(self) -> list[MoneyMonth]:
        """Per year the sums of its months, with what is in hand at its end."""
        found: dict[int, list[MoneyMonth]] = {}
        for row in self.months:
            found.setdefault(row.year, []).append(row)
        return [_added(rows) for rows in found.values()]

    @property
    def total(self) -> MoneyMonth | None:
        """The sums over all months."""
        return _added(self.months) if self.months else None


def _added(rows: Sequence[MoneyMonth]) -> MoneyMonth:
    names = ("received", "paid", "expected", "uncertain", "owed")
    sums = {name: sum((getattr(row, name) for row in rows), ZERO) for name in names}
    return MoneyMonth(rows[-1].last_day, **sums, balance=rows[-1].balance, sure=rows[-1].sure)


def liquidity(money: Position, source: Source) -> Liquidity:
    """The liquidity of a source with its parts, from a position that has its months received and spent."""
    assert money.months is not None
    within = money.sources.within(source.code)
    found = instalments(money.deal, money.on, within)
    lines = [row for row in money.lines if row.line and row.source.code in within]
    places = [row.line.pk for row in lines if row.line] + [-row.pk for row in money.sources.rows if row.code in within]
    booked: dict[date, tuple[Decimal, Decimal]] = {}
    columns = (money.months.of(kind, places) for kind in (RECEIVED, SPENT))
    for day, received, paid in zip(money.months.frame.index, *columns, strict=True):
        booked[day.date()] = euros(received), euros(paid)
    amounts = money.total(source=source.code)
    planned = sum((row.row.amount for row in found if row.is_expected), ZERO)
    unplanned = max(amounts.agreed - amounts.received - planned, ZERO)
    months = tuple(_months(money, booked, found, lines))
    owed = sum((row.owed for row in months), ZERO)
    told = tuple(row.label for row in lines if row.forecast.by_controller)
    return Liquidity(money.on, months, tuple(found), owed, unplanned, told)


def instalments(deal: Deal, on: date, within: Collection[str] | None = None) -> list[Instalment]:
    """The instalments as they stood on the day, of the sources with these codes or of all.

    In one query, and one more where a receipt is named by which one came in.
    """
    rows = ExpectedReceipt.objects.filter(deal=deal).select_related("contributor", "receipt")
    stood = [row for row in as_of(rows, on) if within is None or row.contributor.code in within]
    came = {row.receipt_id for row in stood if row.receipt_id}
    receipts = Receipt.objects.booked_by(deal, on).annotate(first_row=Coalesce("corrects_id", F("pk")))
    by_first_row = receipts.filter(first_row__in=came).order_by().values_list("first_row")
    sums = dict(by_first_row.annotate(came=Sum("amount"))) if came else {}
    return [
        Instalment(row, on, sums.get(row.receipt_id) if row.receipt_id else None)
        for row in sorted(stood, key=lambda row: (row.expected_on, row.pk))
    ]


def _months(
    money: Position,
    booked: dict[date, tuple[Decimal, Decimal]],
    found: Sequence[Instalment],
    lines: Sequence[LinePosition],
) -> list[MoneyMonth]:
    open_ones = [row for row in found if row.is_expected]
    due = [row.due_on for row in money.planned if row.line in {line.line.pk for line in lines if line.line}]
    last = max(money.on, money.deal.ends_on, *(row.row.expected_on for row in open_ones), *due)
    days = [each.date() for each in months_between(money.deal.in_force_on, last)]
    current = next((day for day in days if day >= money.on), days[-1])
    left = [day for day in days if current < day and day.replace(day=1) <= money.deal.ends_on] or [current]
    parts = _owed(money, lines, left, current)
    rows, balance, sure = [], ZERO, ZERO
    for day in days:
        received, paid = booked.get(day, (ZERO, ZERO))
        comes = [row for row in open_ones if _month_of(row, days, current) == day]
        expected = sum((row.row.amount for row in comes), ZERO)
        uncertain = sum((row.row.amount for row in comes if row.is_uncertain), ZERO)
        balance += received - paid + expected - parts.get(day, ZERO)
        sure += received - paid + expected - uncertain - parts.get(day, ZERO)
        rows.append(MoneyMonth(day, received, paid, expected, uncertain, parts.get(day, ZERO), balance, sure))
    return rows


def _owed(money: Position, lines: Sequence[LinePosition], left: Sequence[date], current: date) -> dict[date, Decimal]:
    """What is to be paid by month: what a controller expects of a year within it, else what is committed and not paid.

    What is committed beyond what a controller expects is paid in the years of which nothing was said: by its payment
    plan in the month of its day (what is late in the current one), and the rest in equal parts.
    """
    parts: dict[date, Decimal] = {}
    rests: dict[tuple[date, ...], Decimal] = {}
    for row in lines:
        expected = {each.year: each.to_spend for each in row.forecast.years if each.counts}
        for year, amount in expected.items():
            own = tuple(day for day in left if day.year == year) or (current,)
            rests[own] = rests.get(own, ZERO) + amount
        free = tuple(day for day in left if day.year not in expected)
        rest = row.amounts.outstanding - sum(expected.values(), ZERO)
        for payment in money.planned:
            month = _end_of_month(max(payment.due_on, current))
            if row.line and payment.line == row.line.pk and month.year not in expected and rest > ZERO:
                part = min(payment.amount, rest)
                parts[month] = parts.get(month, ZERO) + part
                rest -= part
        if free and rest > ZERO:
            rests[free] = rests.get(free, ZERO) + rest
    for days, amount in rests.items():
        for day, part in split(amount, dict.fromkeys(days, Decimal(1))).items():
            parts[day] = parts.get(day, ZERO) + part
    return parts


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _month_of(row: Instalment, days: Sequence[date], current: date) -> date:
    """The month in which an instalment is expected: that of the date for one that is late."""
    return next(day for day in days if day >= max(row.row.expected_on, current.replace(day=1)))
