"""The verbs of review as addresses: submit, take back, withdraw, approve, return. Each decides on what was seen.

An app names its rows and where each is shown; the rules that a verb asks for are those of its topic.
"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from regiodeal.base.refusals import FourEyesError, NotOwnEntryError, WrongStateError
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import ReviewedEntry
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import DealView


class ReviewStep(DealView):
    """Base of the verbs on one entry. Afterwards one is back where one was, with a message that says what happened."""

    http_method_names = ["post"]
    refusals: tuple[type[Exception], ...] = (WrongStateError, FourEyesError, NotOwnEntryError, ValueError)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Find the entry within the deal and take the step; a refusal is a message and changes nothing."""
        entry = get_object_or_404(self.entries(), pk=self.kwargs["pk"])
        url = self.address_of(entry)
        hold(entry, seen_version(request.POST), url=url)
        try:
            told = self.step(entry)
        except self.refusals as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self._ours("next") or url)
        onward = self._ours("onward")
        messages.success(request, f"{told} ({entry})" if onward else told)
        return HttpResponseRedirect(onward or self._ours("next") or url)

    def _ours(self, name: str) -> str:
        """An address of this portal that the form carries: where one was, or where one goes on after a decision."""
        following = self.request.POST.get(name, "")
        is_ours = url_has_allowed_host_and_scheme(following, allowed_hosts={self.request.get_host()})
        return following if is_ours else ""

    def entries(self) -> QuerySet[ReviewedEntry]:
        """The entries of the sort that the address names, of this deal."""
        raise NotImplementedError

    def address_of(self, entry: ReviewedEntry) -> str:
        """Return where the entry is shown."""
        raise NotImplementedError

    def step(self, entry: ReviewedEntry) -> str:
        """Take the step and return what to tell the user."""
        raise NotImplementedError


class SubmitEntry(ReviewStep):
    """Offers an entry for review."""

    def step(self, entry: ReviewedEntry) -> str:
        """Submit the entry."""
        entry.submit(by=self.user, at=timezone.now())
        return "Ingediend. Een ander kijkt er nu naar."


class TakeBackEntry(ReviewStep):
    """Makes what one submitted a draft again."""

    def step(self, entry: ReviewedEntry) -> str:
        """Take it back, while nobody decided."""
        entry.take_back(by=self.user, at=timezone.now())
        return "Teruggenomen. Het is weer een concept van u."


class WithdrawEntry(ReviewStep):
    """Throws one's own draft away."""

    def step(self, entry: ReviewedEntry) -> str:
        """Withdraw it; it stays in the trail."""
        entry.withdraw(by=self.user, at=timezone.now(), reason=self.request.POST.get("reason", ""))
        return "Weggegooid. Het telt nergens mee."


class ApproveEntry(ReviewStep):
    """Approves an entry, so that it counts."""

    def step(self, entry: ReviewedEntry) -> str:
        """Approve the entry."""
        entry.approve(by=self.user, at=timezone.now())
        return "Goedgekeurd. Dit telt nu mee."


class GiveBackEntry(ReviewStep):
    """Returns an entry with a reason."""

    def step(self, entry: ReviewedEntry) -> str:
        """Return it, if a reason was given."""
        form = ReturnForm(self.request.POST)
        if not form.is_valid():
            raise ValueError(form.errors["reason"][0])
        self.give_back(entry, form.cleaned_data["reason"])
        forget_unsaved(self)
        return "Teruggestuurd met uw reden."

    def give_back(self, entry: ReviewedEntry, reason: str) -> None:
        """Return it."""
        entry.give_back(by=self.user, at=timezone.now(), reason=reason)
