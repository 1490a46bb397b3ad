"""The forecast: what will have been spent when the deal ends, as of a date. One small sum, said in full.

The pace of a line is what was spent in its last whole months (twelve, or as many as there were), per month. Going on
at that pace gives one outcome; paying what is committed gives another, which must be paid in any case. The forecast is
the higher of the two. Where the past says too little of the pace, what is committed is what is known: a line that is
paid once a year has that as its forecast. Without commitments there is none, and a reason instead of a guess.

pandas is imported where it is used: it takes a web process 1.4 s and 70 MB, and most pages need none of it.

All in whole cents: (spent in the window * months left) / months in the window, rounded half up, once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from finance.base.amounts import ZERO, split
from finance.budget.models import Source
from finance.forecasts.models import ControllerForecast
from finance.ledger.models import Commitment, Expenditure, Receipt
from regiodeal.base.dutch import day, euro
from regiodeal.deals.models import Deal

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 12  # months
FEWEST_MONTHS = 6  # whole months of the deal, before a pace means anything
FEWEST_SPENT = 3  # months of the window in which something was spent
RECEIVED, COMMITTED, SPENT = COLUMNS = ("received", "committed", "spent")


def cents(amount: Decimal) -> int:
    """Return euro as whole cents."""
    return int(amount.scaleb(2))


def euros(value: Any) -> Decimal:
    """Return whole cents as euro."""
    return Decimal(int(value)).scaleb(-2)


@dataclass(frozen=True)
class Burn:
    """Per month, added up: `received`, `committed` and `spent` in cents (int64), by the last day of the month."""

    frame: "pd.DataFrame"

    @property
    def rows(self) -> list[tuple[date, Decimal, Decimal, Decimal]]:
        """(last day of the month, received, committed, spent) in euro, for the table under the chart."""
        columns = (self.frame[name] for name in COLUMNS)
        return [(day.date(), *map(euros, row)) for day, *row in zip(self.frame.index, *columns, strict=True)]


@dataclass(frozen=True)
class Monthly:
    """Holds what was booked in each month of the deal: cents (int64), a column per (kind, primary key of the line)."""

    frame: "pd.DataFrame"

    @property
    def _columns(self) -> list[tuple[str, int]]:
        columns: list[Any] = self.frame.columns.to_list()
        return columns

    def of(self, kind: str, lines: Collection[int] | None = None) -> "pd.Series":
        """Per month what was booked of a kind on some lines together; on all of them where none are named."""
        import pandas as pd

        chosen = [
            place
            for place, (what, line) in enumerate(self._columns)
            if what == kind and (lines is None or line in lines)
        ]
        return pd.Series(self.frame.to_numpy()[:, chosen].sum(axis=1), index=self.frame.index, dtype="int64")

    def burn(self, lines: Collection[int] | None = None) -> Burn:
        """Return what was received, committed and spent up to each month's end, on some lines or on all."""
        import pandas as pd

        return Burn(pd.DataFrame({kind: self.of(kind, lines).cumsum() for kind in COLUMNS}, dtype="int64"))


def monthly(deal: Deal, *, on: date, kinds: tuple[str, ...] = COLUMNS) -> Monthly:
    """The bookings of each month up to `on`, added up by the database, in one query per kind.

    A booking from before the deal counts from its first month.
    """
    import pandas as pd

    months = months_between(deal.in_force_on, on)
    place = {(month.year, month.month): number for number, month in enumerate(months)}
    sums: dict[tuple[str, int], list[int]] = {}
    for kind, line, month, amount in _grouped(deal, on, kinds) if place else ():
        sums.setdefault((kind, line), [0] * len(months))[place.get((month.year, month.month), 0)] += amount
    return Monthly(pd.DataFrame(sums, index=months, dtype="int64"))


def months_between(first: date, last: date) -> "pd.DatetimeIndex":
    """The last day of each month from that of `first` to that of `last`; none when `last` is earlier."""
    import pandas as pd

    return pd.date_range(first.replace(day=1), last, freq="MS") + pd.offsets.MonthEnd()


def _grouped(deal: Deal, on: date, kinds: tuple[str, ...]) -> list[tuple[str, int, date, int]]:
    bookings: dict[str, QuerySet[Any]] = {
        RECEIVED: Receipt.objects.booked_by(deal, on),
        COMMITTED: Commitment.objects.booked_by(deal, on),
        SPENT: Expenditure.objects.booked_by(deal, on),
    }
    return [
        (kind, _place(line, *contributor), month, cents(total))
        for kind in kinds
        for line, month, *contributor, total in bookings[kind]
        .order_by()
        .annotate(month=TruncMonth("booked_on"))
        .values_list("line_id", "month", *(["contributor_id"] if kind == RECEIVED else []))
        .annotate(total=Sum("amount"))
    ]


def _place(line: int | None, contributor: int = 0) -> int:
    """The key of a line; for a receipt that is not divided yet, less than nothing, that of who paid it."""
    return -contributor if line is None else line


def of_source(deal: Deal, source: Source) -> list[int]:
    """The places of a source itself in `Monthly`: its lines, and the receipts from it that are not divided yet."""
    return [*deal.budgetline_set.filter(source=source).values_list("pk", flat=True), _place(None, source.pk)]


@dataclass(frozen=True)
class Horizon:
    """The months that a forecast made on a date looks back at, and those that it looks ahead to."""

    on: date
    ends_on: date
    last_whole_month: date | None
    whole_months: int
    months_left: int

    @property
    def window(self) -> int:
        """Return how many months the pace is taken of."""
        return min(self.whole_months, WINDOW)

    @property
    def is_over(self) -> bool:
        """Tell whether the term of the deal has gone by."""
        return self.on >= self.ends_on

    @property
    def months_per_year(self) -> dict[int, int]:
        """Return how many of the months ahead lie in each year, from that of the date; none when the term is over."""
        if self.is_over:
            return {}
        last = 12 * self.ends_on.year + self.ends_on.month  # months are counted from the year 0
        found = Counter((month - 1) // 12 for month in range(last - self.months_left + 1, last + 1))
        return {year: found[year] for year in range(self.on.year, self.ends_on.year + 1)}

    @property
    def assumption(self) -> str:
        """Return how the forecast is made, for people."""
        if self.is_over:
            return f"De looptijd is voorbij sinds {day(self.ends_on)}: de prognose is wat is besteed."
        if self.last_whole_month is None or self.whole_months < FEWEST_MONTHS:
            return _too_early(self.whole_months)
        return (
            f"Het tempo is het gemiddelde per maand over de laatste {self.window} hele maanden, tot en met "
            f"{day(self.last_whole_month)}. Eén uitkomst is: dat tempo gaat door in de {self.months_left} maanden tot "
            f"en met {day(self.ends_on)}. De andere is: wat is verplicht en nog niet is betaald, wordt betaald, en "
            "daarna niets meer. De prognose is de hoogste van die twee. Zij is een rekensom en geen belofte."
        )


@dataclass(frozen=True)
class YearForecast:
    """A line in a bookkeeping year, in euro: spent so far, what it comes to as computed, and as a controller expects.

    `computed` is None where that cannot be told. `counts` tells whether the controller's is read: not in a year that is
    over, of which only what was spent counts.
    """

    year: int
    spent: Decimal
    computed: Decimal | None
    controller: ControllerForecast | None = None
    counts: bool = False

    @property
    def amount(self) -> Decimal | None:
        """Return what the year comes to: the controller's where it counts, else as computed."""
        return self.controller.amount if self.controller and self.counts else self.computed

    @property
    def to_spend(self) -> Decimal:
        """Return what is still to be spent in the year as the controller expects."""
        return max((self.amount or self.spent) - self.spent, ZERO)

    @property
    def is_below_spent(self) -> bool:
        """Tell whether more was spent in the year than its forecast."""
        return self.counts and self.amount is not None and self.amount < self.spent


@dataclass(frozen=True)
class SpendingForecast:
    """A forecast of what a line will have spent at the end of the deal, in euro; None with a reason without one."""

    amount: Decimal | None
    reason: str = ""
    pace: Decimal | None = None
    outstanding: Decimal = ZERO
    years: tuple["YearForecast", ...] = ()
    computed: Decimal | None = None  # what `amount` is without a controller

    @property
    def by_controller(self) -> bool:
        """Tell whether a controller said what will be spent in one of the years."""
        return any(each.counts for each in self.years)

    NOTHING: ClassVar["SpendingForecast"]
    NOT_ASKED: ClassVar["SpendingForecast"]


SpendingForecast.NOTHING = SpendingForecast(ZERO)
SpendingForecast.NOT_ASKED = SpendingForecast(None)


def horizon(deal: Deal, *, on: date) -> Horizon:
    """The months behind and ahead of a date. The month in which the deal ends counts as a month."""
    whole = [month.date() for month in months_between(deal.in_force_on, on) if month.date() <= on]
    term = len(months_between(deal.in_force_on, deal.ends_on))
    last = whole[-1] if whole else None
    return Horizon(on, deal.ends_on, last, len(whole), max(term - len(whole), 0))


def forecast(line: int, money: Monthly, ahead: Horizon, *, spent: Decimal, outstanding: Decimal) -> SpendingForecast:
    """The forecast of a line: `spent` so far and `outstanding` (committed and not paid yet) in euro."""
    promised = max(outstanding, ZERO)
    if ahead.is_over:
        return SpendingForecast(spent, outstanding=promised)
    if ahead.last_whole_month is None or ahead.whole_months < FEWEST_MONTHS:
        return SpendingForecast(None, _too_early(ahead.whole_months), outstanding=promised)
    import pandas as pd  # here, and not above: it is slow

    months = money.of(SPENT, [line])
    months = months[months.index <= pd.Timestamp(ahead.last_whole_month)]
    window = months.tail(ahead.window)
    active, total = int((window != 0).sum()), int(window.sum())
    if active < FEWEST_SPENT and promised:
        return SpendingForecast(spent + promised, f"{_too_little(active, ahead.window)}{KNOWN}", outstanding=promised)
    if active < FEWEST_SPENT:
        return SpendingForecast(None, _too_little(active, ahead.window), outstanding=promised)
    if total < 0:
        return SpendingForecast(
            None, f"In de laatste {ahead.window} maanden kwam meer terug dan er is besteed.", None, promised
        )
    going_on = euros(int(months.sum()) + _share(total * ahead.months_left, ahead.window))
    return SpendingForecast(
        max(going_on, spent + promised), pace=euros(_share(total, ahead.window)), outstanding=promised
    )


def per_year(
    found: SpendingForecast,
    ahead: Horizon,
    *,
    spent: Mapping[int, Decimal],
    planned: Iterable[tuple[date, Decimal]] = (),
    expected: Iterable[ControllerForecast] = (),
) -> SpendingForecast:
    """The forecast of a line per bookkeeping year, with what a controller expects in place of what is computed.

    `spent` is euro per year, `planned` what is to be paid by payment plans: (day, euro). Of what is computed beyond
    what was spent, that is in the year of its day (what is late in that of the date, what is due after the end in the
    last year), and the rest is divided over the months ahead, the odd cents to the first year. Without a computed
    forecast there is one only where a controller expects something of each year ahead.
    """
    own = {row.year: row for row in expected if not row.is_off}
    left = ahead.months_per_year
    weights = {year: Decimal(count) for year, count in left.items() if count}
    parts: dict[int, Decimal] = {}
    if found.amount is not None and weights:
        rest = found.amount - sum(spent.values(), ZERO)
        for on, due in planned:
            year, part = min(max(on.year, ahead.on.year), ahead.ends_on.year), max(min(due, rest), ZERO)
            parts[year] = parts.get(year, ZERO) + part
            rest -= part
        for year, part in split(rest, weights).items():
            parts[year] = parts.get(year, ZERO) + part
    years = tuple(
        YearForecast(
            year,
            spent.get(year, ZERO),
            _year_computed(year, found.amount, left, spent, parts),
            own.get(year),
            counts=year in own and year in left,
        )
        for year in sorted({*spent, *left, *own})
    )
    if not any(each.counts for each in years):
        return replace(found, years=years, computed=found.amount)
    told = ", ".join(f"in {each.year} {euro(each.amount)}" for each in years if each.counts and each.amount is not None)
    reason = f"De controller verwacht {told}."
    unknown = [str(each.year) for each in years if each.amount is None]
    if unknown:
        reason += f" Van {' en '.join(unknown)} is er geen prognose. {found.reason}"
    elif found.amount is not None:
        reason += f" Berekend is {euro(found.amount)}."
    amount = None if unknown else sum((each.amount or ZERO for each in years), ZERO)
    return replace(found, amount=amount, reason=reason.strip(), years=years, computed=found.amount)


def _year_computed(
    year: int,
    whole: Decimal | None,
    left: Mapping[int, int],
    spent: Mapping[int, Decimal],
    parts: Mapping[int, Decimal],
) -> Decimal | None:
    """What a year comes to as computed: what was spent in it, and its part of what is to come."""
    if whole is None and year in left:
        return None
    return spent.get(year, ZERO) + parts.get(year, ZERO)


def path(ahead: Horizon, spent: Decimal, expected: Decimal) -> list[tuple[date, Decimal]]:
    """The amounts on the way from `spent` on the date to `expected` at the end: a straight line, to the cent.

    The dates are the last days of the months ahead; the first is the date itself. Empty when the term is over.
    """
    days = [month.date() for month in months_between(ahead.on, ahead.ends_on) if ahead.on < month.date()]
    steps = [ahead.on, *(min(each, ahead.ends_on) for each in days)]
    begin, rise, count = cents(spent), cents(expected - spent), len(steps) - 1
    return [(on, euros(begin + _share(rise * step, count))) for step, on in enumerate(steps)] if count else []


def _share(value: int, parts: int) -> int:
    """Whole cents, rounded half up: 1,000 cents over 12 months is 83."""
    return (2 * value + parts) // (2 * parts)


KNOWN = " Wel bekend is wat is besteed en verplicht: dat is hier de prognose."


def _too_early(months: int) -> str:
    return f"Te weinig gegevens: er zijn {months} hele maanden voorbij. Een prognose kan vanaf {FEWEST_MONTHS} maanden."


def _too_little(active: int, window: int) -> str:
    return (
        f"Te weinig gegevens: in {active} van de laatste {window} maanden is iets besteed. "
        f"Een prognose kan vanaf {FEWEST_SPENT} maanden."
    )
