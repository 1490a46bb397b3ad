"""The money over time, with pandas, in whole cents: never a float."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from finance.models import Commitment, Expenditure, Receipt, Source
from regiodeal.covenant.models import Deal

RECEIVED, COMMITTED, SPENT = COLUMNS = ("received", "committed", "spent")
UNDIVIDED = 0  # stands for the line of receipts that are not yet divided over the lines; no row has this key


def cents(amount: Decimal) -> int:
    """Euro as whole cents."""
    return int(amount.scaleb(2))


def euros(value: Any) -> Decimal:
    """Whole cents as euro."""
    return Decimal(int(value)).scaleb(-2)


@dataclass(frozen=True)
class Burn:
    """Per month, added up: `received`, `committed` and `spent` in cents (int64), by the last day of the month."""

    frame: pd.DataFrame

    @property
    def rows(self) -> list[tuple[date, Decimal, Decimal, Decimal]]:
        """(last day of the month, received, committed, spent) in euro, for the table under the chart."""
        columns = (self.frame[name] for name in COLUMNS)
        return [(day.date(), *map(euros, row)) for day, *row in zip(self.frame.index, *columns, strict=True)]


@dataclass(frozen=True)
class Monthly:
    """What was booked in each month of the deal: cents (int64), a column per (kind, primary key of the line)."""

    frame: pd.DataFrame

    def of(self, kind: str, lines: Iterable[int]) -> pd.Series:
        """Per month what was booked of a kind on some lines together."""
        chosen = [(kind, line) for line in lines if (kind, line) in self.frame.columns]
        return self.frame[chosen].sum(axis="columns").astype("int64")

    def burn(self, lines: Iterable[int]) -> Burn:
        """The same added up from the start of the deal."""
        wanted = list(lines)
        return Burn(pd.DataFrame({kind: self.of(kind, wanted).cumsum() for kind in COLUMNS}, dtype="int64"))


def monthly(deal: Deal, *, on: date, kinds: tuple[str, ...] = COLUMNS) -> Monthly:
    """The bookings of each month up to `on`, added up by the database, in one query per kind.

    A booking from before the deal counts from its first month.
    """
    months = months_between(deal.in_force_on, on)
    frame = pd.DataFrame(_grouped(deal, on, kinds), columns=["kind", "line", "month", "cents"])
    frame = frame.astype({"line": "int64", "month": "datetime64[s]", "cents": "int64"})
    if months.empty:
        frame = frame.head(0)
    else:
        last_day = frame["month"] + pd.offsets.MonthEnd(0)
        frame["month"] = last_day.mask(last_day < months[0], months[0])
    table = frame.pivot_table(index="month", columns=["kind", "line"], values="cents", aggfunc="sum", fill_value=0)
    return Monthly(table.reindex(months, fill_value=0).astype("int64"))


def months_between(first: date, last: date) -> pd.DatetimeIndex:
    """The last day of each month from that of `first` to that of `last`; none when `last` is earlier."""
    return pd.date_range(first.replace(day=1), last, freq="MS") + pd.offsets.MonthEnd()


def _grouped(deal: Deal, on: date, kinds: tuple[str, ...]) -> list[tuple[str, int, date, int]]:
    bookings: dict[str, QuerySet[Any]] = {
        RECEIVED: Receipt.objects.booked_by(deal, on),
        COMMITTED: Commitment.objects.booked_by(deal, on),
        SPENT: Expenditure.objects.booked_by(deal, on),
    }
    return [
        (kind, line or UNDIVIDED, month, cents(total))
        for kind in kinds
        for line, month, total in bookings[kind]
        .order_by()
        .annotate(month=TruncMonth("booked_on"))
        .values_list("line_id", "month")
        .annotate(total=Sum("amount"))
    ]


def of_source(deal: Deal, source: str | None) -> list[int]:
    """The lines of a source, or all of them; with the national ones go the receipts that are not divided yet."""
    lines = dict(deal.budgetline_set.values_list("pk", "source")) | {UNDIVIDED: Source.NATIONAL}
    return [line for line, whose in lines.items() if source in {None, whose}]


def burn(deal: Deal, *, on: date) -> Burn:
    """What was received, committed and spent up to each month's end."""
    return monthly(deal, on=on).burn(of_source(deal, None))
