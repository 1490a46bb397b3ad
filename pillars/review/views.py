"""Steps in the life of an entry: submit, approve, return. One view for each verb, for every kind of entry."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from pillars.explanations.models import Explanation
from pillars.measurements.expected import figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.plausible import doubt_about, last_value
from pillars.measurements.readiness import Readiness, readiness_of
from pillars.measurements.rounds import round_on
from pillars.outcomes.models import OutcomeMeasurement
from pillars.progress.effects import effects_digest, effects_of_approving
from pillars.review.queue import Work, work_of
from pillars.stories.models import ProgressEntry
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.caching.etags import revalidated
from regiodeal.deals.contributions import contributed
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.bulk import approve_all
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
        """The work of this user, `is_empty` for the quiet page, and how ready the round is for whoever works on it."""
        work: Work = work_of(self.deal, self.user, self.rights, on=timezone.localdate())
        # What waits in the apps above this one.
        lists = contributed(lambda app: app.waiting_lists)
        others = [row for waiting in lists for row in waiting(self.deal, self.user, self.rights)]
        is_empty = not others and not any(rows.exists() for rows in work.lists)
        readiness = self._readiness()
        return super().get_context_data(work=work, is_empty=is_empty, readiness=readiness, others=others, **kwargs)

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
            "indicator", "item", "entered_by", "replaces__indicator"
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


class ApproveMany(DealPage):
    """Approves what was ticked on the list: first the list to confirm, then the decision about each."""

    right = Right.REVIEW_PROGRESS
    http_method_names = ["post"]
    template_name = "pillars/review/approve_many.html"
    title = "Samen goedkeuren"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Mijn werk", reverse("my-work", args=[self.deal.slug]))]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show what would be approved; with `confirm`, approve it and say what became of each."""
        chosen = {kind: hold_all(rows, request.POST.getlist(kind)) for kind, rows in entries_of(self.deal).items()}
        rows: list[ReviewedEntry] = [row for found in chosen.values() for row in found]
        if rows and "confirm" not in request.POST:
            effects = effects_of_approving(self.deal, rows, on=timezone.localdate())
            figures = [(row, _doubt(row)) for row in rows if isinstance(row, Measurement)]
            context = self.get_context_data(
                chosen=chosen,
                count=len(rows),
                figures=figures,
                effects=effects,
                effects_digest=effects_digest(effects),
            )
            return self.render_to_response(context)
        if rows:
            hold_effects(self, rows, url=reverse("my-work", args=[self.deal.slug]))
            self._approve(rows)
        else:
            messages.info(request, "U heeft niets gekozen. Er is niets veranderd.")
        return HttpResponseRedirect(reverse("my-work", args=[self.deal.slug]))

    def _approve(self, rows: list[ReviewedEntry]) -> None:
        """Approve all of them or none."""
        try:
            approve_all(rows, by=self.user, at=timezone.now())
        except (WrongStateError, FourEyesError) as refusal:
            messages.error(self.request, f"Er is niets goedgekeurd. {refusal}")
        else:
            messages.success(self.request, f"{len(rows)} goedgekeurd. Dit telt nu mee.")


def _doubt(row: Measurement) -> str:
    """What makes a figure unlikely: what its author was asked too."""
    last = last_value(row.indicator, row.item, besides=row.pk)
    return doubt_about(row.indicator, row.value, last=last)


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
