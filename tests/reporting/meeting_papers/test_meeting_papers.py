"""Agenda and minutes as PDF: tagged, complete, cut to what the one who asks may see, and not given once untrue."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pikepdf import Name, Pdf
from pypdf import PdfReader

from regiodeal.covenant.meetings.agenda import add_to_agenda
from regiodeal.covenant.meetings.attendance import record_attendance
from regiodeal.covenant.meetings.models import ActionItem, Attendance, Meeting, Seat
from regiodeal.covenant.meetings.subjects import Proposed
from regiodeal.deals.models import Deal, User
from reporting import tasks
from reporting.meeting_papers.models import MeetingPaper
from tests.pages import BASE, words, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import decide, plan

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture
def meeting(deal: Deal, bureau: User) -> Meeting:
    """A meeting that was held, with two points, who was there, decisions, one for JenV alone, a task and minutes."""
    row = plan(deal, "2026-09-15", by=bureau, place="Stadhuis")
    points = [Proposed("", "", "Opening"), Proposed("", "", "De plinten van de Moerwijk", "Stukken volgen")]
    add_to_agenda(row, points, by=bureau, at=at("2026-09-01"))
    row.invite(by=bureau, at=at("2026-09-01"))
    row.hold(by=bureau, at=at("2026-09-15"), on=row.held_on)
    seats = list(Seat.objects.filter(deal=deal))
    present = {"presence": Attendance.Presence.PRESENT}
    there: list[dict[str, object]] = [
        {"seat": seats[0], "name": "Wethouder Voorbeeld", **present},
        {"name": "Gast Voorbeeld", **present},
    ]
    record_attendance(row, there, by=bureau, at=at("2026-09-15"))
    decide(row, "Wij openen de plinten", by=bureau, text="Voor de zomer van 2027.", item=row.agenda.last())
    decide(row, "Geheim besluit", by=bureau, secret_for="JenV")
    for task, values in (
        ("Sleutels regelen", {"owner": bureau, "due_on": date(2026, 12, 1)}),
        ("Tuin inrichten", {"owner_name": "Buurvrouw Zonder", "due_on": date(2026, 12, 2)}),
        ("Poster drukken", {"owner": bureau, "due_on": date(2026, 12, 3)}),
    ):
        ActionItem(meeting=row).enter(by=bureau, at=at("2026-09-15"), values={"text": task} | values)
    entered = list(ActionItem.objects.filter(meeting=row))
    entered[1].finish(on=date(2026, 9, 16), note="", by=bureau, at=at("2026-09-16"))
    entered[2].drop(reason="Niet nodig", by=bureau, at=at("2026-09-16"))
    row.refresh_from_db()
    row.draft_minutes("Wij spraken over de plinten.", by=bureau, at=at("2026-09-16"), version=row.version)
    return row


def asked(client: Client, meeting: Meeting, kind: str) -> MeetingPaper:
    """A paper as somebody asks for it, made as a worker makes it."""
    response = client.post(f"{BASE}overleg/{meeting.pk}/{kind}/pdf/")
    found = re.search(r"/overleg/stuk/(\d+)/$", response.headers["Location"])
    assert found
    tasks.build_meeting_paper(int(found[1]))
    return MeetingPaper.objects.get(pk=found[1])


def content(client: Client, paper: MeetingPaper) -> bytes:
    """The file as it is downloaded."""
    response = client.get(f"{BASE}overleg/stuk/{paper.pk}/bestand/")
    assert response.headers["Content-Type"] == "application/pdf"
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_two_who_ask_at_once_wait_for_each_other(bureau: User, meeting: Meeting, enter: Enter) -> None:
    """The meeting is held before the papers are looked at, so that the second finds the paper of the first."""
    client = enter(bureau)
    with CaptureQueriesContext(connection) as asked_of_base:
        first = asked(client, meeting, "agenda")
    statements = [row["sql"] for row in asked_of_base.captured_queries]
    holds = next(place for place, sql in enumerate(statements) if "FOR NO KEY UPDATE" in sql)
    looks = next(place for place, sql in enumerate(statements) if 'FROM "reporting_meetingpaper"' in sql)
    assert '"covenant_meeting"' in statements[holds]
    assert holds < looks
    assert asked(client, meeting, "agenda") == first


def text_of(pdf: bytes) -> str:
    """What the file says, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_minutes_tell_who_was_there_what_was_decided_and_who_does_what(
    bureau: User, meeting: Meeting, enter: Enter
) -> None:
    client = enter(bureau)
    paper = asked(client, meeting, "verslag")
    pdf = content(client, paper)
    text = text_of(pdf)
    for told in (
        "Concept: dit verslag is nog niet vastgesteld.",
        "Wethouder Voorbeeld",
        "Gast Voorbeeld",
        "Niet vertegenwoordigd:",
        "Wij openen de plinten",
        "Voor de zomer van 2027.",
        f"Sleutels regelen {bureau} 1 december 2026 open",
        "Tuin inrichten Buurvrouw Zonder 2 december 2026 gedaan",
        f"Poster drukken {bureau} 3 december 2026 vervallen",
        "Wij spraken over de plinten.",
        "Stadhuis",
    ):
        assert told in text, told
    with Pdf.open(BytesIO(pdf)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "nl"
        assert file.docinfo[Name.Title] == f"Verslag: {meeting}"
    assert paper.file_name == "verslag-2026-09-15.pdf"
    assert "Verslag als PDF" in words_at(client, f"overleg/{meeting.pk}/")


def test_a_member_reads_no_decision_that_is_not_for_them(
    bureau: User, jenv: User, overleg: User, meeting: Meeting, enter: Enter
) -> None:
    for user, reads in ((jenv, True), (overleg, False)):
        client = enter(user)
        paper = asked(client, meeting, "verslag")
        assert ("Geheim besluit" in text_of(content(client, paper))) is reads
        assert enter(bureau).get(f"{BASE}overleg/stuk/{paper.pk}/bestand/").status_code == 404


def test_the_agenda_tells_the_points_in_their_order(bureau: User, meeting: Meeting, enter: Enter) -> None:
    client = enter(bureau)
    text = text_of(content(client, asked(client, meeting, "agenda")))
    assert text.index("Opening") < text.index("De plinten van de Moerwijk") < text.index("Stukken volgen")
    assert "Wij openen de plinten" not in text


def test_what_is_there_is_not_made_again_and_what_is_untrue_is_not_given(
    bureau: User, meeting: Meeting, enter: Enter
) -> None:
    client = enter(bureau)
    paper = asked(client, meeting, "verslag")
    assert asked(client, meeting, "verslag").pk == paper.pk
    assert MeetingPaper.objects.count() == 1
    meeting.refresh_from_db()
    meeting.agree_minutes(on=meeting.held_on, by=bureau, at=timezone.now())
    refused = client.get(f"{BASE}overleg/stuk/{paper.pk}/bestand/", follow=True)
    assert "Het overleg is veranderd sinds dit bestand is gemaakt." in words(refused)
    newer = asked(client, meeting, "verslag")
    assert newer.pk != paper.pk
    assert "Vastgesteld op 15 september 2026" in text_of(content(client, newer))
