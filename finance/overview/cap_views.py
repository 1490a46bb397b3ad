"""The caps, and the deviations from them that were decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.caps.forms import DeviationForm
from finance.caps.models import CapDeviation
from finance.position.charts import cap_gauge
from finance.position.money_position import position
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context


class CapDeviations(MoneyDealPage):
    """Each cap with its formula, and what was decided to let it be another, "onder omstandigheden"."""

    right = Right.SEE_DEAL
    title = "Grens en afwijkingen"
    template_name = "finance/overview/cap_deviations.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The caps as of the reference date, and the decisions up to it."""
        money = position(self.deal, on=self.on)
        rows = CapDeviation.objects.filter(cap__deal=self.deal, decided_on__lte=self.on).order_by("-decided_on", "-pk")
        if not self.may(Right.SEE_UNAPPROVED):
            rows = rows.filter(state=State.APPROVED)
        if self.may(Right.ENTER_MONEY) and "form" not in kwargs:
            kwargs["form"] = DeviationForm(deal=self.deal)
        return super().get_context_data(
            money=money,
            gauges=[cap_gauge(cap, "") for cap in money.caps],
            in_force={cap.deviation.pk for cap in money.caps if cap.deviation},
            rows=rows.select_related("cap", "entered_by", "decided_by"),
            return_form=ReturnForm(),
            keep_key="afwijking van een grens",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Record a decision and submit it."""
        if not self.may(Right.ENTER_MONEY):
            raise PermissionDenied
        form = DeviationForm(request.POST, deal=self.deal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        with transaction.atomic():
            now = timezone.now()
            CapDeviation.begin(by=self.user, at=now, **form.values()).submit(by=self.user, at=now)
        forget_unsaved(self)
        messages.success(request, "Het besluit is vastgelegd. Het telt als een ander het heeft goedgekeurd.")
        return redirect(reverse("cap-deviations", args=[self.deal.slug]))
