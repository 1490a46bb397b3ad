"""The page of one figure: what it is, who did what, and changing it while it is open."""

from decimal import Decimal
from typing import Unpack

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Result
from pillars.measurements.forms import CorrectionForm, MeasurementForm
from pillars.measurements.models import Measurement
from pillars.measurements.plausible import last_value
from pillars.progress.effects import effects_digest, effects_of_approving
from pillars.projects.as_read import without_steps_of_projects
from pillars.projects.models import HIDDEN_PROJECT
from pillars.review.beside import figures_beside
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.lifecycle.conflicts import conflicts, offer_again, with_theirs
from regiodeal.lifecycle.entry_page import entry_context
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.steps import LifecycleEvent
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage

SUBMITTED, KEPT = "Ingediend. Een ander kijkt er nu naar.", "Uw wijziging is bewaard."


class MeasurementPage(DealPage):
    """One figure with its trail. Who may not see unapproved figures does not know of them."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "pillars/measurements/measurement.html"

    measurement: Measurement

    def load(self) -> None:
        """Fetch the figure, cut to what the user may see."""
        visible = Measurement.objects.filter(indicator__deal=self.deal)
        if not self.may(Right.SEE_UNAPPROVED):
            visible = visible.filter(state=State.APPROVED)
        rows = visible.select_related(
            *("indicator", "item", "project", "entered_by", "decided_by", "replaces__indicator")
        )
        self.measurement = get_object_or_404(rows, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by what was counted, and when."""
        row = self.measurement
        return f"{row.indicator.name}, {row.year or row.measured_on.strftime('%d-%m-%Y')}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The measures, the first measure of the first result that reads this figure's indicator, and that result."""
        above = [("Maatregelen", reverse("measures", args=[self.deal.slug]))]
        for result in self._results()[:1]:
            measures = result.measures.all()[:1]
            above += [(str(row), reverse("measure", args=[self.deal.slug, row.code])) for row in measures]
            above.append((str(result), reverse("result", args=[self.deal.slug, result.code])))
        return above

    def _results(self) -> list[Result]:
        return list(Result.objects.filter(targets__indicator=self.measurement.indicator).distinct())

    def get_context_data(self, **kwargs: object) -> Context:
        """The figure, its trail, the forms that fit its state and the user."""
        row = self.measurement
        may_change = row.is_open and self.may(Right.ENTER_PROGRESS)
        may_decide = row.state == State.SUBMITTED and self.may(Right.REVIEW_PROGRESS)
        if may_change and "form" not in kwargs:
            kwargs["form"] = self.form(initial=_initial(row))
        effects = effects_of_approving(self.deal, [row], on=timezone.localdate()) if may_decide else []
        is_open = row.state != State.APPROVED
        beside = next(iter(figures_beside(self, [row] if is_open else [])), None)
        return super().get_context_data(
            measurement=row,
            **self._project(),
            effects=effects,
            effects_digest=effects_digest(effects),
            beside=beside,
            doubt=beside.doubt if beside else "",
            events=self._trail(),
            results=self._results(),
            may_change=may_change,
            may_decide=may_decide and row.entered_by_id != self.user.pk,
            is_own=may_decide and row.entered_by_id == self.user.pk,
            return_form=ReturnForm(),
            correction_form=kwargs.pop("correction_form", None) or self._correction_form(),
            **entry_context(self, row),
            **evidence_context(self, row, "metingen", right=Right.ENTER_PROGRESS, pages="evidence"),
            **kwargs,
        )

    def _trail(self) -> list[LifecycleEvent]:
        """The steps of the figure; from which project to which it went is for who may see unapproved work."""
        events = self.measurement.events.select_related("by")
        return without_steps_of_projects(self.measurement, events, unapproved=self.may(Right.SEE_UNAPPROVED))

    def _project(self) -> dict[str, str]:
        """The project that the figure came by, with its address; of a confidential one no more than that it is."""
        project = self.measurement.project
        if project is None:
            return {}
        if project.is_confidential and not self.may(Right.SEE_UNAPPROVED):
            return {"project_words": HIDDEN_PROJECT}
        return {"project_words": str(project), "project_url": reverse("project", args=[self.deal.slug, project.code])}

    def _correction_form(self, data: Posted = None) -> CorrectionForm | None:
        """The form for a correction, where this figure can be corrected by this user."""
        row = self.measurement
        if row.state != State.APPROVED or row.correction is not None or not self.may(Right.ENTER_PROGRESS):
            return None
        start = _initial(row) | {"note": "", "version": None}
        today = timezone.localdate()
        return CorrectionForm(
            data, deal=self.deal, indicator=row.indicator, today=today, initial=start, prefix="correction"
        )

    def form(self, data: Posted = None, **options: Unpack[FormOptions]) -> MeasurementForm:
        """The form for this figure's indicator."""
        row = self.measurement
        return MeasurementForm(data, deal=self.deal, indicator=row.indicator, today=timezone.localdate(), **options)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change an open figure; a stale form changes nothing and comes back as typed."""
        if not self.may(Right.ENTER_PROGRESS):
            raise PermissionDenied
        form = self.form(with_theirs(self.measurement, self.form().fields, request.POST))
        if not self.measurement.is_open:
            return self._conflict(form, seen_version(request.POST))
        if not form.is_valid() or form.doubts(self._last_value(form)):
            return self._refused(form)
        return self._save(form, form.cleaned_data["version"] or 0)

    def _save(self, form: MeasurementForm, version: int) -> HttpResponseBase:
        """Store a valid form, and say what was done."""
        try:
            self._revise(form, version)
        except WrongStateError:
            return self._conflict(form, version)
        except ValueError as refusal:
            form.add_error(None, str(refusal))
            return self._refused(form)
        except IntegrityError:
            form.add_error("year", "Voor dit jaar is al een ander cijfer ingevuld dat nog niet is goedgekeurd.")
            return self._refused(form)
        forget_unsaved(self)
        is_submitted = self.measurement.state == State.SUBMITTED
        messages.success(self.request, SUBMITTED if is_submitted else KEPT)
        return redirect(reverse("measurement", args=[self.deal.slug, self.measurement.pk]))

    def _refused(self, form: MeasurementForm) -> HttpResponseBase:
        """The page with all that was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _last_value(self, form: MeasurementForm) -> Decimal | None:
        """The newest value that counts, besides this figure; of a correction that is the one it corrects."""
        given, row = form.cleaned_data, self.measurement
        project = given.get("project") if "project" in form.fields else row.project
        return last_value(form.indicator, given.get("item"), project=project, besides=row.pk)

    @transaction.atomic
    def _revise(self, form: MeasurementForm, version: int) -> None:
        now = timezone.now()
        self.measurement.revise(by=self.user, at=now, values=form.values(), version=version)
        if "submit" in self.request.POST:
            self.measurement.submit(by=self.user, at=now)

    def _conflict(self, form: MeasurementForm, version: int) -> HttpResponseBase:
        """Somebody was first: nothing is written, and both versions stand beside each other to choose from."""
        self.measurement.refresh_from_db()
        found = conflicts(self.measurement, form, version=version)
        offer_again(form, version=self.measurement.version)
        context = self.get_context_data(form=form, conflicts=found, other=self.measurement)
        return self.render_to_response(context, status=409)


class CorrectMeasurement(MeasurementPage):
    """Starts a correction: a new figure that names the approved one. The approved one stays as it is."""

    right = Right.ENTER_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Check the form, begin the correction and submit it."""
        form = self._correction_form(request.POST)
        if form is None:
            messages.error(request, "Dit cijfer is niet goedgekeurd of wordt al gecorrigeerd.")
            return redirect(reverse("measurement", args=[self.deal.slug, self.measurement.pk]))
        if not form.is_valid() or form.doubts(self._last_value(form)):
            return self.render_to_response(self.get_context_data(correction_form=form), status=422)
        try:
            correction = self._store(form)
        except ValueError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(correction_form=form), status=422)
        except (WrongStateError, IntegrityError):
            messages.error(request, "Iemand anders is dit cijfer al aan het corrigeren.")
            return redirect(reverse("measurement", args=[self.deal.slug, self.measurement.pk]))
        forget_unsaved(self)
        messages.success(request, "De correctie is ingediend. Tot zij is goedgekeurd, telt het oude cijfer.")
        return redirect(reverse("measurement", args=[self.deal.slug, correction.pk]))

    @transaction.atomic
    def _store(self, form: CorrectionForm) -> Measurement:
        now = timezone.now()
        reason = form.cleaned_data["reason"]
        correction = self.measurement.correct(by=self.user, at=now, values=form.values(), reason=reason)
        correction.submit(by=self.user, at=now)
        return correction


def _initial(row: Measurement) -> dict[str, object]:
    values = {name: getattr(row, name) for name in Measurement.content_fields}
    number = f"{row.value.normalize():f}".replace(".", ",")
    return {**values, "item": row.item_id, "project": row.project_id, "value": number, "version": row.version}
