"""Steps in the life of a booking or a recorded deviation: submit, approve, return, and many at once."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.bookings.entry import CovenantRefusesError, Decided, approve, let_count, offer
from finance.bookings.views import consequences_context
from finance.caps.models import CapDeviation
from finance.ledger.ledger import KINDS, text_of
from finance.ledger.models import Booking
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.review_steps import (
    ApproveStep,
    GiveBackStep,
    ReviewStep,
    SubmitStep,
    TakeBackStep,
    WithdrawStep,
)

DEVIATIONS = "afwijkingen"


class MoneyStep(ReviewStep):
    """Base of the verbs on a booking or a recorded deviation."""

    right = Right.ENTER_MONEY
    refusals = (*ReviewStep.refusals, CovenantRefusesError)

    def entries(self) -> QuerySet[ReviewedEntry]:
        """The rows of the sort in the address."""
        if self.kwargs["kind"] == DEVIATIONS:
            return CapDeviation.objects.filter(cap__deal=self.deal)
        return KINDS[self.kwargs["kind"]]._default_manager.filter(deal=self.deal)

    def address_of(self, entry: ReviewedEntry) -> str:
        """Return where the row is shown."""
        if isinstance(entry, CapDeviation):
            return reverse("cap-deviations", args=[self.deal.slug]) + f"#afwijking-{entry.pk}"
        return reverse("booking", args=[self.deal.slug, self.kwargs["kind"], entry.pk])


class SubmitMoney(MoneyStep, SubmitStep):
    """Offers a row for approval."""

    def step(self, entry: ReviewedEntry) -> str:
        """Submit it, if the covenant allows."""
        if not isinstance(entry, Booking):
            return super().step(entry)
        offer(entry, by=self.user, at=timezone.now())
        return "Ingediend. Een ander kijkt er nu naar."


class TakeBackMoney(MoneyStep, TakeBackStep):
    """Makes what one submitted a draft again."""


class WithdrawMoney(MoneyStep, WithdrawStep):
    """Throws one's own draft away."""


class ApproveMoney(MoneyStep, ApproveStep):
    """Approves a row of the ledger, so that it counts."""

    right = Right.APPROVE_MONEY

    def step(self, entry: ReviewedEntry) -> str:
        """Approve it, with what belongs together."""
        if not isinstance(entry, Booking):
            return super().step(entry)
        approve(entry, seen=entry.version, by=self.user, at=timezone.now())
        return "Goedgekeurd. Dit telt nu mee."


class GiveBackMoney(MoneyStep, GiveBackStep):
    """Returns a row with a reason."""

    right = Right.APPROVE_MONEY


class ApproveBookings(MoneyDealPage):
    """Approves what was ticked in the ledger: first the list and what it does, then the decision."""

    right = Right.APPROVE_MONEY
    http_method_names = ["post"]
    template_name = "finance/review/approve_bookings.html"
    title = "Samen goedkeuren"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show what would be approved; with `confirm`, approve it and say what became of each."""
        rows = self._chosen()
        if rows and "confirm" not in request.POST:
            context = self.get_context_data(rows=rows, kind=self.kwargs["kind"], **consequences_context(self, rows))
            return self.render_to_response(context)
        self._tell(let_count(self.deal, rows, by=self.user, at=timezone.now()))
        query = {"soort": self.kwargs["kind"], "stand": State.SUBMITTED}
        return HttpResponseRedirect(reverse("ledger", args=[self.deal.slug], query=query))

    def _chosen(self) -> list[Booking]:
        """Return what was ticked (`pk:version`) and still waits in that version: nobody approves anything unseen."""
        wanted = {tuple(text.split(":", 1)) for text in self.request.POST.getlist("boeking")}
        rows = KINDS[self.kwargs["kind"]]._default_manager.filter(deal=self.deal, state=State.SUBMITTED)
        related = ("line__pillar", "entered_by", *(("commitment",) if self.kwargs["kind"] == "bestedingen" else ()))
        return [
            row
            for row in rows.exclude(entered_by=self.user).select_related(*related)
            if (str(row.pk), str(row.version)) in wanted
        ]

    def _tell(self, decided: Decided) -> None:
        if decided.approved:
            messages.success(self.request, f"{len(decided.approved)} goedgekeurd. Dit telt nu mee.")
        for row, reason in decided.refused:
            messages.error(self.request, f"{text_of(row)}: {reason}")
        if not decided.approved and not decided.refused:
            messages.info(self.request, "U heeft niets gekozen, of een ander was u voor. Er is niets veranderd.")
