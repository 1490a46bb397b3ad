"""The list of notices: what happened and what waits, for each person, in the header, on its page and by mail."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pillars.measurements.models import Measurement
from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from regiodeal.notices.inbox import inbox
from regiodeal.notices.models import Reminder, ReminderKind
from regiodeal.notices.reminders import remind
from tests.notices.test_reminders import ALL, CHOICES, sent_to
from tests.pages import words_at
from tests.plugins.deal import Enter, at, person
from tests.plugins.figures import indicator_of, measure
from tests.plugins.meetings import held
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db
BASE = "/deals/den-haag-zuidwest-ii/"
INBOX = f"{BASE}berichten/"


def figure(deal: Deal, by: User, value: int = 4, on: str = "2026-11-01", year: int | None = None) -> Measurement:
    """A figure of open hours that was submitted."""
    return measure(deal, indicator_of(deal, "1.1.1.g-1"), value, on, by=by, year=year)


def titles(deal: Deal, user: User, on: str = "2026-11-02") -> list[str]:
    """What the list of somebody says on a day, besides the terms of the deal."""
    lines = inbox(deal, user, at=at(on))
    return [line.notice.title for line in lines if line.notice.kind != ReminderKind.DEADLINE]


def header(client: Client, path: str = "") -> int:
    """How many unread notices the header of a page counts."""
    found = re.search(r"Berichten (\d+) ongelezen", words_at(client, BASE + path))
    assert found
    return int(found[1])


def test_what_is_returned_is_told_in_the_list_in_the_header_and_by_mail(
    deal: Deal, bureau: User, colleague: User, reviewer: User, enter: Enter
) -> None:
    """Entry and review 20: nobody is told that something was returned; the four-eyes loop depends on people looking."""
    row = figure(deal, bureau)
    row.give_back(by=reviewer, at=timezone.now(), reason="De bron ontbreekt")
    remind(at=timezone.now())
    (text,) = [text for text in sent_to(bureau) if "Teruggestuurd" in text]
    assert "Reden: De bron ontbreekt" in text
    assert f"/metingen/{row.pk}/" in text
    assert not any("Teruggestuurd" in text for text in sent_to(colleague))
    client = enter(bureau)
    unread = header(client)
    assert f"{unread} ongelezen" in words_at(client, INBOX)
    (line,) = [line for line in inbox(deal, bureau, at=timezone.now()) if "Teruggestuurd" in line.notice.title]
    answer = client.get(f"{INBOX}{line.row.pk}/")
    assert answer.headers["Location"] == f"{BASE}metingen/{row.pk}/"
    assert header(client) == unread - 1
    row.submit(by=bureau, at=timezone.now())
    assert not any("Teruggestuurd" in title for title in titles(deal, bureau))


def test_a_reviewer_hears_once_a_day_of_all_that_waits_and_never_of_their_own(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    """Known elsewhere 1: nobody is told that something waits for review."""
    first = figure(deal, bureau)
    assert titles(deal, reviewer) == [f"Te beoordelen: {first.indicator.name}: 4 ({first.about}) van Bureau"]
    measure(deal, indicator_of(deal, "1.1.1.g-2"), 90, "2026-11-01", by=bureau, year=2025)
    assert titles(deal, reviewer) == ["Te beoordelen: 2 cijfers van Bureau"]
    assert not any("Te beoordelen" in title for title in titles(deal, bureau))
    remind(at=at("2026-11-01", 15))
    assert sent_to(reviewer) == []  # the mail of the day comes in the morning
    assert remind(at=at("2026-11-02", 7)) == 1
    assert "Te beoordelen: 2 cijfers van Bureau" in sent_to(reviewer)[0]
    remind(at=at("2026-11-02", 8))
    remind(at=at("2026-11-03", 7))
    assert len(sent_to(reviewer)) == 1


def test_money_that_was_submitted_in_one_go_is_one_notice(
    deal: Deal, bureau: User, controller: User, book: Book
) -> None:
    """Known elsewhere 1, for money: a file of bookings is told in one line to who approves, and not to who entered."""
    for number in range(3):
        book("expenditure", "A-rijk", f"{number + 1}.00", on="2026-01-15", state="submitted")
    assert any(title.startswith("Te beoordelen: 3 bestedingen") for title in titles(deal, controller, "2026-02-01"))
    assert not any("Te beoordelen" in title for title in titles(deal, bureau, "2026-02-01"))


def test_each_chooses_per_kind_how_it_comes(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    """Issue 17: by mail at once, daily in one mail, or not; in the list it stands anyhow."""
    enter(reviewer).post(CHOICES, ALL)
    figure(deal, bureau)
    remind(at=at("2026-11-01", 15))
    assert len(sent_to(reviewer)) == 1
    assert 'value="at_once" selected' in enter(reviewer).get(CHOICES).content.decode()
    enter(bureau).post(CHOICES, ALL | {"returned": "none"})
    Measurement.objects.get().give_back(by=reviewer, at=at("2026-11-02"), reason="Nee")
    remind(at=at("2026-11-02", 15))
    assert sent_to(bureau) == []
    assert any("Teruggestuurd" in title for title in titles(deal, bureau))
    answer = enter(bureau).post(CHOICES, ALL | {"returned": "soms"})
    assert answer.status_code == 422


def test_the_header_and_the_list_count_the_same_for_everybody(  # noqa: PLR0917
    deal: Deal, bureau: User, reviewer: User, controller: User, jenv: User, overleg: User, enter: Enter
) -> None:
    """Issue 17: numbers in header and list are the same; also when a thing was told at an earlier moment."""
    figure(deal, bureau)
    action = ActionItem(meeting=held(deal, "2026-09-15", by=bureau))
    today = timezone.localdate()
    action.enter(by=bureau, at=timezone.now(), values={"text": "Brief", "owner": jenv, "due_on": today + timedelta(20)})
    for days in (20, 8, 0):
        remind(at=timezone.now() + timedelta(days=20 - days))
    for user in (bureau, reviewer, controller, jenv, overleg):
        client = enter(user)
        page = words_at(client, INBOX)
        counted = len(re.findall(r"\bongelezen\b", page))
        assert header(client) == header(client, "berichten/")
        lines = [line for line in inbox(deal, user, at=timezone.now()) if line.is_unread]
        assert header(client) == len(lines)
        assert counted >= len(lines)
    assert header(enter(jenv)) >= 1


def test_all_that_was_on_the_page_is_marked_as_read_and_nothing_that_came_after(
    deal: Deal, bureau: User, reviewer: User, colleague: User, enter: Enter
) -> None:
    """Issue 17: unread is marked, and goes away when one has seen it."""
    figure(deal, bureau)
    client = enter(reviewer)
    shown = re.findall(r'name="notices" value="(\d+)"', client.get(INBOX).content.decode())
    measure(deal, indicator_of(deal, "1.1.1.g-2"), 90, "2026-11-01", by=colleague, year=2025)
    inbox(deal, reviewer, at=timezone.now())
    client.post(INBOX, {"notices": shown})
    assert header(client) == 1
    client.post(INBOX, {"notices": ["x", "999999"]})
    assert header(client) == 1


def test_a_notice_is_only_for_whom_it_is_and_as_long_as_they_may_see_it(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    """Issue 17: only what that person may see. Whoever is no reviewer any more finds nothing of figures that wait."""
    figure(deal, bureau)
    assert len(titles(deal, reviewer)) == 1
    row = Reminder.objects.get(user=reviewer)
    stranger = enter(overleg)
    assert stranger.get(f"{INBOX}{row.pk}/").headers["Location"] == INBOX
    row.refresh_from_db()
    assert row.read_at is None
    Membership.objects.filter(user=reviewer).update(role=Role.OVERLEG)
    assert titles(deal, reviewer) == []
    assert header(enter(reviewer), "berichten/") == 0
    remind(at=at("2026-11-03", 7))
    assert sent_to(reviewer) == []


def test_an_action_item_is_told_to_who_is_asked_and_again_when_its_day_moves(
    deal: Deal, bureau: User, jenv: User
) -> None:
    """Issue 17: asked of you, and a date moved. It was silent until thirty days before the last day."""
    action = ActionItem(meeting=held(deal, "2026-09-15", by=bureau))
    values = {"text": "Cijfers delen", "owner": jenv, "due_on": date(2026, 12, 29)}
    action.enter(by=bureau, at=at("2026-09-15"), values=values)
    assert "Aan u gevraagd: Cijfers delen" in titles(deal, jenv, "2026-09-16")
    later = {"due_on": date(2027, 2, 15)}
    action.revise(by=bureau, at=at("2026-09-20"), values=later, version=action.version)
    assert "Andere laatste dag: Cijfers delen" in titles(deal, jenv, "2026-09-20")
    action.revise(by=jenv, at=at("2026-09-21"), values={"due_on": date(2027, 2, 16)}, version=action.version)
    assert "Cijfers delen" not in " ".join(titles(deal, jenv, "2026-09-21"))  # who moves it knows


def test_minutes_are_told_to_who_may_read_them(
    deal: Deal, bureau: User, jenv: User, gemeente: User, overleg: User
) -> None:
    """Issue 17: shared with you. Minutes that a Party asked to keep secret are told to nobody else (art. 11)."""
    meeting = held(deal, "2026-09-15", by=bureau)
    meeting.draft_minutes("Besproken.", by=bureau, at=at("2026-09-16"), version=meeting.version)
    for user in (jenv, gemeente, overleg):
        assert f"Concept van het verslag: {meeting.title}" in titles(deal, user, "2026-09-16")
    party = jenv.memberships.get().party
    secret = {"openness": "confidential", "requester": party, "ground": "Opsporing"}
    type(meeting).objects.filter(pk=meeting.pk).update(**secret)
    assert titles(deal, gemeente, "2026-09-16") == titles(deal, overleg, "2026-09-16") == []
    assert f"Concept van het verslag: {meeting.title}" in titles(deal, jenv, "2026-09-16")
    meeting.refresh_from_db()
    meeting.agree_minutes(on=date(2026, 9, 20), by=bureau, at=at("2026-09-20"))
    assert titles(deal, jenv, "2026-09-21") == [f"Verslag vastgesteld: {meeting.title}"]


def test_whoever_speaks_for_a_party_that_left_hears_nothing(deal: Deal, bureau: User, jenv: User) -> None:
    """F7, neighbour: who left kept getting everything."""
    meeting = held(deal, "2026-09-15", by=bureau)
    meeting.draft_minutes("Besproken.", by=bureau, at=at("2026-09-16"), version=meeting.version)
    assert titles(deal, jenv, "2026-09-16")
    membership = jenv.memberships.get()
    assert membership.party
    membership.party.agreed_from = date(2027, 1, 1)  # not bound on the day
    membership.party.save()
    assert titles(deal, jenv, "2026-09-16") == []


def test_two_runs_at_once_send_one_mail(deal: Deal, bureau: User, reviewer: User, monkeypatch: Any) -> None:
    """Issue 17: sent once. The task runs at least once, and may run twice at the same moment."""
    from regiodeal.notices import reminders
    from regiodeal.pages import mail as mail_of_the_portal

    figure(deal, bureau).give_back(by=reviewer, at=at("2026-11-01"), reason="Nee")
    really = mail_of_the_portal.send
    runs: list[int] = []

    def meanwhile(letter: Any) -> None:
        if not runs:
            runs.append(remind(at=at("2026-11-01", 15)))
        really(letter)

    monkeypatch.setattr(reminders, "send", meanwhile)
    assert remind(at=at("2026-11-01", 15)) == 1
    assert runs == [0]
    assert len(mail.outbox) == 1


def test_the_list_asks_no_more_queries_for_more_notices(
    deal: Deal, bureau: User, reviewer: User, enter: Enter, book: Book
) -> None:
    """House rule: queries do not grow with what there is to tell; the count in the header costs none of its own."""
    figure(deal, bureau)
    client = enter(reviewer)
    client.get(INBOX)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before, overview = asked(INBOX), asked(BASE + "overleg/")
    for number in range(5):
        colleague = person(deal, f"Collega {number}", Role.BUREAU)
        figure(deal, colleague, 4, f"2026-09-0{number + 1}")
    client.get(INBOX)
    assert asked(INBOX) == before
    assert asked(BASE + "overleg/") == overview
    assert before <= 60
