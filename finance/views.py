"""The page of the money: how much room, and does it hold?"""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from finance import charts
from finance.gauges import gauges
from finance.models import Commitment, Expenditure, Receipt
from finance.position import ZERO, Position, contributions, position
from finance.series import burn
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage


class MoneyPage(DealPage):
    """The position per line, the cap with its formula, the burn, and the bookings behind the figures."""

    right = Right.SEE_DEAL
    section = "money"
    title = "Financiën"
    template_name = "finance/money.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Position, charts and ledger as of the reference date."""
        money = position(self.deal, on=self.on)
        address = reverse("money", args=[self.deal.slug])
        rows = [(row.label, row.amounts) for row in money.lines]
        return super().get_context_data(
            money=money,
            contributions=contributions(self.deal, on=self.on),
            gauges=gauges(money, url=f"{address}#positie-titel"),
            line_chart=charts.bars("positie", "Positie per begrotingsregel", rows),
            burn_chart=charts.burn(burn(self.deal, on=self.on), money),
            **self._ledger(money),
            **kwargs,
        )

    def _ledger(self, money: Position) -> dict[str, Any]:
        """The bookings up to the reference date; of one budget line when its code is asked for (`?regel=A-rijk`)."""
        bookings: dict[str, QuerySet[Any]] = {
            "receipts": Receipt.objects.booked_by(self.deal, self.on).select_related("line__pillar"),
            "commitments": Commitment.objects.booked_by(self.deal, self.on).select_related("line__pillar", "measure"),
            "expenditures": Expenditure.objects.booked_by(self.deal, self.on).select_related("line__pillar", "measure"),
        }
        wanted = self.request.GET.get("regel", "")
        line = next((row.line for row in money.lines if row.line and row.line.code == wanted), None)
        if line is not None:
            bookings = {name: rows.filter(line=line) for name, rows in bookings.items()}
        sums = {name: sum((row.amount for row in rows), ZERO) for name, rows in bookings.items()}
        return {"line": line, "sums": sums, **bookings}
