"""Steps in the life of an entry: submit, approve, return. One view for each verb, for every kind of entry."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from pillars.explanations.models import Explanation
from pillars.measurements.expected import figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.readiness import Readiness, readiness_of
from pillars.measurements.rounds import round_on
from pillars.outcomes.models import OutcomeMeasurement
from pillars.review.queue import Work, work_of
from pillars.stories.models import ProgressEntry
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.caching.etags import revalidated
from regiodeal.deals.contributions import contributed
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.bulk import Decided, approve_all
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import ReviewedEntry
from regiodeal.lifecycle.views import forget_unsaved
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
        work = work_of(self.deal, self.user, self.rights, on=timezone.localdate())
        measurements = [row for row in work.measurements_to_review if str(row.pk) in request.POST.getlist("meting")]
        entries = [row for row in work.entries_to_review if str(row.pk) in request.POST.getlist("voortgang")]
        explanations = [row for row in work.explanations_to_review if str(row.pk) in request.POST.getlist("uitleg")]
        outcomes = [row for row in work.outcomes_to_review if str(row.pk) in request.POST.getlist("maatschappelijk")]
        chosen: list[ReviewedEntry] = [*measurements, *entries, *explanations, *outcomes]
        if chosen and "confirm" not in request.POST:
            context = self.get_context_data(
                measurements=measurements,
                entries=entries,
                explanations=explanations,
                outcomes=outcomes,
                count=len(chosen),
            )
            return self.render_to_response(context)
        self._tell(approve_all(chosen, by=self.user, at=timezone.now()))
        return HttpResponseRedirect(reverse("my-work", args=[self.deal.slug]))

    def _tell(self, decided: Decided) -> None:
        if decided.approved:
            messages.success(self.request, f"{len(decided.approved)} goedgekeurd. Dit telt nu mee.")
        for entry, reason in decided.refused:
            messages.error(self.request, f"{entry}: {reason}")
        if not decided.approved and not decided.refused:
            messages.info(self.request, "U heeft niets gekozen, of een ander was u voor. Er is niets veranderd.")


class ReviewStep(DealView):
    """Base of the verbs on one entry. Afterwards one is back where one was, with a message that says what happened."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Find the entry within the deal and take the step; a refusal is a message and changes nothing."""
        entry = get_object_or_404(self._entries(), pk=self.kwargs["pk"])
        try:
            messages.success(request, self.step(entry))
        except (WrongStateError, FourEyesError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self._back(entry))

    def step(self, entry: ReviewedEntry) -> str:
        """Take the step and return what to tell the user."""
        raise NotImplementedError

    def _entries(self) -> QuerySet[ReviewedEntry]:
        match self.kwargs["kind"]:
            case "metingen":
                return Measurement.objects.filter(indicator__deal=self.deal)
            case "maatschappelijk":
                return OutcomeMeasurement.objects.filter(indicator__deal=self.deal)
            case "uitleg":
                return Explanation.objects.filter(target__deal=self.deal).select_related("target")
            case _:
                return ProgressEntry.objects.filter(measure__deal=self.deal)

    def _back(self, entry: ReviewedEntry) -> str:
        following = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(following, allowed_hosts={self.request.get_host()}):
            return following
        if isinstance(entry, Explanation):
            return reverse("explain", args=[self.deal.slug, entry.target.code])
        names = {"metingen": "measurement", "maatschappelijk": "outcome", "voortgang": "progress-entry"}
        return reverse(names[self.kwargs["kind"]], args=[self.deal.slug, entry.pk])


class Submit(ReviewStep):
    """Offers an entry for review."""

    right = Right.ENTER_PROGRESS

    def step(self, entry: ReviewedEntry) -> str:
        """Submit the entry."""
        entry.submit(by=self.user, at=timezone.now())
        return "Ingediend. Een beoordelaar kijkt er nu naar."


class Approve(ReviewStep):
    """Approves an entry, so that it counts."""

    right = Right.REVIEW_PROGRESS

    def step(self, entry: ReviewedEntry) -> str:
        """Approve the entry."""
        entry.approve(by=self.user, at=timezone.now())
        return "Goedgekeurd. Dit telt nu mee."


class GiveBack(ReviewStep):
    """Returns an entry with a reason."""

    right = Right.REVIEW_PROGRESS

    def step(self, entry: ReviewedEntry) -> str:
        """Return it, if a reason was given."""
        form = ReturnForm(self.request.POST)
        if not form.is_valid():
            raise ValueError(form.errors["reason"][0])
        entry.give_back(by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        forget_unsaved(self)
        return "Teruggestuurd met uw reden."
