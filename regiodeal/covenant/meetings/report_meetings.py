"""The rule of art. 7 lid 2: each year a meeting on the progress report, in September at the latest."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regiodeal.covenant.due_rules.due_rules import due_dates
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.meetings.models import COMING, TAKEN_PLACE, Meeting
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal


class MeetingVerdict(StrEnum):
    """Holds what the rule finds for a year."""

    HELD = "held"
    HELD_LATE = "held late"
    PLANNED = "planned"
    PLANNED_LATE = "planned late"
    TO_PLAN = "to plan"
    MISSED = "missed"


WORDS = {
    MeetingVerdict.HELD: "Besproken.",
    MeetingVerdict.HELD_LATE: "Besproken, na de laatste dag.",
    MeetingVerdict.PLANNED: "Gepland.",
    MeetingVerdict.PLANNED_LATE: "Gepland na de laatste dag: kies een eerdere dag.",
    MeetingVerdict.TO_PLAN: "Nog niet gepland.",
    MeetingVerdict.MISSED: "Niet besproken voor de laatste dag. De afspraak blijft staan.",
}


@dataclass(frozen=True)
class YearFinding:
    """Holds how the agreement stands for one year, on a date. `meeting` is the one that counts, where there is one."""

    obligation: Obligation
    due_on: date
    outcome: MeetingVerdict
    meeting: Meeting | None
    days_left: int

    @property
    def text(self) -> str:
        """Return the finding in words."""
        return WORDS[self.outcome]

    @property
    def asks_attention(self) -> bool:
        """Tell whether somebody has to do something."""
        return self.outcome in {MeetingVerdict.PLANNED_LATE, MeetingVerdict.MISSED} or (
            self.outcome == MeetingVerdict.TO_PLAN and self.days_left <= 183
        )


def report_meetings(deal: Deal, *, on: date) -> list[YearFinding]:
    """A finding for each last day of each obligation that asks a meeting. Meetings after `on` count as planned."""
    by_year: dict[int, list[Meeting]] = {}
    for meeting in Meeting.objects.filter(deal=deal, report_year__isnull=False).order_by("held_on", "pk"):
        by_year.setdefault(meeting.report_year or 0, []).append(meeting)
    agreed = terms(deal, on=on)
    obligations = agreed.apply(Obligation.objects.filter(deal=deal, asks_meeting=True))
    return [
        year_finding(obligation, due_on, by_year.get(due_on.year, []), on=on)
        for obligation in obligations
        for due_on in due_dates(obligation.due, agreed.deal_itself())
    ]


def meetings_a_year(deal: Deal, *, year: int, on: date) -> str:
    """How many meetings of the year were held of how many the deal agreed; empty where it names no number."""
    agreed = deal.meetings_per_year
    if not agreed:
        return ""
    rows = Meeting.objects.filter(deal=deal, held_on__year=year)
    held = rows.filter(state__in=TAKEN_PLACE, held_on__lte=on).count()
    planned = rows.filter(state__in=COMING, held_on__gte=on).count()
    coming = f", en {planned} gepland" if planned else ""
    return f"In {year}: {held} van de {agreed} afgesproken overleggen gehouden{coming}."


def year_finding(obligation: Obligation, due_on: date, meetings: list[Meeting], *, on: date) -> YearFinding:
    """The finding for one year, from the meetings on the report of that year in order of their day."""
    held = [row for row in meetings if row.state in TAKEN_PLACE and row.held_on <= on]
    planned = [row for row in meetings if row.state in COMING or (row.state in TAKEN_PLACE and row.held_on > on)]
    meeting = next(iter(held or planned), None)
    if held:
        outcome = MeetingVerdict.HELD if held[0].held_on <= due_on else MeetingVerdict.HELD_LATE
    elif on > due_on:
        outcome = MeetingVerdict.MISSED
    elif planned:
        outcome = MeetingVerdict.PLANNED if planned[0].held_on <= due_on else MeetingVerdict.PLANNED_LATE
    else:
        outcome = MeetingVerdict.TO_PLAN
    return YearFinding(obligation, due_on, outcome, meeting, (due_on - on).days)
