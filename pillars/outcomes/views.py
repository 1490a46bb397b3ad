"""Outcome indicators: the series, entering a figure, and the page of one figure."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import OutcomeIndicator
from pillars.outcomes.forms import OutcomeMeasurementForm
from pillars.outcomes.models import OutcomeMeasurement
from pillars.outcomes.outcome_chart import outcome_chart
from pillars.outcomes.series import OutcomeSeries, outcome_before, outcome_series
from regiodeal.base.chart import Chart
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.lifecycle.conflicts import conflicts, offer_again, with_theirs
from regiodeal.lifecycle.corrections import ReasonNeededError
from regiodeal.lifecycle.entry_page import entry_context
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage

ALREADY_OPEN = "Voor dit jaar en deze plaats is al een cijfer ingevuld dat nog niet is goedgekeurd. Pas dat cijfer aan."


@dataclass(frozen=True)
class OutcomePanel:
    """An outcome indicator with its chart, where there are figures, and what is still under way."""

    series: OutcomeSeries
    chart: Chart | None
    under_way: list[OutcomeMeasurement]


class OutcomesPage(DealPage):
    """Answers: how do the neighbourhoods and the residents fare? It describes, and claims no cause (art. 2)."""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Maatschappelijke indicatoren"
    template_name = "pillars/outcomes/outcomes.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The series as of the date, and for insiders what is not approved yet."""
        under_way = self._under_way()
        panels = [
            OutcomePanel(
                series,
                outcome_chart(series) if series.areas else None,
                [row for row in under_way if row.indicator_id == series.indicator.pk],
            )
            for series in outcome_series(self.deal, on=self.on)
        ]
        return super().get_context_data(panels=panels, **kwargs)

    def _under_way(self) -> list[OutcomeMeasurement]:
        rows = OutcomeMeasurement.objects.filter(indicator__deal=self.deal, entered_at__date__lte=self.on)
        if not self.may(Right.SEE_UNAPPROVED):
            return []
        return list(rows.filter(state__in=OPEN_STATES).select_related("area", "indicator__deal"))


class EnterOutcome(DealPage):
    """Enters a figure of an outcome indicator, as a draft or for review."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    template_name = "pillars/outcomes/enter_outcome.html"

    indicator: OutcomeIndicator

    def load(self) -> None:
        """Fetch the indicator of this deal."""
        rows = OutcomeIndicator.objects.select_related("deal")
        self.indicator = get_object_or_404(rows, deal=self.deal, code=self.kwargs["code"])

    def page_title(self) -> str:
        """Title the page by the indicator."""
        return f"Cijfer invullen: {self.indicator.name}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the series."""
        return [("Maatschappelijke indicatoren", reverse("outcomes", args=[self.deal.slug]))]

    def form(self, data: Posted = None) -> OutcomeMeasurementForm:
        """Return the form of a figure, empty or as it was sent."""
        row = OutcomeMeasurement(indicator=self.indicator)
        return OutcomeMeasurementForm(data, instance=row, indicator=self.indicator, today=timezone.localdate())

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the indicator and where one goes without saving."""
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(
            indicator=self.indicator, cancel_url=reverse("outcomes", args=[self.deal.slug]), **kwargs
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Store the figure; with a fault the page comes back with all that was typed."""
        form = self.form(request.POST)
        if form.is_valid() and not form.doubts():
            try:
                row = self._store(form)
            except ReasonNeededError as needed:
                form.ask_reason(needed)
            except WrongStateError as refusal:
                form.add_error(None, str(refusal))
            except IntegrityError:
                form.add_error(None, ALREADY_OPEN)
            else:
                done = "ingediend ter beoordeling" if row.state == State.SUBMITTED else "bewaard als concept"
                forget_unsaved(self)
                messages.success(request, f"Uw cijfer is {done}.")
                return redirect(reverse("outcomes", args=[self.deal.slug]))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @transaction.atomic
    def _store(self, form: OutcomeMeasurementForm) -> OutcomeMeasurement:
        now = timezone.now()
        row = OutcomeMeasurement.enter(
            by=self.user, at=now, reason=form.given_reason, indicator=self.indicator, **form.values()
        )
        if "submit" in self.request.POST:
            row.submit(by=self.user, at=now)
        return row


class OutcomePage(DealPage):
    """One figure with its trail. Who may not see unapproved figures does not know of them."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "pillars/outcomes/outcome.html"

    row: OutcomeMeasurement

    def load(self) -> None:
        """Fetch the figure, cut to what the user may see."""
        visible = OutcomeMeasurement.objects.filter(indicator__deal=self.deal)
        if not self.may(Right.SEE_UNAPPROVED):
            visible = visible.filter(state=State.APPROVED)
        rows = visible.select_related(
            "indicator__deal", "area", "source", "entered_by", "decided_by", "replaces__source"
        )
        self.row = get_object_or_404(rows, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by what was counted, where and when."""
        return str(self.row)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the series."""
        return [("Maatschappelijke indicatoren", reverse("outcomes", args=[self.deal.slug]))]

    def form(self, data: Posted = None) -> OutcomeMeasurementForm:
        """The form of this figure, on a copy of its own."""
        copy = OutcomeMeasurement.objects.get(pk=self.row.pk)
        value = f"{copy.value.normalize():f}".replace(".", ",")
        return OutcomeMeasurementForm(
            data,
            instance=copy,
            indicator=self.row.indicator,
            today=timezone.localdate(),
            initial={"value": value, "version": copy.version},
        )

    def get_context_data(self, **kwargs: object) -> Context:
        """The figure, its trail, and the forms that fit its state and the user."""
        row = self.row
        may_change = row.is_open and self.may(Right.ENTER_PROGRESS)
        waits = row.state == State.SUBMITTED and self.may(Right.REVIEW_PROGRESS)
        if may_change and "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(
            row=row,
            events=row.events.select_related("by"),
            may_change=may_change,
            may_decide=waits and row.entered_by_id != self.user.pk,
            is_own=waits and row.entered_by_id == self.user.pk,
            return_form=ReturnForm(),
            last=self._last() if row.state != State.APPROVED else None,
            **entry_context(self, row),
            **evidence_context(self, row, "maatschappelijk", right=Right.ENTER_PROGRESS, pages="evidence"),
            **kwargs,
        )

    def _last(self) -> OutcomeMeasurement | None:
        """The newest figure that counts of the same area before this one."""
        row = self.row
        return outcome_before(row.indicator, row.area, year=row.year, besides=row.pk)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change an open figure; a stale form changes nothing and comes back as typed."""
        if not self.may(Right.ENTER_PROGRESS):
            raise PermissionDenied
        form = self.form(with_theirs(self.row, self.form().fields, request.POST))
        if not self.row.is_open:
            return self._conflict(form)
        if not form.is_valid() or form.doubts(besides=self.row.pk):
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            self._store(form)
        except WrongStateError:
            return self._conflict(form)
        except ValueError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except IntegrityError:
            form.add_error(None, ALREADY_OPEN)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        forget_unsaved(self)
        is_submitted = self.row.state == State.SUBMITTED
        messages.success(
            request, "Ingediend. Een ander kijkt er nu naar." if is_submitted else "Uw wijziging is bewaard."
        )
        return redirect(reverse("outcome", args=[self.deal.slug, self.row.pk]))

    def _conflict(self, form: OutcomeMeasurementForm) -> HttpResponseBase:
        """Somebody was first: nothing is written, and both versions stand beside each other to choose from."""
        self.row.refresh_from_db()
        found = conflicts(self.row, form, version=seen_version(self.request.POST))
        offer_again(form, version=self.row.version)
        context = self.get_context_data(form=form, conflicts=found, other=self.row)
        return self.render_to_response(context, status=409)

    @transaction.atomic
    def _store(self, form: OutcomeMeasurementForm) -> None:
        now = timezone.now()
        version = form.cleaned_data["version"] or 0
        self.row.revise(by=self.user, at=now, values=form.values(), version=version)
        if "submit" in self.request.POST:
            self.row.submit(by=self.user, at=now)
