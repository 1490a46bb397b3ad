"""The money over time, with pandas, in whole cents: never a float."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from django.db.models import QuerySet

from finance.models import Expenditure, Receipt
from regiodeal.covenant.models import Deal

COLUMNS = ("received", "spent")


@dataclass(frozen=True)
class Burn:
    """Per month, added up: `received` and `spent` in cents (int64), indexed by the last day of the month."""

    frame: pd.DataFrame

    @property
    def rows(self) -> list[tuple[date, Decimal, Decimal]]:
        """(last day of the month, received, spent) in euro, for the table under the chart."""
        return [
            (day.date(), Decimal(int(received)).scaleb(-2), Decimal(int(spent)).scaleb(-2))
            for day, received, spent in zip(self.frame.index, self.frame["received"], self.frame["spent"], strict=True)
        ]


def burn(deal: Deal, *, on: date) -> Burn:
    """What was received and spent up to each month's end, from the start of the deal to `on`."""
    months = pd.date_range(deal.in_force_on.replace(day=1), on, freq="MS") + pd.offsets.MonthEnd()
    frame = pd.DataFrame(0, index=months, columns=list(COLUMNS), dtype="int64")
    sources: dict[str, QuerySet[Any]] = {
        "received": Receipt.objects.booked_by(deal, on),
        "spent": Expenditure.objects.booked_by(deal, on),
    }
    for column, bookings in sources.items():
        rows = [(day, int(amount.scaleb(2))) for day, amount in bookings.values_list("booked_on", "amount")]
        if not rows or frame.empty:
            continue
        cents = pd.DataFrame(rows, columns=["day", "cents"]).astype({"day": "datetime64[s]", "cents": "int64"})
        month = cents["day"] + pd.offsets.MonthEnd(0)
        month = month.mask(month < months[0], months[0])  # a booking from before the deal counts from its first month
        frame[column] = cents.groupby(month)["cents"].sum().reindex(months, fill_value=0).cumsum().astype("int64")
    return Burn(frame)
