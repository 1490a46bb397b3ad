"""Every mail as mail programs expect it: one function, text and HTML, no answers by machine, threads, its sender."""

import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from icalendar import Calendar

from regiodeal.accounts.invitations import Guest, invite
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.notices import reminders
from regiodeal.notices.models import Reminder
from regiodeal.notices.reminders import remind
from regiodeal.pages import mail as mail_of_the_portal
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.meetings import plan

pytestmark = pytest.mark.django_db


def newest(user: User) -> Any:
    """The newest mail to somebody, as it goes over the wire."""
    found = [row for row in mail.outbox if row.to == [user.email]][-1].message()
    assert isinstance(found, EmailMessage)
    return found


def part(message: Any, kind: str) -> Any:
    """The first part of this kind."""
    return next(each for each in message.walk() if each.get_content_type() == kind)


def test_every_mail_of_the_portal_goes_through_one_function() -> None:
    """Issue 17: in mail programs' manners. A mail made elsewhere would lack them."""
    folders = ("regiodeal", "pillars", "finance", "reporting")
    files = (path for folder in folders for path in (Path(settings.BASE_DIR) / folder).rglob("*.py"))
    makers = {path.name for path in files if re.search(r"\b(EmailMessage|EmailMultiAlternatives)\(", path.read_text())}
    senders = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for folder in folders
        for path in (Path(settings.BASE_DIR) / folder).rglob("*.py")
        if re.search(r"send_mail\(|mail_admins\(|send_mass_mail\(", path.read_text())
    }
    assert makers == {"mail.py"}
    assert senders == {"regiodeal/accounts/adapters.py"}  # allauth's own, dressed by `mannered`


def test_a_notice_is_a_mail_of_a_list_that_no_machine_answers(
    deal: Deal, bureau: User, reviewer: User, settings: Any
) -> None:
    """F56: no Auto-Submitted header, the subject always "1 herinnering", nobody to write back to."""
    settings.CONTACT_EMAIL = "bureau@example.nl"
    row = measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-11-01", by=bureau)
    row.give_back(by=reviewer, at=at("2026-11-01"), reason="Welke bron?\n<b>Nee</b>")
    remind(at=at("2026-11-01", 15))
    message = newest(bureau)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Precedence"] == "bulk"
    assert message["List-Id"] == "<den-haag-zuidwest-ii.127.0.0.1>"
    assert message["List-Unsubscribe"].strip("<>").endswith("/den-haag-zuidwest-ii/berichten/keuzes/")
    assert message["Reply-To"] == "bureau@example.nl"
    assert message["From"].startswith("Gemeente Den Haag <")
    assert message["Subject"].startswith("Regio Deal: Teruggestuurd: Vrijwilligers")
    text, html = part(message, "text/plain").get_content(), part(message, "text/html").get_content()
    assert f"/metingen/{row.pk}/" in text
    assert re.search(rf'<a href="[^"]+/metingen/{row.pk}/"', html)
    assert "&lt;b&gt;Nee&lt;/b&gt;" in html
    assert '<html lang="nl">' in html


def test_mails_about_one_thing_stand_together_and_a_retry_is_the_same_mail(
    deal: Deal, bureau: User, overleg: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 17: threads by subject and References; a mail that was tried again is known by its Message-ID."""
    meeting = plan(deal, "2027-03-10", by=bureau)
    meeting.invite(by=bureau, at=at("2026-11-01"))
    really = mail_of_the_portal.send
    tried: list[str] = []

    def dies_after_sending(letter: Any) -> None:
        tried.append(letter.number)
        if len(tried) == 1:
            raise ConnectionRefusedError
        really(letter)

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send", dies_after_sending)
        remind(at=at("2026-11-01", 13))
        remind(at=at("2026-11-01", 15))
    assert tried[0] in tried[1:]
    first = newest(overleg)
    meeting.revise(by=bureau, at=at("2026-11-03"), values={"place": "Moerwijk"}, version=meeting.version)
    remind(at=at("2026-11-03", 13))
    second = newest(overleg)
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    other = plan(deal, "2027-04-10", by=bureau)
    other.invite(by=bureau, at=at("2026-11-04"))
    remind(at=at("2026-11-04", 13))
    assert newest(overleg)["References"] != first["References"]


def test_a_meeting_invites_moves_and_cancels_in_the_calendar_of_each_member(
    deal: Deal, bureau: User, overleg: User, jenv: User
) -> None:
    """F49, and known elsewhere 2: an invitation by mail with a calendar file, that moves and cancels it (iTIP)."""
    meeting = plan(deal, "2027-03-10", by=bureau)
    meeting.invite(by=bureau, at=at("2026-11-01"))

    def told(user: User, on: str) -> tuple[str, int, str, str]:
        remind(at=at(on, 13))
        file = part(newest(user), "text/calendar")
        calendar: Any = Calendar.from_ical(file.get_content())
        (event,) = calendar.walk("VEVENT")
        assert file.get_param("method") == str(calendar["method"])
        assert str(event["attendee"]) == f"mailto:{user.email}"
        assert str(event["organizer"]).startswith("mailto:")
        return str(calendar["method"]), int(event["sequence"]), str(event["uid"]), str(event["dtstart"].dt)

    invited = told(overleg, "2026-11-01")
    assert (invited[0], invited[3]) == ("REQUEST", "2027-03-10")
    assert told(jenv, "2026-11-01")[2] == invited[2]
    meeting.revise(by=bureau, at=at("2026-11-02"), values={"held_on": "2027-03-17"}, version=meeting.version)
    moved = told(overleg, "2026-11-02")
    assert (moved[0], moved[2], moved[3]) == ("REQUEST", invited[2], "2027-03-17")
    meeting.cancel(reason="Geen onderwerpen", by=bureau, at=at("2026-11-03"))
    cancelled = told(overleg, "2026-11-03")
    assert (cancelled[0], cancelled[2]) == ("CANCEL", invited[2])
    assert invited[1] < moved[1] < cancelled[1]


def test_mails_about_an_account_have_the_same_manners_but_are_no_list(
    deal: Deal, bureau: User, administrator: User, client: Client
) -> None:
    """F56, its kind: an invitation and a new password went out bare, in plain text, from a nameless address."""
    invite(deal, Guest("nieuw@example.nl", "Nieuw", Role.OVERLEG), by=administrator, at=at("2026-11-01"))
    bureau.set_password("een lang wachtwoord 17")
    bureau.save()
    client.post("/account/password/reset/", {"email": bureau.email})
    messages = [row.message() for row in mail.outbox]
    assert len(messages) >= 1
    for message in messages:
        assert message["Auto-Submitted"] == "auto-generated"
        assert (message["List-Id"], message["Precedence"]) == (None, None)
        assert part(message, "text/html") is not None
        assert "http" in part(message, "text/plain").get_content()
    assert messages[0]["From"].startswith("Gemeente Den Haag <")
    assert not Reminder.objects.exists()
