"""The forecast of a controller, per budget line and year."""

from django.db import models

from finance.base.money_fields import MoneyField
from finance.budget.models import BudgetLine
from regiodeal.base.constraints import Agrees
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent


class ControllerForecast(RegisterRow):
    """What a controller expects a line to have spent in a bookkeeping year, in euro: the whole year, with the reason.

    In use: it is read in place of what the portal computes for that line and year, as long as the year is not over.
    Off: what the portal computes counts again. It counts in no sum of what was booked.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="controller_forecasts")
    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="controller_forecasts", verbose_name="begrotingsregel"
    )
    year = models.PositiveSmallIntegerField("boekjaar")
    amount = MoneyField("wordt besteed in dit jaar")
    ground = models.CharField("waarom", max_length=300)
    is_off = models.BooleanField("de berekening telt weer", default=False)

    content_fields = ("line", "year", "amount", "ground", "is_off")

    class Meta:
        verbose_name = "prognose van de controller"
        verbose_name_plural = "prognoses van de controller"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "year"],
                name="finance_controllerforecast_once",
                violation_error_message="Voor deze regel en dit jaar is er al een prognose. Werk die bij.",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="finance_controllerforecast_amount"),
            models.CheckConstraint(condition=~models.Q(ground=""), name="finance_controllerforecast_says_why"),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR) & models.Q(year__lte=LAST_YEAR),
                name="finance_controllerforecast_year",
            ),
            Agrees(field="line", on="deal", name="finance_controllerforecast_line_of_deal"),
        ]

    def __str__(self) -> str:
        return f"{self.line.code}, {self.year}"


class ControllerForecastEvent(LifecycleEvent):
    """A change of a forecast of a controller."""

    controller_forecast = models.ForeignKey(ControllerForecast, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een prognose"
        verbose_name_plural = "wijzigingen van prognoses"
