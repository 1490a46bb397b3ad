"""Grants, advances and settlements of a project: entering one, its page, and the conditions of a grant.

The steps of their review are those of all money: finance/review/views.py.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from finance.grants.forms import DECISIONS, GrantConditionForm, ReviewedForm
from finance.grants.models import Advance, Grant, GrantCondition, MoneyDecision, decisions_of
from finance.projects.views import OfMoneyOfProject
from pillars.projects.models import Project
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.models import HIDDEN_DECISION, Decision
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.lifecycle.entry_page import entry_context
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle, LifecycleEvent
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage

TITLES = {
    "beschikkingen": "Beschikking invoeren",
    "voorschotten": "Voorschot invoeren",
    "vaststellingen": "Vaststelling invoeren",
}
AT_ONCE = "Een collega voerde dit op hetzelfde moment in. Bekijk de lijst voordat u het nog een keer opslaat."


class AddDecision(OfMoneyOfProject):
    """Enters a grant, an advance or a settlement of a project, as a draft or for approval."""

    right = Right.ENTER_MONEY
    template_name = "finance/projects/add_decision.html"

    def page_title(self) -> str:
        """Title the page by what is entered."""
        return TITLES[self.kwargs["kind"]]

    def form(self, data: Posted = None) -> ReviewedForm:
        """Return the form of its kind."""
        return DECISIONS[self.kwargs["kind"]](data, project=self.project)

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, and where one goes without saving."""
        kwargs.setdefault("form", self.form())
        key = f"{self.kwargs['kind']} {self.project.code}"
        return super().get_context_data(cancel_url=self.address(), project=self.project, keep_key=key, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep it, and submit it where that was asked."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        values: dict[str, Any] = form.values()
        if issubclass(form.model, MoneyDecision):
            values["project"] = self.project
        try:
            with transaction.atomic():
                entry = form.model.begin(by=self.user, at=timezone.now(), **values)
                if "submit" in request.POST:
                    entry.submit(by=self.user, at=timezone.now())
        except (ValueError, IntegrityError) as refusal:
            form.add_error(None, AT_ONCE if isinstance(refusal, IntegrityError) else str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        forget_unsaved(self)
        messages.success(request, _told(entry))
        return redirect(decision_address(self.deal.slug, self.kwargs["kind"], entry))


def _told(entry: ReviewedEntry) -> str:
    if entry.state == State.SUBMITTED:
        return f"{entry} is ingediend. Na goedkeuring telt het bedrag mee."
    return f"{entry} is bewaard als concept."


def decision_address(slug: str, kind: str, entry: ReviewedEntry) -> str:
    """Return the address of a grant, an advance or a settlement."""
    return reverse("project-decision", args=[slug, kind, entry.pk])


class MoneyDecisionPage(OfMoneyOfProject):
    """One grant, advance or settlement: what it says, its trail, its evidence, and the next step."""

    right = Right.SEE_DEAL
    template_name = "finance/projects/decision.html"

    entry: Any
    project: Project

    def load(self) -> None:
        """Fetch it, cut to what the user may see."""
        rows = decisions_of(DECISIONS[self.kwargs["kind"]].model, self.deal)
        if not self.may(Right.SEE_UNAPPROVED):
            rows = rows.filter(state=State.APPROVED)
        self.entry = get_object_or_404(rows.select_related("entered_by", "decided_by"), pk=self.kwargs["pk"])
        self.project = get_object_or_404(Project.objects.visible_to(self.rights), pk=self.entry.project.pk)

    def page_title(self) -> str:
        """Title the page by what it is."""
        return str(self.entry)

    def form(self, data: Posted = None) -> ReviewedForm:
        """Return the form that changes an open one."""
        return DECISIONS[self.kwargs["kind"]](data, project=self.project, entry=self.entry)

    def get_context_data(self, **kwargs: object) -> Context:
        """What it says, its amounts and conditions, its trail, and the forms that fit its state."""
        entry, kind = self.entry, self.kwargs["kind"]
        is_own = entry.entered_by_id == self.user.pk
        waits = entry.state == State.SUBMITTED and self.may(Right.APPROVE_MONEY)
        if entry.is_open and self.may(Right.ENTER_MONEY):
            kwargs.setdefault("form", self.form())
        has_evidence = not isinstance(entry, Advance)  # it is shown by its booking
        if has_evidence:
            kwargs |= evidence_context(self, entry, kind, right=Right.ENTER_MONEY, pages="money-evidence")
        return super().get_context_data(
            entry=entry,
            kind=kind,
            project=self.project,
            said=[(entry.label_of(name), text) for name in entry.content_fields if (text := self._said(name))],
            amounts=entry.by_line().items() if isinstance(entry, MoneyDecision) else (),
            asked=entry.asked.all() if isinstance(entry, Grant) else None,
            events=self._trail(),
            may_decide=waits and not is_own,
            is_own=waits and is_own,
            siblings=(),
            return_form=ReturnForm(),
            **entry_context(self, entry),
            keep_key=f"{kind} {entry.pk}",
            has_evidence=has_evidence,
            **kwargs,
        )

    def _said(self, name: str) -> str:
        """Return what stands in a field, as far as the user may know of the decision that it rests on."""
        if name == "decision" and self.entry.decision is not None:
            return str(self.entry.decision.as_read(**self.reader()))
        return str(self.entry.in_words(name))

    def _trail(self) -> list[LifecycleEvent]:
        """Return what happened to it, also without the names of decisions that are closed to the user."""
        rows: list[LifecycleEvent] = list(self.entry.events.select_related("by"))
        closed = Decision.objects.filter(deal=self.deal).exclude(
            pk__in=Decision.objects.visible_to(self.deal, **self.reader()).values("pk")
        )
        names = tuple(f"Besluit {row.code}:" for row in closed)  # by its number: the words may have changed since
        for row in rows:
            row.changes = [
                [what, *(HIDDEN_DECISION if text.startswith(names) else text for text in texts)]
                for what, *texts in row.changes
            ]
        return rows

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change an open one, when it is as it was on the screen."""
        if not self.may(Right.ENTER_MONEY):
            raise PermissionDenied
        url = decision_address(self.deal.slug, self.kwargs["kind"], self.entry)
        hold(self.entry, seen_version(request.POST), url=url)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            with transaction.atomic():
                version = seen_version(request.POST)
                self.entry.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
                if "submit" in request.POST:
                    self.entry.submit(by=self.user, at=timezone.now())
        except (ValueError, WrongStateError, IntegrityError) as refusal:
            form.add_error(None, AT_ONCE if isinstance(refusal, IntegrityError) else str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        forget_unsaved(self)
        messages.success(request, _told(self.entry))
        return redirect(url)


class OfGrant(OfMoneyOfProject):
    """The part that the pages about the conditions of a grant share: they lead back to it."""

    grant: Grant

    def find(self, pk: int) -> None:
        """Fetch a grant of this deal."""
        rows = Grant.objects.filter(project__deal=self.deal).exclude(state=State.WITHDRAWN)
        self.grant = get_object_or_404(rows.select_related("project"), pk=pk)
        self.project = self.grant.project

    def address(self) -> str:
        """Return the address of the grant."""
        return decision_address(self.deal.slug, "beschikkingen", self.grant)


class AddGrantCondition(OfGrant, FormPage):
    """Adds something that a grant asks of the project."""

    right = Right.ENTER_MONEY
    section = "money"
    title = "Voorwaarde toevoegen"

    def load(self) -> None:
        """Fetch the grant."""
        self.find(self.kwargs["pk"])

    def form(self, data: Posted = None) -> GrantConditionForm:
        """Return the form of a new condition."""
        return GrantConditionForm(data)

    def save(self, form: GrantConditionForm) -> str:
        """Store it, with the first row of its trail."""
        GrantCondition(grant=self.grant).enter(by=self.user, at=timezone.now(), values=form.values())
        return "De voorwaarde staat bij de beschikking."


class ReviseGrantCondition(OfGrant, SeenFormPage):
    """Changes a condition, or says when it was done and what came of it."""

    right = Right.ENTER_MONEY
    section = "money"
    title = "Voorwaarde bijwerken"

    condition: GrantCondition

    def load(self) -> None:
        """Fetch the condition and its grant."""
        rows = GrantCondition.objects.filter(grant__project__deal=self.deal)
        self.condition = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.find(self.condition.grant_id)

    def decides_on(self) -> Lifecycle:
        """Return the condition as it was seen."""
        return self.condition

    def form(self, data: Posted = None) -> GrantConditionForm:
        """Return the form with what is known."""
        return GrantConditionForm(data, instance=GrantCondition.objects.get(pk=self.condition.pk))

    def save(self, form: GrantConditionForm) -> str:
        """Change it."""
        version = seen_version(self.request.POST)
        self.condition.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        return "De voorwaarde is bijgewerkt."
