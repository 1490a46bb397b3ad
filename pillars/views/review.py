"""Steps in the life of an entry: submit, approve, return. One view for each verb, for both kinds of entry."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from pillars.expected import figures_of
from pillars.forms import ReturnForm
from pillars.models import Measurement, ProgressEntry, WrongStateError
from pillars.models.review import FourEyesError, ReviewedEntry
from pillars.queue import Work, work_of
from pillars.readiness import Readiness, readiness_of
from pillars.rounds import round_on
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage, DealView


class MyWork(DealPage):
    """What must I do now: to review, returned to me, and my drafts."""

    right = Right.SEE_DEAL
    template_name = "pillars/my_work.html"
    title = "Mijn werk"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The work of this user, `is_empty` for the quiet page, and how ready the round is for who works on it."""
        work: Work = work_of(self.deal, self.user, self.rights)
        lists = (work.measurements_to_review, work.entries_to_review, work.own_measurements, work.own_entries)
        return super().get_context_data(
            work=work, is_empty=not any(rows.exists() for rows in lists), readiness=self._readiness(), **kwargs
        )

    def _readiness(self) -> Readiness | None:
        if not self.rights & {Right.ENTER_PROGRESS, Right.REVIEW_PROGRESS}:
            return None
        current_round = round_on(self.deal, self.on)
        return readiness_of(figures_of(current_round, on=self.on)) if current_round else None


class ReviewStep(DealView):
    """Base of the verbs on one entry. Afterwards one is back where one was, with a message that says what happened."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the entry within the deal and take the step; a refusal is a message and changes nothing."""
        entry = get_object_or_404(self._entries(), pk=kwargs["pk"])
        try:
            messages.success(request, self.step(entry))
        except (WrongStateError, FourEyesError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self._back(entry))

    def step(self, entry: ReviewedEntry) -> str:
        """Take the step and return what to tell the user."""
        raise NotImplementedError

    def _entries(self) -> QuerySet[Any]:
        if self.kwargs["kind"] == "metingen":
            return Measurement.objects.filter(indicator__deal=self.deal)
        return ProgressEntry.objects.filter(measure__deal=self.deal)

    def _back(self, entry: ReviewedEntry) -> str:
        following = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(following, allowed_hosts={self.request.get_host()}):
            return following
        name = "measurement" if isinstance(entry, Measurement) else "progress-entry"
        return reverse(name, args=[self.deal.slug, entry.pk])


class Submit(ReviewStep):
    """Offers an entry for review."""

    right = Right.ENTER_PROGRESS

    def step(self, entry: ReviewedEntry) -> str:
        """Submit it."""
        entry.submit(by=self.user, at=timezone.now())
        return "Ingediend. Een beoordelaar kijkt er nu naar."


class Approve(ReviewStep):
    """Lets an entry count."""

    right = Right.REVIEW_PROGRESS

    def step(self, entry: ReviewedEntry) -> str:
        """Approve it."""
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
        return "Teruggestuurd met uw reden."
