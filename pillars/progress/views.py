"""The page of a result, with the entry of its figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Indicator, Measure, Result, Target
from pillars.measurements.forms import MeasurementForm
from pillars.measurements.models import Measurement
from pillars.measurements.plausible import last_value
from pillars.measurements.rounds import offered_year
from pillars.progress.charts import target_chart
from pillars.progress.deal_progress import ResultProgress, deal_progress, result_progress
from pillars.progress.norm_plans import norm_plans
from pillars.progress.norm_projects import norm_sheets
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.caching.etags import revalidated
from regiodeal.caching.memory import remembered
from regiodeal.covenant.meetings.models import Decision
from regiodeal.deals.models import LoadedChange
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.corrections import ReasonNeededError
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage


@dataclass(frozen=True)
class IndicatorPanel:
    """An indicator of the result: its measurements, who else reads it, and the form to enter a figure."""

    indicator: Indicator
    measurements: list[Measurement]
    shared_with: list[Result]
    form: MeasurementForm | None

    @property
    def form_is_open(self) -> bool:
        """Tell whether the form is shown at once: when it came back with a fault."""
        return self.form is not None and self.form.is_bound


@revalidated
class ResultPage(DealPage):
    """Answers: where does this figure come from? The target as agreed, the measurements, and the form to enter one."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "pillars/progress/result.html"

    result: Result

    def load(self) -> None:
        """Fetch the result of this deal."""
        rows = Result.objects.select_related("deal", "goal__pillar").prefetch_related("measures")
        self.result = self.agreed_or_404(rows, self.kwargs["code"])

    def page_title(self) -> str:
        """The code and our short title."""
        return str(self.result)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The measures, then the first measure of the result."""
        measure = self.result.measures.all()[0]
        return [
            ("Maatregelen", reverse("measures", args=[self.deal.slug])),
            (str(measure), reverse("measure", args=[self.deal.slug, measure.code])),
        ]

    @remembered
    def standing(self) -> dict[str, Any]:
        """The progress of the result, with what was decided about it. 404 when it is not agreed on the date."""
        progress = result_progress(self.result, on=self.on, with_pending=self.may(Right.SEE_UNAPPROVED))
        if progress is None:
            raise Http404
        return {
            "progress": progress,
            "facts": list(self._facts(progress)),
            "sheets": norm_sheets(progress.targets, unapproved=self.may(Right.SEE_UNAPPROVED)),
            "charts": [(target, chart) for target in progress.targets if (chart := target_chart(target))],
            "result": progress.result,
            "decisions": decisions_about([progress.result], self._decisions()),
            "loaded_changes": self._loaded_changes(progress.result),
            "readings": list(dict.fromkeys(r for t in progress.targets for r in t.target.readings.all())),
        }

    def get_context_data(self, **kwargs: Any) -> Context:
        """One panel for each indicator behind the result, with the form of whoever asks."""
        bound: MeasurementForm | None = kwargs.pop("bound_form", None)
        standing = self.standing()
        panels = [
            IndicatorPanel(indicator, measurements, others, self._form_for(indicator, bound))
            for indicator, measurements, others in standing["facts"]
        ]
        return super().get_context_data(**standing | {"panels": panels} | kwargs)

    def _decisions(self) -> QuerySet[Decision]:
        """The decisions that the user may see."""
        return Decision.objects.visible_to(self.deal, **self.reader()).filter(decided_on__lte=self.on)

    def _loaded_changes(self, result: Result) -> list[LoadedChange]:
        """Return what later deal files changed in this result, its targets and what they read, up to the date."""
        targets = list(result.targets.all())
        indicators = [row.code for target in targets for row in (target.indicator, target.whole_indicator) if row]
        codes = Q(list_name="results", code=result.code)
        codes |= Q(list_name="targets", code__in=[target.code for target in targets])
        codes |= Q(list_name="indicators", code__in=indicators)
        return list(self.deal.loaded_changes.filter(codes, at__date__lte=self.on).exclude(field=""))

    def _facts(self, progress: ResultProgress) -> Iterable[tuple[Indicator, list[Measurement], list[Result]]]:
        """The indicators behind the result, each with its measurements and the other results that read it."""
        targets = [row.target for row in progress.targets]
        pks = {pk for target in targets for pk in (target.indicator_id, target.whole_indicator_id) if pk}
        indicators = Indicator.objects.filter(pk__in=pks).prefetch_related("items")
        measurements = self._measurements(pks)
        for indicator in indicators:
            shared = Result.objects.filter(targets__indicator=indicator).exclude(pk=progress.result.pk).distinct()
            yield indicator, [row for row in measurements if row.indicator_id == indicator.pk], list(shared)

    def _measurements(self, indicators: set[int]) -> list[Measurement]:
        """All figures that this user may see, newest first: those that were approved, and the rest for who enters."""
        seen = Measurement.objects.shown_on(self.on, unapproved=self.may(Right.SEE_UNAPPROVED))
        rows = seen.filter(indicator__in=indicators)
        rows = rows.select_related("indicator", "item", "project", "entered_by", "decided_by").prefetch_related(
            "corrections__indicator"
        )
        return list(rows.order_by("-measured_on", "-pk"))

    def _form_for(self, indicator: Indicator, bound: MeasurementForm | None) -> MeasurementForm | None:
        if not self.may(Right.ENTER_PROGRESS):
            return None
        if bound is not None and bound.indicator == indicator:
            return bound
        return MeasurementForm(
            deal=self.deal,
            indicator=indicator,
            today=timezone.localdate(),
            prefix=f"indicator-{indicator.pk}",
            initial={"year": self.offered_year} if indicator.is_yearly else None,
        )

    @cached_property
    def offered_year(self) -> int:
        """The year that the forms of year figures offer."""
        return offered_year(self.deal, on=timezone.localdate())


class EnterMeasurement(ResultPage):
    """Saves a figure as a draft or submits it; with a fault the page comes back with all that was typed."""

    right = Right.ENTER_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Check the form and store the measurement."""
        indicators = Indicator.objects.filter(deal=self.deal, targets__result=self.result) | Indicator.objects.filter(
            deal=self.deal, targets_as_whole__result=self.result
        )
        indicator = get_object_or_404(indicators.distinct(), code=self.kwargs["indicator"])
        form = MeasurementForm(
            request.POST,
            deal=self.deal,
            indicator=indicator,
            today=timezone.localdate(),
            prefix=f"indicator-{indicator.pk}",
        )
        if form.is_valid() and self._store(form, submit="submit" in request.POST):
            return redirect(reverse("result", args=[self.deal.slug, self.result.code]))
        return self.render_to_response(self.get_context_data(bound_form=form), status=422)

    def _store(self, form: MeasurementForm, *, submit: bool) -> bool:
        values = form.values()
        if form.doubts(last_value(form.indicator, values.get("item"), project=values.get("project"))):
            return False
        try:
            row = self._enter(form, values, submit=submit)
        except ReasonNeededError as needed:
            form.ask_reason(needed)
            return False
        except WrongStateError as refusal:
            form.add_error(None, str(refusal))
            return False
        except IntegrityError:
            form.add_error(
                None,
                "Voor dit jaar is al een cijfer ingevuld dat nog niet is goedgekeurd. "
                "Pas dat cijfer aan; het staat in de lijst hierboven.",
            )
            return False
        forget_unsaved(self)
        done = "ingediend ter beoordeling" if submit else "bewaard als concept"
        what = "Uw correctie" if row.replaces_id else "Uw cijfer"
        messages.success(self.request, f"{what} voor {form.indicator.name} is {done}.")
        return True

    @transaction.atomic
    def _enter(self, form: MeasurementForm, values: Values, *, submit: bool) -> Measurement:
        now = timezone.now()
        row = Measurement.enter(by=self.user, at=now, reason=form.given_reason, indicator=form.indicator, **values)
        if submit:
            row.submit(by=self.user, at=now)
        return row


class NormPlansPage(DealPage):
    """Answers: what was promised, what do projects plan, what was realised, and what does no project cover yet?"""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Beloofd, gepland en gerealiseerd"
    template_name = "pillars/progress/norm_plans.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all projects."""
        return [("Projecten", reverse("projects", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> Context:
        """The norms, those that are not covered first where that is asked for."""
        plans = norm_plans(deal_progress(self.deal, on=self.on))
        only_open = self.request.GET.get("toon") == "open"
        return super().get_context_data(
            plans=[row for row in plans if not (only_open and row.is_covered)],
            only_open=only_open,
            uncovered=sum(not row.is_covered for row in plans),
            total=len(plans),
            **kwargs,
        )


MEASURE = "maatregel"


RESULT = "resultaat"


DEVIATION = "afwijking"


def decisions_about(
    results: Iterable[Result], visible: QuerySet[Decision], measure: Measure | None = None
) -> QuerySet[Decision]:
    """Out of the decisions that one may see: those about these results, their targets, and a measure."""
    rows = list(results)
    targets = Target.objects.filter(result__in=[row.pk for row in rows])
    about = Q(links__kind=RESULT, links__code__in=[row.code for row in rows])
    about |= Q(links__kind=DEVIATION, links__code__in=targets.values("code"))
    if measure is not None:
        about |= Q(links__kind=MEASURE, links__code=measure.code)
    return visible.filter(about).select_related("meeting").distinct()
