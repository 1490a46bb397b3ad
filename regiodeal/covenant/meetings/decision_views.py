"""Pages of decisions and action items."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.decisions import record_decision
from regiodeal.covenant.meetings.forms import ActionForm, DecisionFilter, DecisionForm, FinishForm, ReviseDecisionForm
from regiodeal.covenant.meetings.models import ActionItem, Decision, replace_links
from regiodeal.covenant.meetings.subjects import linked, reference, resolve
from regiodeal.covenant.meetings.views import MeetingView
from regiodeal.deals.models import Membership
from regiodeal.deals.roles import Right
from regiodeal.deals.words import fill_in
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.steps import LifecycleEvent
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage
from regiodeal.sheets.list_download import DownloadableList, ListColumn


class RecordDecision(MeetingView, FormPage):
    """Writes down what the overleg decided. A decision about a deviation closes its explanation."""

    right = Right.KEEP_MEETINGS
    title = "Besluit vastleggen"
    save_label = "Leg het besluit vast"

    def form(self, data: Posted = None) -> DecisionForm:
        """The form, with the agenda item of the address chosen: `?punt=3`."""
        return DecisionForm(
            data, meeting=self.meeting, prefix="besluit", initial={"item": self.request.GET.get("punt")}
        )

    def save(self, form: DecisionForm) -> str:
        """Record the decision."""
        about = form.cleaned_data["about"]
        decision = record_decision(self.meeting, about=about, by=self.user, at=timezone.now(), values=form.values())
        return f"Besluit {decision.code} is vastgelegd."


DECISION_COLUMNS = (
    ListColumn("nummer", "Nummer", lambda row: row[0].code),
    ListColumn("besluit", "Besluit", lambda row: row[0].title),
    ListColumn("overleg", "{Overleg}", lambda row: str(row[0].meeting)),
    ListColumn("dag", "Besloten op", lambda row: row[0].decided_on),
    ListColumn("over", "Gaat over", lambda row: "; ".join(link.title for link in row[1])),
    ListColumn("stand", "Stand", lambda row: "vastgesteld" if row[0].agreed_on else "nog niet vastgesteld"),
)
ACTION_COLUMNS = (
    ListColumn("dag", "Uiterlijk", lambda row: row.due_on),
    ListColumn("wat", "Wat", str),
    ListColumn("wie", "Wie", lambda row: str(row.who)),
    ListColumn("overleg", "Afgesproken in", lambda row: str(row.meeting)),
    ListColumn("gedaan", "Gedaan op", lambda row: row.done_on),
)


class DecisionsPage(DownloadableList):
    """Answers: what was decided, when, and about what?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Besluiten"
    template_name = "covenant/meetings/decisions.html"
    list_name = "besluiten"
    list_columns = DECISION_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The decisions that were asked for, with what each is about."""
        return context["rows"]  # type: ignore[return-value]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the calendar."""
        return [(fill_in("{Overleg}"), reverse("meetings", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The decisions that the user may see, cut to what was asked for."""
        filters = DecisionFilter(self.request.GET, deal=self.deal, sees_unapproved=self.may(Right.SEE_UNAPPROVED))
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
    template_name = "covenant/meetings/decision.html"

    decision: Decision

    def load(self) -> None:
        """Fetch the decision, cut to what the user may see."""
        year, _dash, number = self.kwargs["code"].partition("-")
        if not (year.isdecimal() and number.isdecimal() and len(number) < 5 and len(year) == 4):
            raise Http404
        rows = Decision.objects.visible_to(self.deal, **self.reader()).select_related("meeting", "item", "requester")
        self.decision = get_object_or_404(rows, year=int(year), number=int(number))

    def page_title(self) -> str:
        """Title the page by the number of the decision."""
        return f"Besluit {self.decision.code}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the register."""
        return [("Besluiten", reverse("decisions", args=[self.deal.slug]))]

    def address(self) -> str:
        """Return the address of this page."""
        return reverse("decision", args=[self.deal.slug, self.decision.code])

    def form(self, data: Posted = None) -> ReviseDecisionForm | None:
        """The words as they stand; none once the decision is final."""
        if self.decision.agreed_on and data is None:
            return None
        row = self.decision
        return ReviseDecisionForm(data, initial={"title": row.title, "text": row.text, "version": row.version})

    def save(self, form: ReviseDecisionForm) -> str:
        """Change the decision."""
        version = form.cleaned_data["version"] or 0
        self.decision.revise(by=self.user, at=timezone.now(), values=form.cleaned_data, version=version)
        return "Het besluit is aangepast."

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what it is about, and who does what because of it."""
        actions = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader())
        return super().get_context_data(
            decision=self.decision,
            about=linked(self.deal, self.decision.links.all()),
            actions=actions.filter(decision=self.decision).select_related("owner"),
            changes=self.decision.events.select_related("by").order_by("-at", "-pk"),
            **kwargs,
        )


class AddAction(MeetingView, FormPage):
    """Adds an action item to a meeting."""

    right = Right.KEEP_MEETINGS
    title = "Actiepunt afspreken"
    save_label = "Leg het actiepunt vast"

    def form(self, data: Posted = None) -> ActionForm:
        """Return the form of a new action item, empty or as it was sent."""
        return ActionForm(data, meeting=self.meeting, decisions=self.decisions(), prefix="actie")

    @transaction.atomic
    def save(self, form: ActionForm) -> str:
        """Add the action item."""
        action = ActionItem(meeting=self.meeting)
        action.enter(by=self.user, at=timezone.now(), values=form.values())
        replace_links(action.links, form.cleaned_data["about"])
        return f"Het actiepunt staat bij {action.who}."


class ActionsPage(DownloadableList):
    """Answers: what still has to be done, and by whom?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Actiepunten"
    template_name = "covenant/meetings/actions.html"
    list_name = "actiepunten"
    list_columns = ACTION_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The open ones, and those that are done."""
        opened: Any = context["open"]
        closed: Any = context["closed"]
        return [*(row for row, _is_late in opened), *closed]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the calendar."""
        return [(fill_in("{Overleg}"), reverse("meetings", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The open ones by their last day, and those that are done."""
        rows = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader())
        rows = rows.select_related("owner", "meeting", "decision")
        members = set(Membership.objects.readers().filter(deal=self.deal).values_list("user", flat=True))
        return super().get_context_data(
            orphaned={row.pk for row in rows.open() if row.owner_id and row.owner_id not in members},
            open=[(row, row.is_late(self.on)) for row in rows.open()],
            closed=rows.exclude(done_on__isnull=True, dropped_reason="").order_by("-done_on", "-pk"),
            **kwargs,
        )


class ActionPage(FormPage):
    """One action item: its owner finishes it, who keeps the meetings changes or drops it."""

    right = Right.SEE_DEAL
    right_to_save = Right.KEEP_MEETINGS
    template_name = "covenant/meetings/action.html"

    action: ActionItem

    def load(self) -> None:
        """Fetch the action item, cut to what the user may see."""
        rows = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader())
        self.action = get_object_or_404(rows.select_related("meeting", "decision", "owner"), pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by what has to be done."""
        return str(self.action)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Actiepunten", reverse("actions", args=[self.deal.slug]))]

    def address(self) -> str:
        """Return the address of this page."""
        return reverse("action", args=[self.deal.slug, self.action.pk])

    def form(self, data: Posted = None) -> ActionForm | None:
        """The action item as it stands; none once it is done."""
        if not self.action.is_open and data is None:
            return None
        visible = Decision.objects.visible_to(self.deal, **self.reader()).filter(meeting=self.action.meeting)
        names = (*ActionItem.content_fields, "version")
        initial = {name: getattr(self.action, name) for name in names}
        initial["about"] = [f"{link.kind}:{link.code}" for link in self.action.links.all()]
        return ActionForm(data, meeting=self.action.meeting, decisions=visible, initial=initial)

    @transaction.atomic
    def save(self, form: ActionForm) -> str:
        """Change the action item."""
        version = form.cleaned_data["version"] or 0
        self.action.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        replace_links(self.action.links, form.cleaned_data["about"])
        return "Het actiepunt is aangepast."

    def get_context_data(self, **kwargs: object) -> Context:
        """The item, what it is about, and what this user may do with it."""
        may_finish = self.action.is_open and (self.may(Right.KEEP_MEETINGS) or self.action.owner_id == self.user.pk)
        visible = Decision.objects.visible_to(self.deal, **self.reader()).filter(actions=self.action)
        kwargs.setdefault(
            "finish_form", FinishForm(today=timezone.localdate(), prefix="gedaan") if may_finish else None
        )
        may_drop = self.action.is_open and self.may(Right.KEEP_MEETINGS)
        kwargs.setdefault("drop_form", ReasonForm(prefix="vervalt") if may_drop else None)
        return super().get_context_data(
            action=self.action,
            decision=visible.first(),
            about=linked(self.deal, self.action.links.all()),
            is_late=self.action.is_late(self.on),
            changes=self._trail(),
            **kwargs,
        )

    def _trail(self) -> list[LifecycleEvent]:
        """Return the trail for whoever keeps the records: it names decisions that others may not know of (art. 11)."""
        if not self.may(Right.SEE_UNAPPROVED):
            return []
        return list(self.action.events.select_related("by").order_by("-at", "-pk"))


class FinishAction(ActionPage):
    """Closes an action item as done. Its owner may do so, and whoever keeps the meetings."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Record it; a refusal is a message and changes nothing."""
        if not self.may(Right.KEEP_MEETINGS) and self.action.owner_id != self.user.pk:
            raise PermissionDenied
        hold(self.action, seen_version(request.POST), url=self.address())
        form = FinishForm(request.POST, today=timezone.localdate(), prefix="gedaan")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(finish_form=form), status=422)
        data = form.cleaned_data
        try:
            self.action.finish(on=data["done_on"], note=data["note"], by=self.user, at=timezone.now())
            messages.success(request, "Dit actiepunt is gedaan.")
        except (WrongStateError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())


class DropAction(ActionPage):
    """Closes an action item that is not needed any more."""

    right = Right.KEEP_MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Record why; a refusal is a message and changes nothing."""
        hold(self.action, seen_version(request.POST), url=self.address())
        form = ReasonForm(request.POST, prefix="vervalt")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(drop_form=form), status=422)
        try:
            self.action.drop(reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
            messages.success(request, "Dit actiepunt vervalt.")
        except (WrongStateError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())
