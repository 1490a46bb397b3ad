"""The pages of closing: which periods are closed, and the sample of the accountant."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.closing import periods
from finance.closing.forms import ProposeClosingForm, SampleForm
from finance.closing.models import AuditSample, BookClosing, ClosingState
from finance.closing.sample import Draw, draw, drawn_again
from finance.ledger.models import Expenditure
from regiodeal.base.dutch import listed
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.memberships import people_with
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.pages.deal_page import Context, DealView


class BookClosingsPage(MoneyDealPage):
    """Answers: which periods are closed, what did they show, and does it still stand there?"""

    right = Right.SEE_UNAPPROVED
    title = "Perioden afsluiten"
    template_name = "finance/closing/book_closings.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """Every period that was proposed, with its figures then and now, and the form to propose another."""
        people = ("proposed_by", "closed_by", "reopening_asked_by", "deal")
        closings = list(
            BookClosing.objects.filter(deal=self.deal).select_related(*people).prefetch_related("events__by")
        )
        now = periods.booked_in_each(self.deal, closings)
        rows = []
        for row in closings:
            figures = row.figures if row.closed_at else now[row.pk]
            rows.append(
                {
                    "row": row,
                    "totals": [(name, periods.total_of(figures, name)) for name in periods.BOOKS],
                    "stands": row.state != ClosingState.CLOSED or figures == now[row.pk],
                    "may_close": row.state == ClosingState.PROPOSED and row.proposed_by_id != self.user.pk,
                    "may_reopen": row.reopening_asked_by_id not in {None, self.user.pk},
                }
            )
        if self.may(Right.ENTER_MONEY):
            kwargs.setdefault("form", ProposeClosingForm(deal=self.deal, on=timezone.localdate()))
        return super().get_context_data(rows=rows, deciders=self._deciders(), **kwargs)

    def _deciders(self) -> list[str]:
        """The names of who may close what the user proposes."""
        return [str(person) for person in people_with(self.deal, Right.APPROVE_MONEY).exclude(pk=self.user.pk)]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Propose to close a period."""
        if not self.may(Right.ENTER_MONEY):
            raise PermissionDenied
        form = ProposeClosingForm(request.POST, deal=self.deal, on=timezone.localdate())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        first, last = periods.period_of(form.cleaned_data["period"])
        try:
            closing = periods.propose(self.deal, first, last, by=self.user, at=timezone.now())
        except (ValueError, WrongStateError) as refusal:
            form.add_error("period", str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        who = listed(self._deciders()) or "Een ander"
        messages.success(request, f"Voorgesteld: {closing} afsluiten. {who} beslist.")
        return redirect(reverse("book-closings", args=[self.deal.slug]))


class ClosingStep(DealView):
    """Base of a step with one period; what was on the screen must still stand there."""

    http_method_names = ["post"]
    closing: BookClosing

    def load(self) -> None:
        """Fetch the period within the deal."""
        rows = BookClosing.objects.filter(deal=self.deal).select_related("deal")
        self.closing = get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the step; a refusal is a message and changes nothing."""
        page = reverse("book-closings", args=[self.deal.slug])
        hold(self.closing, seen_version(request.POST), url=page)
        try:
            messages.success(request, self.step(request.POST.get("reason", "")))
        except (ValueError, WrongStateError, FourEyesError) as refusal:
            messages.error(request, str(refusal))
        return redirect(page)

    def step(self, reason: str) -> str:
        """Take the step and return what to tell."""
        raise NotImplementedError


class CloseBooks(ClosingStep):
    """Closes a period that another proposed."""

    right = Right.APPROVE_MONEY

    def step(self, reason: str) -> str:
        """Close it."""
        periods.close(self.closing, by=self.user, at=timezone.now(), version=self.closing.version)
        return f"Afgesloten: {self.closing}. Hierin komt geen boeking meer bij."


class DropClosing(ClosingStep):
    """Does not close a proposed period."""

    right = Right.ENTER_MONEY

    def step(self, reason: str) -> str:
        """Let it go."""
        periods.drop(self.closing, by=self.user, at=timezone.now(), version=self.closing.version, reason=reason)
        return f"Niet afgesloten: {self.closing}."


class AskReopening(ClosingStep):
    """Asks that a closed period opens again."""

    right = Right.ENTER_MONEY

    def step(self, reason: str) -> str:
        """Ask, with a reason."""
        at, version = timezone.now(), self.closing.version
        periods.ask_reopening(self.closing, by=self.user, at=at, version=version, reason=reason)
        return f"Gevraagd: {self.closing} heropenen. Een ander beslist."


class ReopenBooks(ClosingStep):
    """Opens a closed period again, as another asked."""

    right = Right.APPROVE_MONEY

    def step(self, reason: str) -> str:
        """Open it."""
        periods.reopen(self.closing, by=self.user, at=timezone.now(), version=self.closing.version)
        return f"Heropend: {self.closing}. De reden staat bij de stappen."


class AuditSamplesPage(MoneyDealPage):
    """The samples that were drawn, and the form to draw one."""

    right = Right.SEE_UNAPPROVED
    title = "Steekproef voor de accountant"
    template_name = "finance/closing/audit_samples.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The samples, the newest first."""
        samples = AuditSample.objects.filter(deal=self.deal).select_related("drawn_by")
        if self.may(Right.APPROVE_MONEY):
            kwargs.setdefault("form", SampleForm(years=self._years))
        return super().get_context_data(samples=samples, **kwargs)

    @property
    def _years(self) -> list[int]:
        last = min(self.deal.ends_on.year, timezone.localdate().year)
        return list(range(last, self.deal.in_force_on.year - 1, -1))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Draw a sample."""
        if not self.may(Right.APPROVE_MONEY):
            raise PermissionDenied
        form = SampleForm(request.POST, years=self._years)
        if form.is_valid():
            try:
                sample = draw(self.deal, Draw(**form.cleaned_data), by=self.user, at=timezone.now())
            except ValueError as refusal:
                form.add_error("year", str(refusal))
            else:
                return redirect(reverse("audit-sample", args=[self.deal.slug, sample.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AuditSamplePage(MoneyDealPage):
    """One sample: its bookings, each with its evidence, and whether the seed gives the same again."""

    right = Right.SEE_UNAPPROVED
    template_name = "finance/closing/audit_sample.html"
    sample: AuditSample

    def load(self) -> None:
        """Fetch the sample within the deal."""
        self.sample = get_object_or_404(AuditSample.objects.filter(deal=self.deal), pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by the year."""
        return f"Steekproef over {self.sample.year}"

    def get_context_data(self, **kwargs: object) -> Context:
        """The drawn bookings in their order."""
        rows = Expenditure.objects.filter(deal=self.deal, pk__in=self.sample.keys)
        return super().get_context_data(
            sample=self.sample,
            rows=rows.select_related("line__pillar", "line__source").order_by("pk"),
            is_same=drawn_again(self.sample) == self.sample.keys,
            **kwargs,
        )
