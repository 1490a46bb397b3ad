"""What the yearly report brings to a meeting."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from regiodeal.covenant.meetings.report_meetings import MeetingVerdict, report_meetings
from regiodeal.covenant.meetings.subjects import Named, Proposed, Subject
from regiodeal.deals.models import Deal
from regiodeal.deals.words import fill_in
from reporting.reports.models import AnnualReport

REPORT = "rapportage"
OPEN_OUTCOMES = {MeetingVerdict.PLANNED, MeetingVerdict.PLANNED_LATE, MeetingVerdict.TO_PLAN, MeetingVerdict.MISSED}


def _reports(deal: Deal, codes: Collection[str] | None) -> dict[str, Named]:
    """The yearly reports by their year: those that were made, or those that are asked for."""
    years = set(AnnualReport.objects.filter(deal=deal).values_list("year", flat=True))
    if codes is not None:
        years = {int(code) for code in codes if code.isdecimal()}
    url = reverse("reports", args=[deal.slug])
    return {str(year): Named(f"Voortgangsrapportage {year}", url) for year in sorted(years, reverse=True)}


def report_to_discuss(deal: Deal, on: date) -> list[Proposed]:
    """The report of this year, until a meeting discussed it (art. 7 lid 2)."""
    return [
        Proposed(
            REPORT,
            str(finding.due_on.year),
            f"Voortgangsrapportage {finding.due_on.year}",
            fill_in("Bespreking van de jaarlijkse voortgangsrapportage{art_report_meeting}."),
            reverse("reports", args=[deal.slug]),
        )
        for finding in report_meetings(deal, on=on)
        if finding.due_on.year == on.year and finding.outcome in OPEN_OUTCOMES
    ]


REPORTS = Subject(REPORT, "Rapportage", _reports)
