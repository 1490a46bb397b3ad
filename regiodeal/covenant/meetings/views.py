"""Pages of meetings: the calendar, one meeting, and each step of the secretary."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.base.refusals import WrongStateError
from regiodeal.caching.etags import revalidated
from regiodeal.covenant.meetings.agenda import add_to_agenda, missing_from, move_item, remove_item
from regiodeal.covenant.meetings.attendance import missing_seats, record_attendance, seats_of
from regiodeal.covenant.meetings.calendar_file import meeting_file
from regiodeal.covenant.meetings.forms import (
    AgendaForm,
    AgreeForm,
    AttendanceFormSet,
    CorrectMinutesForm,
    MeetingForm,
    MinutesForm,
    WrittenReplyForm,
)
from regiodeal.covenant.meetings.models import (
    ROUND_IS_OVER,
    ActionItem,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingState,
    WrittenReply,
)
from regiodeal.covenant.meetings.report_meetings import meetings_a_year, report_meetings
from regiodeal.covenant.meetings.subjects import Linked, resolve
from regiodeal.deals.models import Party
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text, fill_in
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import LifecycleEvent
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.pages.form_page import FormPage
from regiodeal.sheets.list_download import DownloadableList, ListColumn

STEPS = (
    ("Gepland", MeetingState.PLANNED),
    ("Uitgenodigd", MeetingState.INVITED),
    ("Gehouden", MeetingState.HELD),
    ("Verslag in concept", MeetingState.DRAFTED),
    ("Verslag vastgesteld", MeetingState.AGREED),
)


MEETING_COLUMNS = (
    ListColumn("dag", "Dag", lambda row: row.held_on),
    ListColumn("tijd", "Tijd", lambda row: f"{row.starts_at:%H:%M}" if row.starts_at else ""),
    ListColumn("overleg", "{Overleg}", str),
    ListColumn("vorm", "Vorm", lambda row: str(row.get_form_display())),
    ListColumn("plaats", "Plaats", lambda row: row.place),
    ListColumn("bespreekt", "Bespreekt", lambda row: f"rapportage {row.report_year}" if row.report_year else ""),
    ListColumn("stand", "Stand", lambda row: str(row.get_state_display())),
)


@revalidated
class MeetingsPage(DownloadableList):
    """Answers: when does the overleg meet, and did it discuss each yearly report in time?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = deal_text("{Overleg}")
    template_name = "covenant/meetings/meetings.html"
    list_name = "overleg"
    list_columns = MEETING_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """All meetings that the page has, in its order: those that come, were left open, were held or cancelled."""
        lists: Any = [context[name] for name in ("coming", "left_open", "held", "cancelled")]
        return (row for rows in lists for row in rows)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the agreements."""
        return [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what comes, what was, and the rule of art. 7 lid 2 for each year."""
        meetings = Meeting.objects.filter(deal=self.deal)
        return super().get_context_data(
            coming=meetings.coming(self.on),
            left_open=meetings.left_open(self.on),
            held=meetings.held_by(self.on),
            cancelled=meetings.filter(state=MeetingState.CANCELLED),
            findings=report_meetings(self.deal, on=self.on),
            frequency=meetings_a_year(self.deal, year=self.on.year, on=self.on),
            **kwargs,
        )


class MeetingView(DealPage):
    """Base of the pages of one meeting."""

    section = "obligations"

    meeting: Meeting

    def load(self) -> None:
        """Fetch the meeting of this deal."""
        rows = Meeting.objects.select_related("deal", "requester")
        self.meeting = get_object_or_404(rows, deal=self.deal, pk=self.kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The calendar, and the meeting for what lies under it."""
        above = [(fill_in("{Overleg}"), reverse("meetings", args=[self.deal.slug]))]
        return above if type(self) is MeetingPage else [*above, (str(self.meeting), self.address())]

    def address(self) -> str:
        """Return the address of the page of the meeting."""
        return reverse("meeting", args=[self.deal.slug, self.meeting.pk])

    def decisions(self) -> QuerySet[Decision]:
        """The decisions of this meeting that the user may see, in their order."""
        visible = Decision.objects.visible_to(self.deal, **self.reader()).filter(meeting=self.meeting)
        return visible.prefetch_related("links").order_by("number")


class MeetingPage(MeetingView):
    """One meeting: when, who, what about, what was decided, who does what, and its minutes."""

    right = Right.SEE_DEAL
    template_name = "covenant/meetings/meeting.html"

    def page_title(self) -> str:
        """Title the page by the meeting."""
        return str(self.meeting)

    def get_context_data(self, **kwargs: object) -> Context:
        """The meeting, cut to what the user may see, and the short forms for whoever keeps it."""
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
            replies=meeting.replies.select_related("member", "party") if meeting.form == Meeting.Form.WRITTEN else (),
            may_reply=self.may(Right.COMMENT_REPORT) and meeting.takes_replies(timezone.localdate()),
            documents=meeting.documents.visible_to(self.deal, **self.reader()),
            changes=self._trail(),
            **self._forms(),
            **kwargs,
        )

    def _forms(self) -> dict[str, object]:
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

    def _trail(self) -> list[LifecycleEvent]:
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

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """An ICS file with the day, the place and the agenda."""
        meeting = get_object_or_404(Meeting.objects.select_related("deal"), deal=self.deal, pk=self.kwargs["pk"])
        url = f"{settings.PORTAL_URL}{reverse('meeting', args=[self.deal.slug, meeting.pk])}"
        response = HttpResponse(meeting_file(meeting, url=url), content_type="text/calendar; charset=utf-8")
        name = f"overleg-{meeting.held_on.isoformat()}.ics"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ReplyToRound(MeetingView, FormPage):
    """Answers a written round, for oneself or for the Party that one represents."""

    right = Right.COMMENT_REPORT
    title = "Reageren op de schriftelijke ronde"
    save_label = "Verstuur mijn reactie"
    intro = "U kunt uw reactie veranderen tot en met de laatste dag. Iedereen met een rol in de deal kan haar lezen."

    def form(self, data: Posted = None) -> WrittenReplyForm:
        """What one said before, or an empty form."""
        row = self._own()
        start = {"position": row.position, "text": row.text, "version": row.version} if row else {}
        return WrittenReplyForm(data, initial=start)

    def save(self, form: WrittenReplyForm) -> str:
        """Keep what the member says."""
        if not self.meeting.takes_replies(timezone.localdate()):
            raise WrongStateError(ROUND_IS_OVER)
        values = {name: form.cleaned_data[name] for name in WrittenReply.content_fields}
        version = form.cleaned_data["version"] or 0
        now = timezone.now()
        WrittenReply.give(self.meeting, by=self.user, party=self._party(), at=now, values=values, version=version)
        return "Uw reactie staat bij de schriftelijke ronde."

    def _own(self) -> WrittenReply | None:
        return WrittenReply.objects.filter(meeting=self.meeting, member=self.user).first()

    def _party(self) -> Party | None:
        return next((row.party for row in self.memberships if row.party and not row.party_has_left), None)


class PlanMeeting(FormPage):
    """Plans a meeting or a written round."""

    right = Right.KEEP_MEETINGS
    title = "Overleg plannen"

    planned: Meeting | None = None

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the calendar."""
        return [(fill_in("{Overleg}"), reverse("meetings", args=[self.deal.slug]))]

    def form(self, data: Posted = None) -> MeetingForm:
        """Return the form of a new meeting, empty or as it was sent."""
        return MeetingForm(data, deal=self.deal, instance=Meeting(deal=self.deal))

    def save(self, form: MeetingForm) -> str:
        """Plan the meeting."""
        self.planned = Meeting(deal=self.deal)
        self.planned.enter(by=self.user, at=timezone.now(), values=form.values())
        return "Het overleg is gepland. Vul nu de agenda en nodig daarna uit."

    def address(self) -> str:
        """The new meeting, or the calendar."""
        if self.planned:
            return reverse("meeting", args=[self.deal.slug, self.planned.pk])
        return reverse("meetings", args=[self.deal.slug])


class MeetingForms(MeetingView, SeenFormPage):
    """Base of the forms of one meeting."""

    right = Right.KEEP_MEETINGS


class MeetingStepForms(MeetingForms):
    """Base of the forms that take a step of the meeting: on the meeting as it was when they were opened."""

    def decides_on(self) -> Meeting:
        """Return the meeting."""
        return self.meeting


class ChangeMeeting(MeetingForms):
    """Changes the plan of a meeting that still has to take place."""

    title = "Overleg aanpassen"

    def form(self, data: Posted = None) -> MeetingForm:
        """The plan as it stands."""
        return MeetingForm(data, deal=self.deal, instance=Meeting.objects.get(pk=self.meeting.pk))

    def save(self, form: MeetingForm) -> str:
        """Change the plan of the meeting."""
        version = form.cleaned_data["version"] or 0
        self.meeting.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        return "Het overleg is aangepast."


class StepMeeting(MeetingView):
    """Takes one step that needs no words: invite or hold."""

    right = Right.KEEP_MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the step; a refusal is a message and changes nothing."""
        now = timezone.now()
        hold(self.meeting, seen_version(request.POST), url=self.address())
        try:
            if self.kwargs["step"] == "uitnodigen":
                self.meeting.invite(by=self.user, at=now)
                messages.success(request, "De leden zijn uitgenodigd. De agenda kan nog veranderen.")
            elif self.kwargs["step"] == "houden":
                self.meeting.hold(by=self.user, at=now, on=timezone.localdate())
                messages.success(request, "Het overleg is geweest. Leg vast wie er was en wat er is besloten.")
            else:
                raise Http404
        except (WrongStateError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())


class CancelMeeting(MeetingStepForms):
    """Calls a meeting off."""

    title = "Overleg laten vervallen"
    save_label = "Laat het overleg vervallen"
    intro = "Het overleg blijft in de lijst staan, met uw reden erbij."

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks for a reason."""
        return ReasonForm(data)

    def save(self, form: ReasonForm) -> str:
        """Call the meeting off."""
        self.meeting.cancel(reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
        return "Het overleg is vervallen."


class FillAgenda(MeetingForms):
    """Puts points on the agenda."""

    title = "Agenda vullen"
    save_label = "Zet op de agenda"

    def form(self, data: Posted = None) -> AgendaForm:
        """Return the form with the points that are proposed, and one of one's own."""
        return AgendaForm(data, proposals=missing_from(self.meeting, on=self.on))

    def save(self, form: AgendaForm) -> str:
        """Add the chosen points to the agenda."""
        count = add_to_agenda(self.meeting, form.points(), by=self.user, at=timezone.now())
        return f"{count} {'punt staat' if count == 1 else 'punten staan'} nu op de agenda."

    def address(self) -> str:
        """Return the address of the agenda."""
        return super().address() + "#agenda"


class ChangeAgenda(MeetingView):
    """Moves a point of the agenda up or down, or takes it off."""

    right = Right.KEEP_MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Do what the button says."""
        item = get_object_or_404(
            AgendaItem.objects.select_related("meeting"), meeting=self.meeting, pk=self.kwargs["item"]
        )
        try:
            match request.POST.get("doe"):
                case "weg":
                    remove_item(item, by=self.user, at=timezone.now())
                    messages.success(request, f"'{item.title}' is van de agenda gehaald.")
                case "omhoog" | "omlaag" as where:
                    move_item(item, up=where == "omhoog")
                case _:
                    messages.error(request, "Kies wat er met dit punt moet gebeuren.")
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address() + "#agenda")


class RecordAttendance(MeetingForms):
    """Writes down who was there: the seats of art. 7 lid 4 first."""

    title = "Deelnemers vastleggen"
    template_name = "covenant/meetings/attendance.html"

    def seen(self) -> list[object]:
        """Who stands in the list now: the form replaces all of it."""
        names = ("seat", "party", "name", "capacity", "presence", "substitute")
        return list(self.meeting.attendance.order_by("pk").values_list("pk", *names))

    def form(self, data: Posted = None) -> Any:
        """A row for each seat, for whoever else was there, and some to fill in."""
        seats = seats_of(self.meeting)
        others = list(self.meeting.attendance.filter(seat__isnull=True).order_by("pk"))
        initial = [_initial(row.attendance) for row in seats] + [_initial(row) for row in others]
        kwargs = {"deal": self.deal, "rows": [*seats, *([None] * len(others))]}
        return AttendanceFormSet(data, initial=initial, form_kwargs=kwargs, prefix="deelnemer")

    def save(self, form: Any) -> str:
        """Store who was there."""
        record_attendance(self.meeting, form.rows(), by=self.user, at=timezone.now())
        return "De deelnemers zijn vastgelegd."


def _initial(row: Attendance | None) -> dict[str, object]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in ("presence", "name", "substitute", "capacity", "party")}


class WriteMinutes(MeetingForms):
    """Writes the minutes as a draft, or a better draft."""

    title = "Verslag schrijven"
    save_label = "Leg het concept voor"
    intro = "Wie de deal mag zien, kan het concept lezen. Pas als het is vastgesteld, staat het vast."

    def form(self, data: Posted = None) -> MinutesForm:
        """Return the form with the draft so far."""
        draft = self.meeting.minutes.filter(agreed_on__isnull=True).first()
        return MinutesForm(data, initial={"text": draft.text if draft else "", "version": self.meeting.version})

    def save(self, form: MinutesForm) -> str:
        """Store the draft of the minutes."""
        version = form.cleaned_data["version"] or 0
        self.meeting.draft_minutes(form.cleaned_data["text"], by=self.user, at=timezone.now(), version=version)
        return "Het conceptverslag is te lezen."


class AgreeMinutes(MeetingStepForms):
    """Lets the minutes and the decisions stand, which are all on the page."""

    template_name = "covenant/meetings/agree_minutes.html"

    title = "Verslag vaststellen"
    save_label = "Stel het verslag vast"
    intro = "Het verslag en de besluiten staan daarna vast. Verbeteren kan alleen met een nieuw verslag."

    def seen(self) -> list[object]:
        """The minutes and the decisions in which nothing may change any more."""
        minutes = self.meeting.minutes.order_by("number").values_list("number", "text")
        decisions = self.meeting.decisions.order_by("pk").values_list("pk", "version", "title", "text")
        return [self.meeting.version, *minutes, *decisions]

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what will stand."""
        minutes = self.meeting.minutes.filter(agreed_on__isnull=True).first()
        return super().get_context_data(minutes=minutes, decisions=self.decisions(), **kwargs)

    def form(self, data: Posted = None) -> AgreeForm:
        """Return the form that asks on which day the minutes were agreed."""
        return AgreeForm(data, today=timezone.localdate())

    def save(self, form: AgreeForm) -> str:
        """Make the minutes final."""
        self.meeting.agree_minutes(on=form.cleaned_data["agreed_on"], by=self.user, at=timezone.now())
        return "Het verslag is vastgesteld."


class CorrectMinutes(MeetingStepForms):
    """Adds minutes that correct the ones that stand."""

    title = "Verslag verbeteren"
    save_label = "Leg de verbetering vast"
    intro = "Het oude verslag blijft te lezen. De verbetering zegt welk verslag zij vervangt."

    def form(self, data: Posted = None) -> CorrectMinutesForm:
        """The minutes that stand, to change."""
        newest = self.meeting.minutes.last()
        text = newest.text if newest and self.meeting.state == MeetingState.AGREED else ""
        return CorrectMinutesForm(data, today=timezone.localdate(), initial={"text": text})

    def save(self, form: CorrectMinutesForm) -> str:
        """Add the corrected minutes; keep the old ones."""
        data = form.cleaned_data
        now = timezone.now()
        self.meeting.correct_minutes(data["text"], reason=data["reason"], on=data["agreed_on"], by=self.user, at=now)
        return "De verbetering is vastgelegd. Het oude verslag staat eronder."
