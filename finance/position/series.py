"""The money over time, with pandas, in whole cents: never a float.

pandas is imported where it is used: it takes a web process 1.4 s and 70 MB, and most pages need none of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from finance.budget.models import Source
from finance.ledger.models import Commitment, Expenditure, Receipt
from regiodeal.deals.models import Deal

if TYPE_CHECKING:
    import pandas as pd

RECEIVED, COMMITTED, SPENT = COLUMNS = ("received", "committed", "spent")
UNDIVIDED = 0  # stands for the line of receipts that are not yet divided over the lines; no row has this key


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
        (kind, line or UNDIVIDED, month, cents(total))
        for kind in kinds
        for line, month, total in bookings[kind]
        .order_by()
        .annotate(month=TruncMonth("booked_on"))
        .values_list("line_id", "month")
        .annotate(total=Sum("amount"))
    ]


def of_source(deal: Deal, source: str) -> list[int]:
    """The lines of a source; with the national ones go the receipts that are not divided yet."""
    lines = dict(deal.budgetline_set.values_list("pk", "source")) | {UNDIVIDED: Source.NATIONAL}
    return [line for line, whose in lines.items() if source == whose]
