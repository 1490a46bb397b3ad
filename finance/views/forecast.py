"""The forecast: what will have been spent when the deal ends, and how sure is that?"""

from typing import Any

from finance import charts
from finance.models import Source
from finance.position import position
from finance.series import monthly, of_source
from finance.views.base import MoneyDealPage
from regiodeal.covenant.roles import Right


class ForecastPage(MoneyDealPage):
    """The forecast per line with its assumption, and the course of each source in a chart."""

    right = Right.SEE_DEAL
    title = "Prognose"
    template_name = "finance/forecast.html"
    is_revalidated = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Forecast and charts as of the reference date."""
        months = monthly(self.deal, on=self.on)
        money = position(self.deal, on=self.on, months=months)
        return super().get_context_data(
            money=money,
            sums=[(label, money.total(source=source)) for source, label in Source.choices],
            total=money.total(),
            charts=[
                charts.course(months.burn(of_source(self.deal, source)), money, source, str(label))
                for source, label in Source.choices
            ],
            **kwargs,
        )
