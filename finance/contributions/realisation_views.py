"""The parts of a contribution: entering one, its page, and correcting what counts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.contributions.forms import RealisationCorrectionForm, RealisationForm
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation, realisations_of
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.lifecycle.entry_page import entry_context
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context

KIND = "realisaties"  # in an address


def part_address(slug: str, part: Realisation) -> str:
    """Return the address of a part."""
    return reverse("realisation", args=[slug, part.pk])


def _told(part: Realisation) -> str:
    if part.state == State.SUBMITTED:
        return "Ingediend. Het telt mee als een ander het heeft goedgekeurd."
    return "Bewaard als concept."


class OfContribution(MoneyDealPage):
    """The part that the pages about parts of a contribution share: they lead back to it."""

    whole: Contribution

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the contribution."""
        slug = self.deal.slug
        here = (self.whole.partner.name, reverse("contribution", args=[slug, self.whole.pk]))
        return [*super().breadcrumbs(), ("Bijdragen", reverse("contributions", args=[slug])), here]


class AddRealisation(OfContribution):
    """Enters a part of a contribution, as a draft or for approval."""

    right = Right.ENTER_MONEY
    title = "Deel invoeren"
    template_name = "finance/contributions/add_realisation.html"

    def load(self) -> None:
        """Fetch the contribution of this deal."""
        rows = Contribution.objects.filter(deal=self.deal).select_related("party", "organisation")
        self.whole = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The form, where a part can be done."""
        if not self.whole.is_settled:
            messages.error(request, "Een bijdrage wordt eerst bevestigd. Daarna voert u in wat ervan is gedaan.")
            return redirect(reverse("contribution", args=[self.deal.slug, self.whole.pk]))
        return super().get(request, *args, **kwargs)

    def form(self, data: Posted = None) -> RealisationForm:
        """Return the form of a new part."""
        return RealisationForm(data, contribution=self.whole)

    def get_context_data(self, **kwargs: object) -> Context:
        """The contribution, what remains of it, and the form."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(
            row=self.whole,
            realised=self.whole.realised_amount,
            remaining=self.whole.remaining,
            cancel_url=reverse("contribution", args=[self.deal.slug, self.whole.pk]),
            keep_key=f"realisatie van bijdrage {self.whole.pk}",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep it, and submit it where that was asked."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            with transaction.atomic():
                now = timezone.now()
                part = Realisation.begin(by=self.user, at=now, contribution=self.whole, **form.values())
                if "submit" in request.POST:
                    part.submit(by=self.user, at=now)
        except (ValueError, WrongStateError) as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        forget_unsaved(self)
        messages.success(request, f"{_told(part)} Voeg hier het bewijs toe.")
        return redirect(part_address(self.deal.slug, part))


class RealisationPage(OfContribution):
    """One part of a contribution: what it says, its trail, its evidence, and the next step."""

    right = Right.SEE_DEAL
    template_name = "finance/contributions/realisation.html"

    part: Realisation

    def load(self) -> None:
        """Fetch it, cut to what the user may see."""
        rows = realisations_of(self.deal)
        if not self.may(Right.SEE_UNAPPROVED):
            rows = rows.filter(state=State.APPROVED)
        self.part = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.whole = self.part.contribution

    def page_title(self) -> str:
        """Title the page by what it is."""
        return str(self.part)

    def get_context_data(self, **kwargs: object) -> Context:
        """What it says, what it came to, its trail, and the forms that fit its state."""
        part = self.part
        is_own = part.entered_by_id == self.user.pk
        waits = part.state == State.SUBMITTED and self.may(Right.APPROVE_MONEY)
        enters = self.may(Right.ENTER_MONEY)
        root = part.corrects or part
        corrections = root.corrections.exclude(state=State.WITHDRAWN).select_related("entered_by")
        if not self.may(Right.SEE_UNAPPROVED):
            corrections = corrections.filter(state=State.APPROVED)
        found = list(corrections)
        if part.is_open and enters and part.corrects is None:
            kwargs.setdefault("form", RealisationForm(contribution=self.whole, part=part))
        is_free = part.is_settled and not any(each.state in OPEN_STATES for each in found)
        return super().get_context_data(
            entry=part,
            row=self.whole,
            kind=KIND,
            root=root,
            corrections=found,
            came_to=part.came_to() if found and root.is_settled else None,
            remaining=self.whole.remaining,
            may_correct=is_free and enters,
            events=part.events.select_related("by"),
            may_decide=waits and not is_own,
            is_own=waits and is_own,
            siblings=(),
            return_form=ReturnForm(),
            keep_key=f"{KIND} {part.pk}",
            **entry_context(self, part),
            **evidence_context(self, part, KIND, right=Right.ENTER_MONEY, pages="money-evidence"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change an open one, when it is as it was on the screen."""
        if not self.may(Right.ENTER_MONEY) or self.part.corrects is not None:
            raise PermissionDenied
        url = part_address(self.deal.slug, self.part)
        hold(self.part, seen_version(request.POST), url=url)
        form = RealisationForm(request.POST, contribution=self.whole, part=self.part)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            with transaction.atomic():
                version, now = seen_version(request.POST), timezone.now()
                self.part.revise(by=self.user, at=now, values=form.values(), version=version)
                if "submit" in request.POST:
                    self.part.submit(by=self.user, at=now)
        except (ValueError, WrongStateError) as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        forget_unsaved(self)
        messages.success(request, _told(self.part))
        return redirect(url)


class CorrectRealisation(OfContribution, SeenFormPage):
    """Proposes what a part came to: the difference counts once another approves it."""

    right = Right.ENTER_MONEY
    section = "money"
    title = "Deel corrigeren"

    part: Realisation

    def load(self) -> None:
        """Fetch a part of this deal that counts."""
        self.part = get_object_or_404(realisations_of(self.deal).filter(state=State.APPROVED), pk=self.kwargs["pk"])
        self.part = self.part.corrects or self.part
        self.whole = self.part.contribution

    def decides_on(self) -> Lifecycle:
        """Return the contribution as it was seen: with each part that counts it gets another version."""
        return self.whole

    def address(self) -> str:
        """Return the address of the part."""
        return part_address(self.deal.slug, self.part)

    def form(self, data: Posted = None) -> RealisationCorrectionForm:
        """Return the form with what the part comes to now."""
        initial = {"amount": self.part.came_to(), "valuation_ground": self.part.valuation_ground}
        return RealisationCorrectionForm(data, part=self.part, initial=initial)

    def save(self, form: RealisationCorrectionForm) -> str:
        """Propose it."""
        self.part.correct(by=self.user, at=timezone.now(), **form.cleaned_data)
        return "Uw correctie is ingediend. Een ander beslist; tot die tijd telt het oude bedrag."
