"""Example meetings: made-up agendas, attendance, decisions and action items, taken through the verbs."""

from datetime import date, datetime, time

from django.utils import timezone

from regiodeal.base.values import FileRow
from regiodeal.covenant.meetings.agenda import add_to_agenda
from regiodeal.covenant.meetings.attendance import record_attendance
from regiodeal.covenant.meetings.decisions import record_decision
from regiodeal.covenant.meetings.models import ActionItem, Meeting, MeetingState, Seat
from regiodeal.covenant.meetings.subjects import Proposed, reference
from regiodeal.deals.models import Deal, Party, User

PLAN = ("title", "held_on", "starts_at", "ends_at", "place", "form", "written_reason", "report_year", "note")


def load_meetings(deal: Deal, data: FileRow) -> None:
    """Create the example's meetings, each with the steps that led to its state."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    for row in data.get("meetings") or []:
        _load(deal, row, people)


def _load(deal: Deal, row: FileRow, people: dict[str, User]) -> None:
    by = people[row["entered_by"]]
    planned_at, held_at = _at_noon(row["planned_on"]), _at_noon(row["held_on"])
    meeting = Meeting(deal=deal)
    meeting.enter(by=by, at=planned_at, values={name: row[name] for name in PLAN if name in row})
    meeting.refresh_from_db()
    points = [_point(point) for point in row.get("agenda") or []]
    add_to_agenda(meeting, points, by=by, at=planned_at)
    if row["state"] == MeetingState.PLANNED:
        return
    meeting.invite(by=by, at=planned_at)
    if row["state"] == MeetingState.INVITED:
        return
    meeting.hold(by=by, at=held_at, on=meeting.held_on)
    _record(meeting, row, people, by=by, at=held_at)
    if row["state"] == MeetingState.HELD:
        return
    meeting.draft_minutes(row["minutes"], by=by, at=held_at, version=meeting.version)
    if row["state"] == MeetingState.AGREED:
        meeting.agree_minutes(on=date.fromisoformat(row["agreed_on"]), by=by, at=_at_noon(row["agreed_on"]))


def _record(meeting: Meeting, row: FileRow, people: dict[str, User], *, by: User, at: datetime) -> None:
    """Record who was there, what was decided, and who does what."""
    seats = {seat.code: seat for seat in Seat.objects.filter(deal=meeting.deal)}
    rows = [person | {"seat": seats.get(person.get("seat", ""))} for person in row.get("attendance") or []]
    record_attendance(meeting, rows, by=by, at=at)
    items = list(meeting.agenda.all())
    decisions = []
    for decided in row.get("decisions") or []:
        values = {"title": decided["title"], "text": decided.get("text", "")}
        if decided.get("item"):
            values["item"] = items[decided["item"] - 1]
        if decided.get("secret_for"):
            party = Party.objects.get(deal=meeting.deal, code=decided["secret_for"])
            values |= {"openness": "confidential", "requester": party, "ground": decided["ground"]}
            values |= {"requested_on": meeting.held_on}
        about = [reference(text) for text in decided.get("about") or []]
        decisions.append(record_decision(meeting, about=about, by=by, at=at, values=values))
    for agreed in row.get("actions") or []:
        action = ActionItem(meeting=meeting)
        values = {"text": agreed["text"], "due_on": date.fromisoformat(agreed["due_on"])}
        values |= {"owner": people.get(agreed.get("owner", "")), "owner_name": agreed.get("owner_name", "")}
        values |= {"decision": decisions[agreed["decision"] - 1] if agreed.get("decision") else None}
        action.enter(by=by, at=at, values=values)
        if agreed.get("done_on"):
            done_on = date.fromisoformat(agreed["done_on"])
            action.finish(on=done_on, note="", by=action.owner or by, at=_at_noon(agreed["done_on"]))


def _point(point: FileRow) -> Proposed:
    kind, code = reference(point["about"]) if point.get("about") else ("", "")
    return Proposed(kind, code, point["title"], point.get("note", ""))


def _at_noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=timezone.get_current_timezone())
