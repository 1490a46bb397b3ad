"""The round of a year's report: which step it is in, what is next, and by when."""

from datetime import date
from itertools import pairwise

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.measurements.readiness import readiness
from pillars.measurements.rounds import round_of
from pillars.review.round_check import CheckedRound, checked_round
from regiodeal.base.dutch import day, uncapital
from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text, fill_in
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.pages.form_page import FormPage
from reporting.building.queue import enqueue
from reporting.content.report_sections import text_sections
from reporting.reports.models import AnnualReport
from reporting.rounds.forms import DiscussedForm, FreezeForm, PeriodForm, StepForm
from reporting.rounds.models import ReportRound, RoundStep, Step
from reporting.rounds.previews import trial_prints
from reporting.rounds.round_standing import RoundStanding, StepStanding, meetings_about, round_standing
from reporting.rounds.steps import FREEZING, RECORDED, Taken, freeze, kick_off, record, take_back
from reporting.texts.models import SectionText

QUESTIONS = {
    Step.SHARED: deal_text("Is het concept naar {the_overleg} gestuurd?"),
    Step.HANDED: deal_text("Is de definitieve rapportage naar {the_overleg} gestuurd?"),
    Step.SUBMITTED: deal_text("Is de rapportage ingediend bij {the_minister}?"),
    Step.DISCUSSED: deal_text("Is de rapportage besproken in {the_overleg}?"),
    Step.PUBLISHED: "Mag iedereen de rapportage lezen?",
}


class StartRound(DealView):
    """Starts the round of a year."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Start it, or say why not."""
        year: int = self.kwargs["year"]
        try:
            kick_off(self.deal, year, by=self.user, at=timezone.now())
        except WrongStateError as refusal:
            messages.info(request, str(refusal))
        except ValueError as refusal:
            messages.error(request, str(refusal))
            return redirect(reverse("reports", args=[self.deal.slug]))
        return redirect(reverse("report-round", args=[self.deal.slug, year]))


class RoundView(DealView):
    """Base of the views of one round."""

    right = Right.SEE_DEAL
    round: ReportRound

    def load(self) -> None:
        """Fetch the round of the year in the address."""
        rounds = ReportRound.objects.select_related("deal").filter(deal=self.deal)
        self.round = get_object_or_404(rounds, year=self.kwargs["year"])

    def round_address(self) -> str:
        """The page of the round."""
        return reverse("report-round", args=[self.deal.slug, self.round.year])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the reports and the round."""
        return [("Rapportage", reverse("reports", args=[self.deal.slug])), (str(self.round), self.round_address())]


class RoundPage(RoundView, DealPage):
    """The whole round on one page, from kick-off to publication."""

    section = "reports"
    template_name = "reporting/rounds/round.html"

    def page_title(self) -> str:
        """Title the page by the year of the round."""
        return str(self.round)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the reports."""
        return super().breadcrumbs()[:1]

    def get_context_data(self, **kwargs: object) -> Context:
        """The steps, what is next, readiness, texts, comments and editions."""
        stands = round_standing(self.round, on=self.on)
        may_build = self.may(Right.BUILD_REPORT)
        visible = AnnualReport.objects.visible_to(self.deal, may_build=may_build).filter(year=self.round.year)
        editions = list(visible.editions().to_list())
        context: dict[str, object] = {
            "round": self.round,
            "stands": stands,
            "steps": [step_row(step) for step in stands.steps],
            "history": self._history(),
            "editions": editions,
            "pairs": [(older, newer) for newer, older in pairwise(editions)],
            "may_comment": self.may(Right.COMMENT_REPORT) and stands.takes_comments,
            "superseded": superseded(editions),
        }
        if may_build:
            context |= self._workplace(stands)
        return super().get_context_data(**context | kwargs)

    def _history(self) -> QuerySet[RoundStep]:
        """Every step that was taken, those that were taken back too."""
        rows = RoundStep.objects.filter(round=self.round).select_related("by", "withdrawn_by", "report")
        return rows.defer("report__snapshot")

    def _checked(self, stands: RoundStanding) -> CheckedRound | None:
        """What is not right of the round, before something of it is laid down."""
        asked = round_of(self.deal, self.round.year, on=self.on) if stands.next_step in FREEZING else None
        return checked_round(asked, on=self.on) if asked else None

    def _workplace(self, stands: RoundStanding) -> dict[str, object]:
        """Return what only who makes the report sees: the form of the next step, what is ready and what is written."""
        written = SectionText.objects.filter(deal=self.deal, year=self.round.year).exclude(body="").count()
        newest = stands.newest
        return {
            "checked": self._checked(stands),
            "readiness": readiness(self.deal, year=self.round.year, on=self.on),
            "texts_written": written,
            "texts_total": len(text_sections(self.deal)),
            "trial_print": trial_prints(self.round).to_list().first(),
            "next_form": self.step_form(stands),
            "to_do": stands.to_do,
            "question": QUESTIONS.get(stands.next_step) if stands.next_step else None,
            "correct_form": FreezeForm(asks_reason=True) if stands.final else None,
            "take_back": newest if newest and newest.step in RECORDED else None,
            "take_back_form": ReasonForm(prefix="terug"),
            "send_form": StepForm(today=timezone.localdate(), prefix="stuur") if stands.concept_to_send else None,
            "seen": digest_of(self.seen(stands)),
        }

    def seen(self, stands: RoundStanding) -> list[object]:
        """Return what the page lists of the round, on which each of its steps is decided."""
        texts = SectionText.objects.filter(deal=self.deal, year=self.round.year).order_by("section")
        ready = readiness(self.deal, year=self.round.year, on=timezone.localdate())
        return [
            self.round.version,
            *(row.pk for row in stands.taken),
            stands.open_comments,
            *texts.values_list("section", "version"),
            len(ready.reported) if ready else 0,
        ]

    def hold_what_was_seen(self, stands: RoundStanding) -> None:
        """Raise MovedOnError when a step was taken, a comment came or a text changed since the page was opened."""
        title = f"{self.round}: er is een stap gezet, een reactie bij gekomen of een tekst of cijfer veranderd"
        hold_digest(self.seen(stands), self.request.POST.get("seen", ""), title=title, url=self.round_address())

    def step_form(self, stands: RoundStanding, data: Posted = None) -> forms.Form | None:
        """The form of the next step; None when the round is done."""
        following = stands.next_step
        if following is None:
            return None
        if following in FREEZING:
            return FreezeForm(data, asks_reason=False)
        if following == Step.DISCUSSED:
            return DiscussedForm(data, meetings=meetings_about(self.round))
        return StepForm(data, today=timezone.localdate())


class TakeStep(RoundPage):
    """Takes the next step: lays a report down, or records what was done outside the portal."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the step that the form names; a refusal is a message, and changes nothing."""
        stands = round_standing(self.round, on=timezone.localdate())
        self.hold_what_was_seen(stands)
        following = stands.next_step
        if following is None or request.POST.get("step") != following:
            messages.info(request, "Deze stap is nu niet aan de beurt. Bekijk hoe de ronde nu staat.")
            return redirect(self.round_address())
        form = self.step_form(stands, request.POST)
        assert form is not None  # there is a next step
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(next_form=form), status=422)
        try:
            told = self._take(following, form.cleaned_data)
        except (ValueError, WrongStateError) as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(next_form=form), status=409)
        messages.success(request, told)
        return redirect(self.round_address())

    def _take(self, step: Step, data: Values) -> str:
        now = timezone.now()
        if step in FREEZING:
            report = freeze(self.round, step, by=self.user, at=now)
            enqueue(report)
            return f"{report} is vastgelegd. De bestanden worden nu gemaakt."
        on: date = data.get("done_on") or timezone.localdate()
        how = Taken(on, data["note"], data.get("meeting"))
        taken = record(self.round, step, how, by=self.user, at=now)
        return f"Vastgelegd: {uncapital(step.label)} op {day(taken.done_on)}."


class NewEdition(RoundPage):
    """Lays down a new edition of the concept or the final report, with the reason."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Lay it down; a refusal is a message, and changes nothing."""
        stands = round_standing(self.round, on=timezone.localdate())
        self.hold_what_was_seen(stands)
        step = Step.FINAL if stands.final else Step.CONCEPT
        form = FreezeForm(request.POST, asks_reason=step == Step.FINAL)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(correct_form=form), status=422)
        try:
            reason = form.cleaned_data.get("reason", "")
            how = {"reason": reason, "keeps_day": not form.cleaned_data.get("is_of_today")}
            report = freeze(self.round, step, by=self.user, at=timezone.now(), **how)
        except (ValueError, WrongStateError) as refusal:
            messages.error(request, str(refusal))
        else:
            enqueue(report)
            messages.success(request, told_of(report))
        return redirect(self.round_address())


class SendConcept(RoundPage):
    """Records that a newer concept was sent to the overleg: it supersedes the one that was sent before."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Record it; a refusal changes nothing."""
        stands = round_standing(self.round, on=timezone.localdate())
        self.hold_what_was_seen(stands)
        form = StepForm(request.POST, today=timezone.localdate(), prefix="stuur")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(send_form=form), status=422)
        try:
            how = Taken(form.cleaned_data["done_on"], form.cleaned_data["note"])
            taken = record(self.round, Step.SHARED, how, by=self.user, at=timezone.now())
        except (ValueError, WrongStateError) as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(send_form=form), status=409)
        text = fill_in("is naar {the_overleg}. Reacties gaan vanaf nu over deze versie.")
        messages.success(request, f"{taken.report} {text}")
        return redirect(self.round_address())


def told_of(report: AnnualReport) -> str:
    """Return what to tell of an edition that was laid down; of a correction, of which day and with what."""
    told = f"{report} is vastgelegd. De bestanden worden nu gemaakt."
    edition = report.snapshot["edition"]
    if edition is None or edition["corrected_on"] is None:
        return told
    count = edition["corrections"]
    words = "1 later goedgekeurde correctie" if count == 1 else f"{count} later goedgekeurde correcties"
    return f"{told} De stand blijft {day(report.reference_date)}, met {words} op wat er van vóór die dag was."


def superseded(editions: list[AnnualReport]) -> dict[int, str]:
    """Return by which later edition each was superseded, in words."""
    found: dict[int, str] = {}
    for stage in AnnualReport.Stage.values:
        rows = sorted((row for row in editions if row.stage == stage), key=lambda row: row.number or 0)
        found |= {older.pk: f"vervangen door versie {newer.number}" for older, newer in pairwise(rows)}
    return found


class TakeBackRoundStep(RoundPage):
    """Takes back the newest step."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take it back with a reason; a refusal is a message, and changes nothing."""
        taken = get_object_or_404(
            RoundStep.objects.select_related("round__deal"), round=self.round, pk=self.kwargs["pk"]
        )
        self.hold_what_was_seen(round_standing(self.round, on=timezone.localdate()))
        form = ReasonForm(request.POST, prefix="terug")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(take_back_form=form), status=422)
        try:
            take_back(taken, by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
            messages.success(request, f"Teruggenomen: {uncapital(taken.get_step_display())}.")
        except (ValueError, WrongStateError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.round_address())


class ChangePeriod(RoundView, FormPage):
    """Changes how the period of a round is read."""

    right = Right.BUILD_REPORT
    section = "reports"
    title = "Periode van de rapportage"
    save_label = "Sla de periode op"
    intro = deal_text("Zo leest u de periode van de rapportage{art_report}; het staat ook in de rapportage zelf.")

    def form(self, data: Posted = None) -> PeriodForm:
        """The period as it stands."""
        names = (*ReportRound.content_fields, "version")
        return PeriodForm(data, round_=self.round, initial={name: getattr(self.round, name) for name in names})

    def save(self, form: PeriodForm) -> str:
        """Change the period of the round."""
        values = {name: form.cleaned_data[name] for name in ReportRound.content_fields}
        version = form.cleaned_data["version"] or 0
        self.round.revise(by=self.user, at=timezone.now(), values=values, version=version)
        return "De periode is aangepast. Een nieuwe proefdruk volgt vanzelf."

    def address(self) -> str:
        """Return the address of the round."""
        return self.round_address()


def step_row(step: StepStanding) -> dict[str, object]:
    """Return what components/steps.html shows of a step."""
    state = "done" if step.taken else "current" if step.is_next else "todo"
    return {"title": step.step.label, "state": state, "date": _when(step), "text": _in_time(step)}


def _when(step: StepStanding) -> str:
    if step.taken:
        return f"{day(step.taken.done_on)}, {step.taken.who}"
    return f"uiterlijk {day(step.last_day)}" if step.last_day else ""


def _in_time(step: StepStanding) -> str:
    if step.taken is None or step.last_day is None:
        return str(step.taken.note) if step.taken else ""
    if step.is_late:
        return f"Na de laatste dag ({day(step.last_day)})."
    return f"Op tijd: uiterlijk {day(step.last_day)}."
