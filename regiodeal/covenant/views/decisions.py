"""Decisions: record one in a meeting, the register with its search, and one decision."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.meetings.decision_forms import DecisionFilter, DecisionForm, ReviseDecisionForm
from regiodeal.covenant.meetings.decisions import record_decision
from regiodeal.covenant.meetings.subjects import linked, reference, resolve
from regiodeal.covenant.models import ActionItem, Decision
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage
from regiodeal.covenant.views.forms import FormPage
from regiodeal.covenant.views.meetings import MeetingView


class RecordDecision(MeetingView, FormPage):
    """Writes down what the overleg decided. A decision about a deviation closes its explanation."""

    right = Right.KEEP_MEETINGS
    title = "Besluit vastleggen"
    save_label = "Leg het besluit vast"

    def form(self, data: Any = None) -> DecisionForm:
        """The form, with the agenda item of the address chosen: `?punt=3`."""
        return DecisionForm(
            data, meeting=self.meeting, prefix="besluit", initial={"item": self.request.GET.get("punt")}
        )

    def save(self, form: DecisionForm) -> str:
        """Record it."""
        about = form.cleaned_data["about"]
        decision = record_decision(self.meeting, about=about, by=self.user, at=timezone.now(), values=form.values())
        return f"Besluit {decision.code} is vastgelegd."


class DecisionsPage(DealPage):
    """What was decided, when, and about what?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Besluiten"
    template_name = "covenant/decisions.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The calendar."""
        return [("Rijk-Regio-overleg", reverse("meetings", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The decisions that the user may see, cut to what was asked for."""
        filters = DecisionFilter(self.request.GET, deal=self.deal)
        asked = filters.cleaned_data if filters.is_valid() else {}
        rows = Decision.objects.visible_to(self.deal, **self.reader()).filter(decided_on__lte=self.on)
        if asked.get("zoek"):
            rows = rows.filter(Q(title__icontains=asked["zoek"]) | Q(text__icontains=asked["zoek"]))
        if asked.get("jaar"):
            rows = rows.filter(year=asked["jaar"])
        if asked.get("over"):
            rows = rows.about(*reference(asked["over"]))
        found = list(rows.select_related("meeting", "requester").prefetch_related("links"))
        names = resolve(self.deal, [(link.kind, link.code) for row in found for link in row.links.all()])
        return super().get_context_data(
            filters=filters,
            is_filtered=any(asked.values()),
            rows=[(row, [names[link.kind, link.code] for link in row.links.all()]) for row in found],
            **kwargs,
        )


class DecisionPage(FormPage):
    """One decision. Until the minutes stand, who keeps the meetings can put it in better words."""

    right = Right.SEE_DEAL
    right_to_save = Right.KEEP_MEETINGS
    template_name = "covenant/decision.html"

    decision: Decision

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the decision, cut to what the user may see."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            year, _dash, number = kwargs["code"].partition("-")
            if not (year.isdecimal() and number.isdecimal() and len(number) < 5 and len(year) == 4):
                raise Http404
            rows = Decision.objects.visible_to(self.deal, **self.reader()).select_related(
                "meeting", "item", "requester"
            )
            self.decision = get_object_or_404(rows, year=int(year), number=int(number))

    def page_title(self) -> str:
        """Its number."""
        return f"Besluit {self.decision.code}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The register."""
        return [("Besluiten", reverse("decisions", args=[self.deal.slug]))]

    def address(self) -> str:
        """This page."""
        return reverse("decision", args=[self.deal.slug, self.decision.code])

    def form(self, data: Any = None) -> ReviseDecisionForm | None:
        """The words as they stand; none once the decision is final."""
        if self.decision.agreed_on and data is None:
            return None
        row = self.decision
        return ReviseDecisionForm(data, initial={"title": row.title, "text": row.text, "version": row.version})

    def save(self, form: ReviseDecisionForm) -> str:
        """Change it."""
        version = form.cleaned_data["version"] or 0
        self.decision.revise(by=self.user, at=timezone.now(), values=form.cleaned_data, version=version)
        return "Het besluit is aangepast."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it is about, and who does what because of it."""
        actions = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader())
        return super().get_context_data(
            decision=self.decision,
            about=linked(self.deal, self.decision.links.all()),
            actions=actions.filter(decision=self.decision).select_related("owner"),
            changes=self.decision.events.select_related("by").order_by("-at", "-pk"),
            **kwargs,
        )
