"""Steps in the life of a booking or a recorded deviation: submit, approve, return, and many at once."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.bookings.entry import CovenantRefusesError, approve, let_count, offer
from finance.bookings.views import consequences_context
from finance.caps.models import CapDeviation
from finance.ledger.ledger import KINDS, text_of
from finance.ledger.models import Booking
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.bulk import Decided
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import DealView

DEVIATIONS = "afwijkingen"


class MoneyStep(DealView):
    """Base of the verbs. Afterwards one is on the page of the row, with a message that says what happened."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Find the row within the deal and take the step; a refusal is a message and changes nothing."""
        row = get_object_or_404(self._rows(), pk=self.kwargs["pk"])
        try:
            messages.success(request, self.step(row))
        except (WrongStateError, FourEyesError, CovenantRefusesError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self._back(row))

    def step(self, row: ReviewedEntry) -> str:
        """Take the step and return what to tell the user."""
        raise NotImplementedError

    def _rows(self) -> QuerySet[ReviewedEntry]:
        if self.kwargs["kind"] == DEVIATIONS:
            return CapDeviation.objects.filter(cap__deal=self.deal)
        return KINDS[self.kwargs["kind"]]._default_manager.filter(deal=self.deal)

    def _back(self, row: ReviewedEntry) -> str:
        if isinstance(row, CapDeviation):
            return reverse("cap-deviations", args=[self.deal.slug]) + f"#afwijking-{row.pk}"
        return reverse("booking", args=[self.deal.slug, self.kwargs["kind"], row.pk])

    def seen(self) -> int:
        """The version that was on the screen when the button was pressed."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class SubmitMoney(MoneyStep):
    """Offers a row for approval."""

    right = Right.ENTER_MONEY

    def step(self, row: ReviewedEntry) -> str:
        """Submit it, if the covenant allows."""
        if isinstance(row, Booking):
            offer(row, by=self.user, at=timezone.now())
        else:
            row.submit(by=self.user, at=timezone.now())
        return "Ingediend. Een ander kijkt er nu naar."


class ApproveMoney(MoneyStep):
    """Approves a row of the ledger, so that it counts."""

    right = Right.APPROVE_MONEY

    def step(self, row: ReviewedEntry) -> str:
        """Approve it in the version that was seen."""
        if isinstance(row, Booking):
            approve(row, seen=self.seen(), by=self.user, at=timezone.now())
        else:
            row.version = self.seen()  # the update asks for this version
            row.approve(by=self.user, at=timezone.now())
        return "Goedgekeurd. Dit telt nu mee."


class GiveBackMoney(MoneyStep):
    """Returns a row with a reason."""

    right = Right.APPROVE_MONEY

    def step(self, row: ReviewedEntry) -> str:
        """Return it, if a reason was given."""
        form = ReturnForm(self.request.POST)
        if not form.is_valid():
            raise ValueError(form.errors["reason"][0])
        row.give_back(by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        forget_unsaved(self)
        return "Teruggestuurd met uw reden."


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
            assert isinstance(row, Booking)
            messages.error(self.request, f"{text_of(row)}: {reason}")
        if not decided.approved and not decided.refused:
            messages.info(self.request, "U heeft niets gekozen, of een ander was u voor. Er is niets veranderd.")
