"""Contributions of the region: what was pledged, confirmed and realised, and whether it counts."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.amounts import ZERO
from finance.base.pages import MoneyDealPage
from finance.budget.models import Sector
from finance.contributions.forms import (
    ConfirmForm,
    ContributionForm,
    NationalMoneyForm,
    ProposeAmountForm,
    WithdrawContributionForm,
)
from finance.contributions.models import Contribution, NotEligibleError
from pillars.projects.as_read import with_project_as_read, without_steps_of_projects
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.lifecycle.conflicts import conflicts, offer_again, with_theirs
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context

SECTOR, FORM = Sector, Contribution.Form


class PledgePage(MoneyDealPage):
    """Enters what a partner pledged."""

    right = Right.ENTER_MONEY
    title = "Toezegging invoeren"
    template_name = "finance/contributions/pledge.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the contributions."""
        return [*super().breadcrumbs(), ("Bijdragen", reverse("contributions", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """Add where one goes without saving."""
        kwargs.setdefault("form", ContributionForm(deal=self.deal))
        address = reverse("contributions", args=[self.deal.slug])
        return super().get_context_data(cancel_url=address, keep_key="toezegging", **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Store the pledge."""
        form = ContributionForm(request.POST, deal=self.deal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        row = Contribution.pledge(by=self.user, at=timezone.now(), deal=self.deal, **form.values())
        forget_unsaved(self)
        messages.success(request, "De toezegging is bewaard. Een ander bevestigt haar.")
        return redirect(reverse("contribution", args=[self.deal.slug, row.pk]))


class ContributionPage(MoneyDealPage):
    """One contribution: what it is, its steps, its evidence, and the next step."""

    right = Right.SEE_DEAL
    template_name = "finance/contributions/contribution.html"

    row: Contribution

    def load(self) -> None:
        """Fetch the contribution of this deal."""
        rows = Contribution.objects.select_related(
            "party", "organisation", "contributor", "line__pillar", "line__source", "project", "entered_by"
        )
        self.row = get_object_or_404(rows.prefetch_related("realisations"), deal=self.deal, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by contributor and contribution."""
        return str(self.row)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the contributions."""
        return [*super().breadcrumbs(), ("Bijdragen", reverse("contributions", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The contribution and the forms that fit its state and the user."""
        events, sees = self.row.events.select_related("by"), self.may(Right.SEE_UNAPPROVED)
        parts = self.row.realisations.select_related("entered_by").exclude(state=State.WITHDRAWN)
        receipts = self.row.receipts.exclude(state=State.WITHDRAWN).order_by("booked_on", "pk")
        if not sees:
            parts, receipts = parts.filter(state=State.APPROVED), receipts.filter(state=State.APPROVED)
        shown = list(receipts)
        received = sum((receipt.amount for receipt in shown if receipt.is_settled), ZERO)
        return super().get_context_data(
            row=with_project_as_read(self.row, unapproved=sees),
            parts=parts,
            realised=self.row.realised_amount,
            remaining=self.row.remaining,
            receipts=shown,
            received=received,
            outstanding=max((self.row.confirmed_amount or ZERO) - received, ZERO),
            events=without_steps_of_projects(self.row, events, unapproved=sees),
            keep_key=f"bijdrage {self.row.pk}",
            **{name: form for name, form in self._forms().items() if name not in kwargs},
            **evidence_context(self, self.row, "bijdragen", right=Right.ENTER_MONEY, pages="money-evidence"),
            **kwargs,
        )

    def _forms(self) -> dict[str, object]:
        """The next steps that are open."""
        row, state = self.row, Contribution.State
        is_own = row.entered_by_id == self.user.pk
        pledged = row.state == state.PLEDGED
        enters = self.may(Right.ENTER_MONEY)
        decides = self.may(Right.APPROVE_MONEY)
        today = {"on": timezone.localdate(), "amount": row.amount}
        in_kind = row.form == FORM.IN_KIND
        is_proposer = row.proposed_by_id == self.user.pk
        is_free = not row.is_unanswered and not row.is_national_money
        forms: dict[str, object] = {"is_own": decides and is_own and pledged}
        if enters and pledged:
            start = {name: getattr(row, name) for name in Contribution.content_fields}
            forms["form"] = ContributionForm(
                deal=self.deal, initial=start | {"partner": row.partner_key, "version": row.version}
            )
            if row.sector == SECTOR.PUBLIC:
                answer = {"answer": row.national_money, "ground": row.national_money_ground}
                forms["answer_form"] = NationalMoneyForm(initial=answer)
        if enters and pledged:
            forms["withdraw_form"] = WithdrawContributionForm(prefix="intrekken")
        if enters and row.is_settled and not row.is_proposed:
            forms["propose_form"] = ProposeAmountForm(prefix="voorstel")
        forms["may_undo"] = row.is_proposed and is_proposer
        if row.is_proposed and decides and not is_proposer:
            forms["proposal_form"] = ReturnForm(prefix="besluit")
        if decides and not is_own and pledged and is_free:
            forms["confirm_form"] = ConfirmForm(initial=today, prefix="bevestigen", in_kind=in_kind)
        return forms

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change a pledge; a stale form changes nothing and keeps the text."""
        if not self.may(Right.ENTER_MONEY):
            raise PermissionDenied
        fields = ContributionForm(deal=self.deal).fields
        form = ContributionForm(with_theirs(self.row, fields, request.POST), deal=self.deal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        version = form.cleaned_data["version"] or 0
        try:
            self.row.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        except WrongStateError:
            found = conflicts(self.row, form, version=version)
            offer_again(form, version=self.row.version)
            last = self.row.events.select_related("by").last()
            context = self.get_context_data(form=form, conflicts=found, rival=last.by if last else "Een collega")
            return self.render_to_response(context, status=409)
        forget_unsaved(self)
        messages.success(request, "Uw wijziging is bewaard.")
        return redirect(reverse("contribution", args=[self.deal.slug, self.row.pk]))


class ContributionStep(ContributionPage):
    """Base of the steps of a contribution, each with a form of its own on its page."""

    http_method_names = ["post"]
    form_name = ""
    done = ""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the step on what was seen; a fault stands at the field, a refusal is a message and changes nothing."""
        hold(self.row, seen_version(request.POST), url=reverse("contribution", args=[self.deal.slug, self.row.pk]))
        form = self.bound()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(**{self.form_name: form}), status=422)
        try:
            self.step(form.cleaned_data)
        except (WrongStateError, FourEyesError, NotEligibleError, ValueError) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done)
        return redirect(reverse("contribution", args=[self.deal.slug, self.row.pk]))

    def bound(self) -> forms.Form:
        """The form with what was sent."""
        raise NotImplementedError

    def step(self, data: Values) -> None:
        """Take the step that the form asks for."""
        raise NotImplementedError


class AnswerNationalMoney(ContributionStep):
    """Records whether public money is national money."""

    right = Right.ENTER_MONEY
    form_name = "answer_form"
    done = "Uw antwoord is vastgelegd."

    def bound(self) -> NationalMoneyForm:
        """Return the form as it was sent."""
        return NationalMoneyForm(self.request.POST)

    def step(self, data: Values) -> None:
        """Record whether it is national money."""
        self.row.answer(by=self.user, at=timezone.now(), answer=data["answer"], ground=data["ground"])


class ConfirmContribution(ContributionStep):
    """Confirms a pledge."""

    right = Right.APPROVE_MONEY
    form_name = "confirm_form"
    done = "De bijdrage is bevestigd."

    def bound(self) -> ConfirmForm:
        """Return the form as it was sent."""
        return ConfirmForm(self.request.POST, prefix="bevestigen", in_kind=self.row.form == FORM.IN_KIND)

    def step(self, data: Values) -> None:
        """Confirm the pledge."""
        self.row.confirm(by=self.user, at=timezone.now(), **data)


class WithdrawContribution(ContributionStep):
    """Records that a contribution is off."""

    right = Right.ENTER_MONEY
    form_name = "withdraw_form"
    done = "De bijdrage is ingetrokken. Zij blijft te zien."

    def bound(self) -> WithdrawContributionForm:
        """Return the form as it was sent."""
        return WithdrawContributionForm(self.request.POST, prefix="intrekken")

    def step(self, data: Values) -> None:
        """Withdraw the contribution."""
        self.row.withdraw(by=self.user, at=timezone.now(), reason=data["reason"])


class ProposeAmount(ContributionStep):
    """Proposes another amount for what was confirmed, or that it is off."""

    right = Right.ENTER_MONEY
    form_name = "propose_form"
    done = "Uw voorstel is bewaard. Een ander beslist; tot die tijd telt het oude bedrag."

    def bound(self) -> ProposeAmountForm:
        """Return the form as it was sent."""
        return ProposeAmountForm(self.request.POST, prefix="voorstel")

    def step(self, data: Values) -> None:
        """Propose it."""
        self.row.propose(by=self.user, at=timezone.now(), amount=data["amount"], reason=data["reason"])


class UndoProposal(ContributionStep):
    """Takes back what one proposed oneself."""

    right = Right.ENTER_MONEY
    done = "Uw voorstel is teruggenomen. Er is niets veranderd."

    def bound(self) -> forms.Form:
        """Ask nothing."""
        return forms.Form(self.request.POST)

    def step(self, data: Values) -> None:
        """Undo the proposal."""
        self.row.undo_proposal(by=self.user, at=timezone.now())


class AcceptProposal(UndoProposal):
    """Lets a proposed amount count."""

    right = Right.APPROVE_MONEY
    done = "Het voorstel is goedgekeurd. Het nieuwe bedrag telt vanaf vandaag."

    def step(self, data: Values) -> None:
        """Accept the proposal."""
        self.row.accept_proposal(by=self.user, at=timezone.now())


class RefuseProposal(ContributionStep):
    """Leaves the amount as it is, with a reason."""

    right = Right.APPROVE_MONEY
    form_name = "proposal_form"
    done = "Het voorstel is afgewezen. Er is niets veranderd."

    def bound(self) -> ReturnForm:
        """Return the form as it was sent."""
        return ReturnForm(self.request.POST, prefix="besluit")

    def step(self, data: Values) -> None:
        """Refuse the proposal."""
        self.row.refuse_proposal(by=self.user, at=timezone.now(), reason=data["reason"])
