"""The page of the money: how much room, and does it hold?"""

from typing import Any

from finance import charts
from finance.models import Commitment, Expenditure, Receipt, Source
from finance.position import position
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
        series = burn(self.deal, on=self.on)
        by_source = [(label, money.total(source=source)) for source, label in Source.choices]
        line = self.request.GET.get("regel", "")
        return super().get_context_data(
            money=money,
            sources=by_source,
            total=money.total(),
            burn=series,
            line_chart=charts.bars([(row.label, row.amounts) for row in money.lines]),
            burn_chart=charts.burn(series, money),
            line=line,
            **self._ledger(line),
            **kwargs,
        )

    def _ledger(self, line: str) -> dict[str, Any]:
        """The bookings up to the reference date; of one budget line when its code is asked for."""
        rows = {
            "receipts": Receipt.objects.booked_by(self.deal, self.on).select_related("line__pillar"),
            "commitments": Commitment.objects.booked_by(self.deal, self.on).select_related("line__pillar", "measure"),
            "expenditures": Expenditure.objects.booked_by(self.deal, self.on).select_related("line__pillar", "measure"),
        }
        return {name: queryset.filter(line__code=line) if line else queryset for name, queryset in rows.items()}
