"""The line of time of a deal on a day: points (terms, meetings, milestones) and bars (projects), in order of date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from pillars.places.deal_map import projects_on_map
from pillars.projects.models import Milestone, ProjectState
from regiodeal.base.dutch import counted, day, listed
from regiodeal.covenant.meetings.models import TAKEN_PLACE, Meeting, MeetingState
from regiodeal.covenant.obligations.deadlines import Deadline, DeadlineState, calendar
from regiodeal.deals.models import Deal

TERM, MEETING, MILESTONE, PROJECT = "termijn", "overleg", "mijlpaal", "project"
KINDS = {TERM: "termijnen", MEETING: "overleggen", MILESTONE: "mijlpalen", PROJECT: "projecten"}
DONE, LATE, AHEAD = "done", "late", "ahead"
STATES = {DONE: "gedaan", LATE: "te laat", AHEAD: "komt nog"}
OVER = (ProjectState.FINISHED, ProjectState.SETTLED, ProjectState.STOPPED)
MET = (DeadlineState.DONE, DeadlineState.DONE_LATE, DeadlineState.PASSED)


@dataclass(frozen=True)
class TimePoint:
    """One thing on the line: its first day, its last day where it has a length, how it stands, and its page."""

    kind: str
    begins: date
    ends: date | None
    title: str
    state: str
    words: str
    url: str

    @property
    def days(self) -> str:
        """Return its days in words."""
        return f"{day(self.begins)} tot en met {day(self.ends)}" if self.ends else day(self.begins)

    def is_in(self, first: date, last: date) -> bool:
        """Tell whether a part of it lies between two days."""
        return self.begins <= last and (self.ends or self.begins) >= first


@dataclass(frozen=True)
class TimeLine:
    """What lies between two days, by first day, as it stood on `on`."""

    first: date
    last: date
    on: date
    moments: list[TimePoint]

    @property
    def sentence(self) -> str:
        """Return what the picture says: how many terms were met, what is late, and what comes first."""
        terms = [row for row in self.moments if row.kind == TERM]
        late = [row for row in self.moments if row.state == LATE]
        ahead = [row for row in self.moments if row.begins >= self.on and row.state == AHEAD]
        next_one = min(ahead, key=_begin, default=None)
        met = sum(row.state == DONE for row in terms)
        parts = [f"Op {day(self.on)} zijn {met} van de {len(terms)} termijnen gehaald." if terms else ""]
        if late:
            counts = [(kind, sum(row.kind == kind for row in late)) for kind in KINDS]
            parts.append(f"Te laat: {listed([counted(n, kind, KINDS[kind]) for kind, n in counts if n])}.")
        if next_one:
            parts.append(f"Het eerste dat komt is op {day(next_one.begins)}: {next_one.title}.")
        return " ".join(part for part in parts if part)


def _begin(moment: TimePoint) -> date:
    return moment.begins


def time_line(deal: Deal, projects: Any, *, on: date, kind: str = "", year: int | None = None) -> TimeLine:
    """The line of a deal, or of one year of it, with the projects of it that the reader may see (a queryset)."""
    first = date(year, 1, 1) if year else deal.signed_on
    last = date(year, 12, 31) if year else deal.ends_on
    moments = [
        *_terms(deal, on),
        *_meetings(deal, on),
        *_milestones(deal, projects, on),
        *_projects(deal, projects, on),
    ]
    if not year:
        last = max([last, *(row.begins for row in moments)])
        first = min([first, *(row.begins for row in moments)])
    chosen = [row for row in moments if row.is_in(first, last) and kind in {"", row.kind}]
    order = list(KINDS)
    return TimeLine(first, last, on, sorted(chosen, key=lambda row: (row.begins, order.index(row.kind), row.title)))


def _terms(deal: Deal, on: date) -> list[TimePoint]:
    return [
        TimePoint(TERM, row.due_on, None, row.title, _term_state(row), str(row.state.label), row.path)
        for row in calendar(deal, on=on)
    ]


def _term_state(row: Deadline) -> str:
    if row.state in MET:
        return DONE
    return LATE if row.state == DeadlineState.OVERDUE else AHEAD


def _meetings(deal: Deal, on: date) -> list[TimePoint]:
    rows = Meeting.objects.filter(deal_id=deal.pk).exclude(state=MeetingState.CANCELLED)
    return [
        TimePoint(
            MEETING,
            row.held_on,
            None,
            str(row),
            DONE if row.state in TAKEN_PLACE and row.held_on <= on else LATE if row.held_on < on else AHEAD,
            _of_meeting(row, on),
            reverse("meeting", args=[deal.slug, row.pk]),
        )
        for row in rows.order_by("held_on", "pk")
    ]


def _of_meeting(row: Meeting, on: date) -> str:
    """How it stood on the day: what is over has its state of today, what was still to come was that."""
    if row.held_on > on:
        return "gepland"
    return "nog niet afgesloten" if row.held_on < on and row.state not in TAKEN_PLACE else str(row.get_state_display())


def _milestones(deal: Deal, projects: Any, on: date) -> list[TimePoint]:
    rows = Milestone.objects.filter(project__in=projects.values("pk")).select_related("project")
    found = []
    for row in rows.order_by("due_on", "pk"):
        is_reached = row.reached_on is not None and row.reached_on <= on
        state = DONE if is_reached else LATE if row.due_on < on else AHEAD
        words = f"bereikt op {day(row.reached_on)}" if is_reached and row.reached_on else STATES[state]
        url = reverse("project", args=[deal.slug, row.project.code])
        found.append(TimePoint(MILESTONE, row.due_on, None, f"{row.project.code} {row.title}", state, words, url))
    return found


def _projects(deal: Deal, projects: Any, on: date) -> list[TimePoint]:
    found = []
    for each in projects_on_map(projects, on=on):
        row = each.project
        if row.starts_on is not None:
            ends = max(row.ends_on or deal.ends_on, row.starts_on)
            state = DONE if each.state in OVER else LATE if ends < on else AHEAD
            url = reverse("project", args=[deal.slug, row.code])
            found.append(TimePoint(PROJECT, row.starts_on, ends, str(row), state, str(each.state.label), url))
    return found
