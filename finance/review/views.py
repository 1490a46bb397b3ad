"""Steps in the life of a booking or a recorded deviation: submit, approve, return, and many at once."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.bookings.entry import (
    CovenantRefusesError,
    HalfError,
    approve,
    complete,
    give_back,
    let_count,
    offer,
    return_all,
    take_back,
    together,
    withdraw,
)
from finance.bookings.views import consequences_context
from finance.caps.models import CapDeviation
from finance.contributions.realisation_views import KIND as REALISATIONS
from finance.contributions.realisation_views import part_address
from finance.contributions.realisations import Realisation, realisations_of
from finance.grants.forms import DECISIONS
from finance.grants.models import decisions_of
from finance.ledger.ledger import KINDS
from finance.ledger.models import Booking
from finance.projects.decision_views import decision_address
from finance.review.queue import DEVIATIONS
from regiodeal.base.refusals import FourEyesError, Moved, MovedOnError, WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.review_steps import (
    ApproveEntry,
    GiveBackEntry,
    ReviewStep,
    SubmitEntry,
    TakeBackEntry,
    WithdrawEntry,
)
from regiodeal.lifecycle.seen import hold_all
from regiodeal.pages.deal_page import Context


class MoneyStep(ReviewStep):
    """Base of the verbs on a booking, a part of a contribution, a recorded deviation, or what was decided about the
    money of a project."""

    right = Right.ENTER_MONEY
    refusals = (*ReviewStep.refusals, CovenantRefusesError, HalfError)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the step, when the rows that belong together are those on the screen, as they were there."""
        entry = get_object_or_404(self.entries(), pk=self.kwargs["pk"])
        if isinstance(entry, Booking) and (others := [row for row in together(entry) if row.pk != entry.pk]):
            rows: QuerySet[Booking] = type(entry)._default_manager.filter(deal=self.deal)
            shown = {row.pk for row in hold_all(rows, request.POST.getlist("samen"))}
            if unseen := [row for row in others if row.pk not in shown]:
                raise MovedOnError([Moved(str(row), self.address_of(row)) for row in unseen])
        return super().post(request, *args, **kwargs)

    def entries(self) -> QuerySet[ReviewedEntry]:
        """The rows of the sort in the address."""
        kind = self.kwargs["kind"]
        if kind == DEVIATIONS:
            return CapDeviation.objects.filter(cap__deal=self.deal)
        if kind == REALISATIONS:
            return realisations_of(self.deal)
        if kind in DECISIONS:
            return decisions_of(DECISIONS[kind].model, self.deal)
        return KINDS[self.kwargs["kind"]]._default_manager.filter(deal=self.deal)

    def address_of(self, entry: ReviewedEntry) -> str:
        """Return where the row is shown."""
        if isinstance(entry, CapDeviation):
            return reverse("cap-deviations", args=[self.deal.slug]) + f"#afwijking-{entry.pk}"
        if isinstance(entry, Realisation):
            return part_address(self.deal.slug, entry)
        if self.kwargs["kind"] in DECISIONS:
            return decision_address(self.deal.slug, self.kwargs["kind"], entry)
        return reverse("booking", args=[self.deal.slug, self.kwargs["kind"], entry.pk])


class SubmitMoney(MoneyStep, SubmitEntry):
    """Offers a row for approval."""

    def step(self, entry: ReviewedEntry) -> str:
        """Submit it with what belongs together, if the covenant allows."""
        if not isinstance(entry, Booking):
            return super().step(entry)
        offer(entry, by=self.user, at=timezone.now())
        return "Ingediend. Een ander kijkt er nu naar."


class TakeBackMoney(MoneyStep, TakeBackEntry):
    """Makes what one submitted a draft again."""

    def step(self, entry: ReviewedEntry) -> str:
        """Take it back with what belongs together."""
        if not isinstance(entry, Booking):
            return super().step(entry)
        take_back(entry, by=self.user, at=timezone.now())
        return "Teruggenomen. Het is weer een concept van u."


class WithdrawMoney(MoneyStep, WithdrawEntry):
    """Throws one's own draft away."""

    def step(self, entry: ReviewedEntry) -> str:
        """Withdraw it with what belongs together; it stays in the trail."""
        if not isinstance(entry, Booking):
            return super().step(entry)
        withdraw(entry, by=self.user, at=timezone.now(), reason=self.request.POST.get("reason", ""))
        return "Weggegooid. Het telt nergens mee."


class ApproveMoney(MoneyStep, ApproveEntry):
    """Approves a row of the ledger, so that it counts."""

    right = Right.APPROVE_MONEY

    def step(self, entry: ReviewedEntry) -> str:
        """Approve it, with what belongs together."""
        if not isinstance(entry, Booking):
            return super().step(entry)
        approve(entry, seen=entry.version, by=self.user, at=timezone.now())
        return "Goedgekeurd. Dit telt nu mee."


class GiveBackMoney(MoneyStep, GiveBackEntry):
    """Returns a row with a reason."""

    right = Right.APPROVE_MONEY

    def give_back(self, entry: ReviewedEntry, reason: str) -> None:
        """Return it, with what belongs together."""
        if not isinstance(entry, Booking):
            super().give_back(entry, reason)
        else:
            give_back(entry, by=self.user, at=timezone.now(), reason=reason)


class ApproveBookings(MoneyDealPage):
    """Approves what was ticked in the ledger: first the list and what it does, then the decision on all of it."""

    right = Right.APPROVE_MONEY
    http_method_names = ["post"]
    template_name = "finance/review/approve_bookings.html"
    title = "Samen goedkeuren"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show what would be approved; with `confirm`, approve all of it or nothing."""
        rows = hold_all(self._rows(), request.POST.getlist("boeking"))
        if not rows:
            messages.info(request, "U heeft niets gekozen. Er is niets veranderd.")
        elif "confirm" not in request.POST:
            return self._ask(complete(rows), chosen=len(rows))
        elif refused := self.decide(rows):
            return refused
        query = {"soort": self.kwargs["kind"], "stand": State.SUBMITTED}
        return HttpResponseRedirect(reverse("ledger", args=[self.deal.slug], query=query))

    def decide(self, rows: list[Booking]) -> HttpResponseBase | None:
        """Approve all of it or nothing, and tell it; the page where something has to be typed anew."""
        try:
            let_count(self.deal, rows, by=self.user, at=timezone.now())
        except (CovenantRefusesError, FourEyesError, HalfError, WrongStateError) as refusal:
            messages.error(self.request, f"Er is niets goedgekeurd. {refusal}")
        else:
            messages.success(self.request, f"{len(rows)} goedgekeurd. Dit telt nu mee.")
        return None

    def _ask(self, rows: list[Booking], *, chosen: int, **kwargs: object) -> HttpResponseBase:
        """The list with the rows that stand or fall with it, what it does, and what keeps it from counting."""
        own = [row for row in rows if row.entered_by_id == self.user.pk]
        late = [row for row in rows if row.state != State.SUBMITTED]
        context = self.get_context_data(
            rows=rows,
            added=len(rows) - chosen,
            kind=self.kwargs["kind"],
            own=own,
            late=late,
            **consequences_context(self, rows),
            **kwargs,
        )
        form = kwargs.get("form")
        is_refused = isinstance(form, ReturnForm) and form.is_bound
        return self.render_to_response(context, status=422 if is_refused else 200)

    def _rows(self) -> QuerySet[Booking]:
        """All rows of the sort, whatever became of them since they were listed."""
        rows: QuerySet[Booking] = KINDS[self.kwargs["kind"]]._default_manager.filter(deal=self.deal)
        related = ("line__pillar", "entered_by", *(("commitment",) if self.kwargs["kind"] == "bestedingen" else ()))
        return rows.select_related(*related)


class GiveBackBookings(ApproveBookings):
    """Returns what was ticked in the ledger, with one reason: first the list, then the decision on all of it."""

    template_name = "finance/review/give_back_bookings.html"
    title = "Samen terugsturen"

    def decide(self, rows: list[Booking]) -> HttpResponseBase | None:
        """Return all of it or nothing, if a reason was given."""
        form = ReturnForm(self.request.POST)
        if not form.is_valid():
            return self._ask(complete(rows), chosen=len(rows), form=form)
        try:
            return_all(rows, by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except (FourEyesError, HalfError, WrongStateError) as refusal:
            messages.error(self.request, f"Er is niets teruggestuurd. {refusal}")
        else:
            messages.success(self.request, f"{len(rows)} teruggestuurd met uw reden.")
        return None

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the field of the reason."""
        kwargs.setdefault("form", ReturnForm())
        return super().get_context_data(**kwargs)
