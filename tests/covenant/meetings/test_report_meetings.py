"""Each year a meeting on the progress report, in September at the latest (art. 7 lid 2)."""

from datetime import date

import pytest

from regiodeal.covenant.meetings.report_meetings import MeetingVerdict, report_meetings
from regiodeal.deals.models import Deal, User
from tests.plugins.meetings import agreed, held, plan


def outcomes(deal: Deal, on: str) -> dict[int, MeetingVerdict]:
    """What the rule finds per year, seen from a day."""
    return {finding.due_on.year: finding.outcome for finding in report_meetings(deal, on=date.fromisoformat(on))}


def test_the_years_of_the_deal_each_ask_a_meeting_by_the_end_of_september(deal: Deal) -> None:
    findings = report_meetings(deal, on=date(2024, 1, 1))
    assert [finding.due_on.isoformat() for finding in findings] == [
        *("2024-09-30", "2025-09-30", "2026-09-30", "2027-09-30"),
    ]


def test_over_the_years_held_late_missed_planned_and_to_plan(deal: Deal, bureau: User) -> None:
    agreed(deal, "2024-09-30", by=bureau, report_year=2024)  # the last day counts
    held(deal, "2025-10-01", by=bureau, report_year=2025)  # a day late
    plan(deal, "2026-09-15", by=bureau, report_year=2026)
    assert outcomes(deal, "2026-06-14") == {
        2024: MeetingVerdict.HELD,
        2025: MeetingVerdict.HELD_LATE,
        2026: MeetingVerdict.PLANNED,
        2027: MeetingVerdict.TO_PLAN,
    }
    assert outcomes(deal, "2026-10-01")[2026] == MeetingVerdict.MISSED


@pytest.mark.parametrize(
    ("on", "outcome"),
    [("2026-09-30", MeetingVerdict.TO_PLAN), ("2026-10-01", MeetingVerdict.MISSED)],
)
def test_the_last_day_itself_is_not_too_late(deal: Deal, on: str, outcome: MeetingVerdict) -> None:
    assert outcomes(deal, on)[2026] == outcome


def test_a_meeting_that_was_cancelled_or_is_about_something_else_does_not_count(deal: Deal, bureau: User) -> None:
    held(deal, "2026-05-01", by=bureau)
    meeting = plan(deal, "2026-09-15", by=bureau, report_year=2026)
    meeting.cancel(reason="Ziek", by=bureau, at=meeting.events.latest("pk").at)
    assert outcomes(deal, "2026-06-14")[2026] == MeetingVerdict.TO_PLAN


def test_a_written_round_counts(deal: Deal, bureau: User) -> None:
    held(deal, "2026-09-01", by=bureau, report_year=2026, form="written", written_reason="Geen dag te vinden")
    assert outcomes(deal, "2026-09-02")[2026] == MeetingVerdict.HELD


def test_a_meeting_planned_after_september_asks_attention(deal: Deal, bureau: User) -> None:
    plan(deal, "2026-10-05", by=bureau, report_year=2026)
    finding = report_meetings(deal, on=date(2026, 6, 14))[2]
    assert (finding.outcome, finding.asks_attention) == (MeetingVerdict.PLANNED_LATE, True)


def test_a_deal_without_this_agreement_has_no_finding(veenland: Deal) -> None:
    assert report_meetings(veenland, on=date(2026, 6, 14)) == []
