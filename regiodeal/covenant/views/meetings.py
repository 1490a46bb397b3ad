"""Meetings of the Rijk-Regio-overleg: the calendar, one meeting, and the file for somebody's own calendar."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from regiodeal.covenant.meetings.agenda import missing_from
from regiodeal.covenant.meetings.attendance import missing_seats, seats_of
from regiodeal.covenant.meetings.report_meetings import report_meetings
from regiodeal.covenant.meetings.subjects import Linked, resolve
from regiodeal.covenant.models import ActionItem, AgendaItem, Decision, Meeting, MeetingState
from regiodeal.covenant.obligations.calendar_file import meeting_file
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage, DealView

STEPS = (
    ("Gepland", MeetingState.PLANNED),
    ("Uitgenodigd", MeetingState.INVITED),
    ("Gehouden", MeetingState.HELD),
    ("Verslag in concept", MeetingState.DRAFTED),
    ("Verslag vastgesteld", MeetingState.AGREED),
)


class MeetingsPage(DealPage):
    """When does the overleg meet, and did it discuss each yearly report in time?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Rijk-Regio-overleg"
    template_name = "covenant/meetings.html"
    is_revalidated = True

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The agreements."""
        return [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What comes, what was, and the rule of art. 7 lid 2 for each year."""
        meetings = Meeting.objects.filter(deal=self.deal)
        return super().get_context_data(
            coming=meetings.coming(self.on),
            held=meetings.held_by(self.on),
            cancelled=meetings.filter(state=MeetingState.CANCELLED),
            findings=report_meetings(self.deal, on=self.on),
            **kwargs,
        )


class MeetingView(DealPage):
    """Base of the pages of one meeting."""

    section = "obligations"

    meeting: Meeting

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the meeting of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = Meeting.objects.select_related("deal", "requester")
            self.meeting = get_object_or_404(rows, deal=self.deal, pk=kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The calendar, and the meeting for what lies under it."""
        above = [("Rijk-Regio-overleg", reverse("meetings", args=[self.deal.slug]))]
        return above if type(self) is MeetingPage else [*above, (str(self.meeting), self.address())]

    def address(self) -> str:
        """The page of the meeting."""
        return reverse("meeting", args=[self.deal.slug, self.meeting.pk])

    def decisions(self) -> QuerySet[Decision]:
        """The decisions of this meeting that the user may see, in their order."""
        visible = Decision.objects.visible_to(self.deal, **self.reader()).filter(meeting=self.meeting)
        return visible.prefetch_related("links").order_by("number")


class MeetingPage(MeetingView):
    """One meeting: when, who, what about, what was decided, who does what, and its minutes."""

    right = Right.SEE_DEAL
    template_name = "covenant/meeting.html"

    def page_title(self) -> str:
        """Its title."""
        return str(self.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The meeting, cut to what the user may see, and the short forms for who keeps it."""
        meeting = self.meeting
        decisions = list(self.decisions())
        actions = ActionItem.objects.visible_to(self.deal, user=self.user, **self.reader()).filter(meeting=meeting)
        agenda, loose = agenda_rows(meeting, decisions)
        seats = seats_of(meeting)
        absent = [str(seat) for seat in missing_seats(seats)]
        reads_minutes = meeting.is_open_to(**self.reader())
        return super().get_context_data(
            meeting=meeting,
            steps=self._steps(),
            seats=seats,
            missing="Niet vertegenwoordigd: " + "; ".join(absent) + "." if absent else "",
            others=meeting.attendance.filter(seat__isnull=True).select_related("party"),
            agenda=agenda,
            loose_decisions=loose,
            decision_count=len(decisions),
            actions=actions.select_related("owner", "decision"),
            reads_minutes=reads_minutes,
            minutes=list(meeting.minutes.select_related("written_by").order_by("-number")) if reads_minutes else [],
            documents=meeting.documents.visible_to(self.deal, **self.reader()),
            changes=self._trail(),
            **self._forms(),
            **kwargs,
        )

    def _forms(self) -> dict[str, Any]:
        meeting = self.meeting
        if not self.may(Right.KEEP_MEETINGS):
            return {}
        return {"proposals": missing_from(meeting, on=self.on), "may_record": meeting.takes_decisions}

    def _steps(self) -> list[dict[str, str]]:
        """The life of the meeting as steps; a cancelled one has none."""
        states = [state for _title, state in STEPS]
        if self.meeting.state not in states:
            return []
        reached = states.index(MeetingState(self.meeting.state))
        return [
            {"title": title, "state": "done" if number <= reached else "current" if number == reached + 1 else "todo"}
            for number, (title, _state) in enumerate(STEPS)
        ]

    def _trail(self) -> list[Any]:
        if not self.may(Right.SEE_UNAPPROVED):
            return []
        return list(self.meeting.events.select_related("by").order_by("-at", "-pk"))


type DecisionRow = tuple[Decision, list[Linked]]
type AgendaRow = tuple[AgendaItem, Linked | None, list[DecisionRow]]


def agenda_rows(meeting: Meeting, decisions: list[Decision]) -> tuple[list[AgendaRow], list[DecisionRow]]:
    """The agenda, each point with what it is about and the decisions taken on it; and the decisions on no point."""
    items = list(meeting.agenda.all())
    references = [(item.kind, item.code) for item in items if item.kind]
    references += [(link.kind, link.code) for decision in decisions for link in decision.links.all()]
    found = resolve(meeting.deal, references)
    taken: dict[int | None, list[DecisionRow]] = {}
    for decision in decisions:
        about = [found[link.kind, link.code] for link in decision.links.all()]
        taken.setdefault(decision.item_id, []).append((decision, about))
    rows = [(item, found.get((item.kind, item.code)), taken.get(item.pk, [])) for item in items]
    return rows, taken.get(None, [])


class MeetingCalendarFile(DealView):
    """The meeting for somebody's own calendar."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An ICS file with the day, the place and the agenda."""
        meeting = get_object_or_404(Meeting.objects.select_related("deal"), deal=self.deal, pk=kwargs["pk"])
        url = request.build_absolute_uri(reverse("meeting", args=[self.deal.slug, meeting.pk]))
        response = HttpResponse(meeting_file(meeting, url=url), content_type="text/calendar; charset=utf-8")
        name = f"overleg-{meeting.held_on.isoformat()}.ics"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
