"""Action items: who does what before when."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.forms import ReasonForm
from regiodeal.covenant.meetings.decision_forms import ActionForm, FinishForm
from regiodeal.covenant.meetings.subjects import linked
from regiodeal.covenant.models import ActionItem, Decision
from regiodeal.covenant.models.decisions import replace_links
from regiodeal.covenant.models.review import WrongStateError
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage
from regiodeal.covenant.views.forms import FormPage
from regiodeal.covenant.views.meetings import MeetingView


class AddAction(MeetingView, FormPage):
    """Agrees who does what."""

    right = Right.KEEP_MEETINGS
    title = "Actiepunt afspreken"
    save_label = "Leg het actiepunt vast"

    def form(self, data: Any = None) -> ActionForm:
        """An empty action item."""
        return ActionForm(data, meeting=self.meeting, decisions=self.decisions(), prefix="actie")

    @transaction.atomic
    def save(self, form: ActionForm) -> str:
        """Add it."""
        action = ActionItem(meeting=self.meeting)
        action.enter(by=self.user, at=timezone.now(), values=form.values())
        replace_links(action.links, form.cleaned_data["about"])
        return f"Het actiepunt staat bij {action.who}."


class ActionsPage(DealPage):
    """What still has to be done, and by whom?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Actiepunten"
    template_name = "covenant/actions.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The calendar."""
        return [("Rijk-Regio-overleg", reverse("meetings", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The open ones by their last day, and those that are done."""
        rows = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader())
        rows = rows.select_related("owner", "meeting", "decision")
        return super().get_context_data(
            open=[(row, row.is_late(self.on)) for row in rows.open()],
            closed=rows.exclude(done_on__isnull=True, dropped_reason="").order_by("-done_on", "-pk"),
            **kwargs,
        )


class ActionPage(FormPage):
    """One action item: its owner finishes it, who keeps the meetings changes or drops it."""

    right = Right.SEE_DEAL
    right_to_save = Right.KEEP_MEETINGS
    template_name = "covenant/action.html"

    action: ActionItem

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the action item, cut to what the user may see."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader())
            self.action = get_object_or_404(rows.select_related("meeting", "decision", "owner"), pk=kwargs["pk"])

    def page_title(self) -> str:
        """What has to be done."""
        return str(self.action)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The list."""
        return [("Actiepunten", reverse("actions", args=[self.deal.slug]))]

    def address(self) -> str:
        """This page."""
        return reverse("action", args=[self.deal.slug, self.action.pk])

    def form(self, data: Any = None) -> ActionForm | None:
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
        """Change it."""
        version = form.cleaned_data["version"] or 0
        self.action.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        replace_links(self.action.links, form.cleaned_data["about"])
        return "Het actiepunt is aangepast."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
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

    def _trail(self) -> list[Any]:
        """Who changed what, for who keeps the records: it names decisions that another may not know of (art. 11)."""
        if not self.may(Right.SEE_UNAPPROVED):
            return []
        return list(self.action.events.select_related("by").order_by("-at", "-pk"))


class FinishAction(ActionPage):
    """It is done. Its owner may say so, and who keeps the meetings."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Record it; a refusal is a message and changes nothing."""
        if not self.may(Right.KEEP_MEETINGS) and self.action.owner_id != self.user.pk:
            raise PermissionDenied
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
    """It is not needed any more."""

    right = Right.KEEP_MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Record why; a refusal is a message and changes nothing."""
        form = ReasonForm(request.POST, prefix="vervalt")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(drop_form=form), status=422)
        try:
            self.action.drop(reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
            messages.success(request, "Dit actiepunt vervalt.")
        except (WrongStateError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())
