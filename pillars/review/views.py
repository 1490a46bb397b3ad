"""Steps in the life of an entry: submit, approve, return. One view for each verb, for every kind of entry."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from pillars.explanations.models import Explanation
from pillars.measurements.assignment_views import AssignForm
from pillars.measurements.drafts import refuse_groundless
from pillars.measurements.expected import figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.readiness import Readiness, readiness_of
from pillars.measurements.rounds import round_on
from pillars.outcomes.models import OutcomeMeasurement
from pillars.progress.effects import effects_digest, effects_of_approving
from pillars.review.beside import figures_beside, outcomes_beside
from pillars.review.queue import Work, work_of
from pillars.review.review_assignments import CANNOT_REVIEW, assign_reviews, reviewers
from pillars.review.work_lines import round_work, work_lines
from pillars.stories.models import ProgressEntry
from regiodeal.base.dutch import counted
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.caching.etags import revalidated
from regiodeal.deals.contributions import contributed
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.bulk import approve_all, give_back_all
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import ReviewedEntry
from regiodeal.lifecycle.review_steps import (
    ApproveEntry,
    GiveBackEntry,
    ReviewStep,
    SubmitEntry,
    TakeBackEntry,
    WithdrawEntry,
)
from regiodeal.lifecycle.seen import hold_all, hold_digest
from regiodeal.pages.deal_page import Context, DealPage, DealView


@revalidated
class MyWork(DealPage):
    """Shows what one must do now: to review, returned, and drafts."""

    right = Right.SEE_DEAL
    template_name = "pillars/review/my_work.html"
    title = "Mijn werk"

    def get_context_data(self, **kwargs: object) -> Context:
        """What waits for this user, as many as the header counts, and what the round asks of whoever works on it."""
        work: Work = work_of(self.deal, self.user, self.rights, on=timezone.localdate())
        # What waits in the apps above this one.
        lists = contributed(lambda app: app.waiting_lists)
        others = [row for waiting in lists for row in waiting(self.deal, self.user, self.rights)]
        lines = work_lines(self.deal, work, others, on=self.on)
        count = sum(line.count for line in lines) + sum(len(rows) for rows in work.to_review)
        readiness = self._readiness()
        may_enter = self.may(Right.ENTER_PROGRESS)
        asked = round_work(self.deal, self.user, readiness, on=self.on) if readiness and may_enter else None
        return super().get_context_data(
            work=work,
            figures=figures_beside(self, list(work.measurements_to_review)),
            outcomes=outcomes_beside(list(work.outcomes_to_review)),
            count=count,
            first=[line for line in lines if line.is_first],
            later=[line for line in lines if not line.is_first],
            readiness=readiness,
            asked=asked,
            **self._reviewers(work),
            **kwargs,
        )

    def _reviewers(self, work: Work) -> Context:
        """Who can be given what waits, and the form for that; nothing where nothing waits."""
        if not any(map(len, work.to_review)):
            return {}
        people = reviewers(self.deal)
        return {"reviewers": {row.pk for row in people}, "assign_form": AssignForm(people=people)}

    def _readiness(self) -> Readiness | None:
        if not self.rights & {Right.ENTER_PROGRESS, Right.REVIEW_PROGRESS}:
            return None
        current_round = round_on(self.deal, self.on)
        return readiness_of(figures_of(current_round, on=self.on)) if current_round else None


PAGES = {"metingen": "measurement", "maatschappelijk": "outcome", "voortgang": "progress-entry"}


def entries_of(deal: Deal) -> dict[str, QuerySet[ReviewedEntry]]:
    """Per sort, as addresses name it, the entries of a deal."""
    return {
        "metingen": Measurement.objects.filter(indicator__deal=deal).select_related(
            "indicator", "item", "project", "entered_by", "replaces__indicator"
        ),
        "voortgang": ProgressEntry.objects.filter(measure__deal=deal).select_related("measure", "entered_by"),
        "uitleg": Explanation.objects.filter(target__deal=deal).select_related("target", "entered_by"),
        "maatschappelijk": OutcomeMeasurement.objects.filter(indicator__deal=deal).select_related(
            "indicator__deal", "area", "source", "entered_by", "replaces"
        ),
    }


def hold_effects(view: DealView, rows: Sequence[ReviewedEntry], *, url: str) -> None:
    """Refuse when approving would do something else than the page said. Raises MovedOnError."""
    digest = view.request.POST.get("effects", "")
    if digest:
        shown = effects_of_approving(view.deal, rows, on=timezone.localdate())
        hold_digest((each.words for each in shown), digest, title="Wat goedkeuren doet", url=url)


class DecideMany(DealPage):
    """Decides on what was ticked on the list: first the list with what each says, then the decision about all."""

    right = Right.REVIEW_PROGRESS
    http_method_names = ["post"]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Mijn werk", reverse("my-work", args=[self.deal.slug]))]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show what would be decided on; with `confirm`, decide on all of it or on nothing."""
        chosen = {kind: hold_all(rows, request.POST.getlist(kind)) for kind, rows in entries_of(self.deal).items()}
        rows: list[ReviewedEntry] = [row for found in chosen.values() for row in found]
        figures = figures_beside(self, [row for row in rows if isinstance(row, Measurement)])
        outcomes = outcomes_beside([row for row in rows if isinstance(row, OutcomeMeasurement)])
        listed: Context = {"chosen": chosen, "count": len(rows), "figures": figures, "outcomes": outcomes}
        if rows and "confirm" not in request.POST:
            return self.render_to_response(self.get_context_data(**listed | self.asking(rows)))
        if rows:
            if refused := self.decide(rows):
                return self.render_to_response(self.get_context_data(**listed | refused), status=422)
        else:
            messages.info(request, "U heeft niets gekozen. Er is niets veranderd.")
        return HttpResponseRedirect(reverse("my-work", args=[self.deal.slug]))

    def asking(self, rows: list[ReviewedEntry]) -> Context:
        """Return what else the page shows before one decides."""
        raise NotImplementedError

    def decide(self, rows: list[ReviewedEntry]) -> Context:
        """Decide on all of them or on none, and tell it; what the page shows where something has to be typed anew."""
        raise NotImplementedError


class ApproveMany(DecideMany):
    """Approves what was ticked."""

    template_name = "pillars/review/approve_many.html"
    title = "Samen goedkeuren"

    def asking(self, rows: list[ReviewedEntry]) -> Context:
        """Return what approving does."""
        effects = effects_of_approving(self.deal, rows, on=timezone.localdate())
        return {"effects": effects, "effects_digest": effects_digest(effects)}

    def decide(self, rows: list[ReviewedEntry]) -> Context:
        """Approve them, when that does what the page said."""
        hold_effects(self, rows, url=reverse("my-work", args=[self.deal.slug]))
        try:
            approve_all(rows, by=self.user, at=timezone.now())
        except (WrongStateError, FourEyesError) as refusal:
            messages.error(self.request, f"Er is niets goedgekeurd. {refusal}")
        else:
            messages.success(self.request, f"{len(rows)} goedgekeurd. Dit telt nu mee.")
        return {}


class GiveBackMany(DecideMany):
    """Returns what was ticked, with one reason."""

    template_name = "pillars/review/give_back_many.html"
    title = "Samen terugsturen"

    def asking(self, rows: list[ReviewedEntry]) -> Context:
        """Return the field of the reason."""
        return {"form": ReturnForm()}

    def decide(self, rows: list[ReviewedEntry]) -> Context:
        """Return them, if a reason was given."""
        form = ReturnForm(self.request.POST)
        if not form.is_valid():
            return {"form": form}
        try:
            give_back_all(rows, by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except (WrongStateError, FourEyesError) as refusal:
            messages.error(self.request, f"Er is niets teruggestuurd. {refusal}")
        else:
            messages.success(self.request, f"{len(rows)} teruggestuurd met uw reden.")
        return {}


class AssignReviews(DealPage):
    """Gives what was ticked on the list to one of the reviewers."""

    right = Right.REVIEW_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give all of it or nothing, and tell it."""
        chosen = [
            row for kind, rows in entries_of(self.deal).items() for row in hold_all(rows, request.POST.getlist(kind))
        ]
        form = AssignForm(request.POST, people=reviewers(self.deal))
        if not chosen:
            messages.info(request, "U heeft niets gekozen. Er is niets veranderd.")
        elif not form.is_valid():
            messages.error(request, f"Er is niets veranderd. {CANNOT_REVIEW}")
        else:
            self._assign(chosen, form.cleaned_data["person"])
        return HttpResponseRedirect(reverse("my-work", args=[self.deal.slug]))

    def _assign(self, rows: list[ReviewedEntry], person: User | None) -> None:
        try:
            assign_reviews(self.deal, rows, person=person, by=self.user, at=timezone.now())
        except (ValueError, WrongStateError) as refusal:
            messages.error(self.request, f"Er is niets veranderd. {refusal}")
        else:
            who = f"voor {person}" if person else "voor elke beoordelaar"
            messages.success(self.request, f"{counted(len(rows), 'beoordeling is', 'beoordelingen zijn')} nu {who}.")


class FigureStep(ReviewStep):
    """Base of the verbs on a figure, a text, an explanation or a figure of society."""

    right = Right.ENTER_PROGRESS

    def entries(self) -> QuerySet[ReviewedEntry]:
        """The entries of the sort in the address."""
        return entries_of(self.deal)[self.kwargs["kind"]]

    def address_of(self, entry: ReviewedEntry) -> str:
        """Return the page of the entry."""
        if isinstance(entry, Explanation):
            return reverse("explain", args=[self.deal.slug, entry.target.code])
        return reverse(PAGES[self.kwargs["kind"]], args=[self.deal.slug, entry.pk])


class Submit(FigureStep, SubmitEntry):
    """Offers an entry for review."""

    def step(self, entry: ReviewedEntry) -> str:
        """Submit the entry, unless it is a judgement that does not say why."""
        if isinstance(entry, Measurement):
            refuse_groundless([entry])
        return super().step(entry)


class TakeBack(FigureStep, TakeBackEntry):
    """Makes what one submitted a draft again."""


class Withdraw(FigureStep, WithdrawEntry):
    """Throws one's own draft away."""


class Approve(FigureStep, ApproveEntry):
    """Approves an entry, so that it counts."""

    right = Right.REVIEW_PROGRESS

    def step(self, entry: ReviewedEntry) -> str:
        """Approve the entry, when that does what the page said."""
        hold_effects(self, [entry], url=self.address_of(entry))
        return super().step(entry)


class GiveBack(FigureStep, GiveBackEntry):
    """Returns an entry with a reason."""

    right = Right.REVIEW_PROGRESS
