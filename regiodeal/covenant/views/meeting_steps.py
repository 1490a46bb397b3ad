"""What the secretary does with a meeting: plan, invite, hold, write and agree the minutes, call off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.forms import ReasonForm
from regiodeal.covenant.meetings.agenda import add_to_agenda, missing_from, move_item, remove_item
from regiodeal.covenant.meetings.attendance import record_attendance, seats_of
from regiodeal.covenant.meetings.forms import (
    AgendaForm,
    AgreeForm,
    AttendanceFormSet,
    CorrectMinutesForm,
    MeetingForm,
    MinutesForm,
)
from regiodeal.covenant.models import AgendaItem, Meeting, MeetingState
from regiodeal.covenant.models.review import WrongStateError
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.forms import FormPage
from regiodeal.covenant.views.meetings import MeetingView


class PlanMeeting(FormPage):
    """Plans a meeting or a written round."""

    right = Right.KEEP_MEETINGS
    title = "Overleg plannen"

    planned: Meeting | None = None

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The calendar."""
        return [("Rijk-Regio-overleg", reverse("meetings", args=[self.deal.slug]))]

    def form(self, *args: Any) -> MeetingForm:
        """An empty plan."""
        return MeetingForm(*args, deal=self.deal, instance=Meeting(deal=self.deal))

    def save(self, form: MeetingForm) -> str:
        """Plan it."""
        self.planned = Meeting(deal=self.deal)
        self.planned.enter(by=self.user, at=timezone.now(), values=form.values())
        return "Het overleg is gepland. Vul nu de agenda en nodig daarna uit."

    def address(self) -> str:
        """The new meeting, or the calendar."""
        if self.planned:
            return reverse("meeting", args=[self.deal.slug, self.planned.pk])
        return reverse("meetings", args=[self.deal.slug])


class MeetingForms(MeetingView, FormPage):
    """Base of the forms of one meeting."""

    right = Right.KEEP_MEETINGS


class ChangeMeeting(MeetingForms):
    """Changes the plan of a meeting that still has to take place."""

    title = "Overleg aanpassen"

    def form(self, *args: Any) -> MeetingForm:
        """The plan as it stands."""
        return MeetingForm(*args, deal=self.deal, instance=Meeting.objects.get(pk=self.meeting.pk))

    def save(self, form: MeetingForm) -> str:
        """Change it."""
        version = form.cleaned_data["version"] or 0
        self.meeting.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        return "Het overleg is aangepast."


class StepMeeting(MeetingView):
    """Takes one step that needs no words: invite or hold."""

    right = Right.KEEP_MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the step; a refusal is a message and changes nothing."""
        now = timezone.now()
        try:
            if kwargs["step"] == "uitnodigen":
                self.meeting.invite(by=self.user, at=now)
                messages.success(request, "De leden zijn uitgenodigd. De agenda kan nog veranderen.")
            elif kwargs["step"] == "houden":
                self.meeting.hold(by=self.user, at=now, on=timezone.localdate())
                messages.success(request, "Het overleg is geweest. Leg vast wie er was en wat er is besloten.")
            else:
                raise Http404
        except (WrongStateError, ValueError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())


class CancelMeeting(MeetingForms):
    """Calls a meeting off."""

    title = "Overleg laten vervallen"
    save_label = "Laat het overleg vervallen"
    intro = "Het overleg blijft in de lijst staan, met uw reden erbij."

    def form(self, *args: Any) -> ReasonForm:
        """Why."""
        return ReasonForm(*args)

    def save(self, form: ReasonForm) -> str:
        """Call it off."""
        self.meeting.cancel(reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
        return "Het overleg is vervallen."


class FillAgenda(MeetingForms):
    """Puts points on the agenda."""

    title = "Agenda vullen"
    save_label = "Zet op de agenda"

    def form(self, *args: Any) -> AgendaForm:
        """What is proposed, and a point of one's own."""
        return AgendaForm(*args, proposals=missing_from(self.meeting, on=self.on))

    def save(self, form: AgendaForm) -> str:
        """Add them."""
        count = add_to_agenda(self.meeting, form.points(), by=self.user, at=timezone.now())
        return f"{count} {'punt staat' if count == 1 else 'punten staan'} nu op de agenda."

    def address(self) -> str:
        """The agenda."""
        return super().address() + "#agenda"


class ChangeAgenda(MeetingView):
    """Moves a point of the agenda up or down, or takes it off."""

    right = Right.KEEP_MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the button says."""
        item = get_object_or_404(AgendaItem.objects.select_related("meeting"), meeting=self.meeting, pk=kwargs["item"])
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
    template_name = "covenant/attendance.html"

    def form(self, data: Any = None) -> Any:
        """A row for each seat, for who else was there, and some to fill in."""
        seats = seats_of(self.meeting)
        others = list(self.meeting.attendance.filter(seat__isnull=True).order_by("pk"))
        initial = [_initial(row.attendance) for row in seats] + [_initial(row) for row in others]
        kwargs = {"deal": self.deal, "rows": [*seats, *([None] * len(others))]}
        return AttendanceFormSet(data, initial=initial, form_kwargs=kwargs, prefix="deelnemer")

    def save(self, form: Any) -> str:
        """Keep it."""
        record_attendance(self.meeting, form.rows(), by=self.user, at=timezone.now())
        return "De deelnemers zijn vastgelegd."


def _initial(row: Any) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in ("presence", "name", "substitute", "capacity", "party")}


class WriteMinutes(MeetingForms):
    """Writes the minutes as a draft, or a better draft."""

    title = "Verslag schrijven"
    save_label = "Leg het concept voor"
    intro = "Wie de deal mag zien, kan het concept lezen. Pas als het is vastgesteld, staat het vast."

    def form(self, data: Any = None) -> MinutesForm:
        """The draft so far."""
        draft = self.meeting.minutes.filter(agreed_on__isnull=True).first()
        return MinutesForm(data, initial={"text": draft.text if draft else "", "version": self.meeting.version})

    def save(self, form: MinutesForm) -> str:
        """Offer it."""
        version = form.cleaned_data["version"] or 0
        self.meeting.draft_minutes(form.cleaned_data["text"], by=self.user, at=timezone.now(), version=version)
        return "Het conceptverslag is te lezen."


class AgreeMinutes(MeetingForms):
    """Lets the minutes and the decisions stand."""

    title = "Verslag vaststellen"
    save_label = "Stel het verslag vast"
    intro = "Het verslag en de besluiten staan daarna vast. Verbeteren kan alleen met een nieuw verslag."

    def form(self, *args: Any) -> AgreeForm:
        """On which day."""
        return AgreeForm(*args, today=timezone.localdate())

    def save(self, form: AgreeForm) -> str:
        """Agree."""
        self.meeting.agree_minutes(on=form.cleaned_data["agreed_on"], by=self.user, at=timezone.now())
        return "Het verslag is vastgesteld."


class CorrectMinutes(MeetingForms):
    """Adds minutes that correct the ones that stand."""

    title = "Verslag verbeteren"
    save_label = "Leg de verbetering vast"
    intro = "Het oude verslag blijft te lezen. De verbetering zegt welk verslag zij vervangt."

    def form(self, data: Any = None) -> CorrectMinutesForm:
        """The minutes that stand, to change."""
        newest = self.meeting.minutes.last()
        text = newest.text if newest and self.meeting.state == MeetingState.AGREED else ""
        return CorrectMinutesForm(data, today=timezone.localdate(), initial={"text": text})

    def save(self, form: CorrectMinutesForm) -> str:
        """Keep both."""
        data = form.cleaned_data
        now = timezone.now()
        self.meeting.correct_minutes(data["text"], reason=data["reason"], on=data["agreed_on"], by=self.user, at=now)
        return "De verbetering is vastgelegd. Het oude verslag staat eronder."
