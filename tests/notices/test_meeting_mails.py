"""Mails about meetings and about the round of the report, and reminders of what moved."""

from datetime import date, timedelta
from typing import Any

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from icalendar import Calendar

from regiodeal.base.dutch import day
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.meetings.models import ActionItem, Meeting
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.deals.models import Deal, User
from regiodeal.notices.models import Reminder
from regiodeal.notices.reminders import remind
from reporting.rounds.models import ReportComment, Step
from tests.notices.test_reminders import sent_to
from tests.pages import words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import held, plan
from tests.plugins.reports import laid_down, shared, took


def last_mail(user: User) -> tuple[str, Any]:
    """What the newest mail to somebody says, and the event in the calendar file that came with it."""
    message = [row for row in mail.outbox if row.to == [user.email]][-1]
    name, content, kind = message.attachments[0]
    assert (str(name).endswith(".ics"), kind) == (True, "text/calendar")
    (event,) = Calendar.from_ical(str(content)).walk("VEVENT")
    return str(message.body), event


def invited(deal: Deal, bureau: User) -> Meeting:
    """A meeting on 10 March 2027 to which the members were invited."""
    meeting = plan(deal, "2027-03-10", by=bureau, place="Moerwijk")
    remind(at=at("2026-11-01", 7))
    assert not Reminder.objects.filter(kind="meeting").exists()
    meeting.invite(by=bureau, at=at("2026-11-01"))
    return meeting


def test_members_get_a_mail_with_a_calendar_file_when_invited_moved_and_cancelled(
    deal: Deal, bureau: User, overleg: User, jenv: User, controller: User
) -> None:
    """F49: "De leden zijn uitgenodigd", and no mail went out; nor when it moved, nor when it was called off."""
    meeting = invited(deal, bureau)
    remind(at=at("2026-11-01", 13))
    text, event = last_mail(overleg)
    assert "Uitnodiging: Rijk-Regio-overleg 10-03-2027, 10 maart 2027, Moerwijk" in text
    assert event["dtstart"].dt == date(2027, 3, 10)
    assert sent_to(controller) == []
    remind(at=at("2026-11-02", 7))
    assert len(sent_to(jenv)) == 1
    meeting.revise(by=bureau, at=at("2026-11-03"), values={"held_on": date(2027, 3, 17)}, version=meeting.version)
    remind(at=at("2026-11-03", 13))
    text, event = last_mail(jenv)
    assert "Verplaatst of aangepast: Rijk-Regio-overleg 10-03-2027, 17 maart 2027" in text
    assert event["dtstart"].dt == date(2027, 3, 17)
    meeting.revise(by=bureau, at=at("2026-11-04"), values={"held_on": date(2027, 3, 10)}, version=meeting.version)
    remind(at=at("2026-11-04", 13))
    assert len(sent_to(jenv)) == 3  # back to the first day is a move as well
    meeting.revise(by=bureau, at=at("2026-11-05"), values={"note": "Neem een jas mee."}, version=meeting.version)
    remind(at=at("2026-11-05", 13))
    assert len(sent_to(jenv)) == 3
    meeting.cancel(reason="Geen onderwerpen", by=bureau, at=at("2026-11-06"))
    remind(at=at("2026-11-06", 13))
    text, event = last_mail(jenv)
    assert "Vervallen: Rijk-Regio-overleg" in text
    assert event["status"] == "CANCELLED"
    remind(at=at("2026-11-07", 7))
    assert len(sent_to(jenv)) == 4


def test_an_action_item_that_moved_is_reminded_of_again(deal: Deal, bureau: User, jenv: User) -> None:
    """T7: an action item whose day moved to February gave no reminder any more."""
    meeting = held(deal, "2026-09-15", by=bureau)
    action = ActionItem(meeting=meeting)
    values = {"text": "Cijfers delen", "owner": jenv, "due_on": date(2026, 12, 29)}
    action.enter(by=bureau, at=at("2026-09-15"), values=values)

    def mails(on: str) -> int:
        remind(at=at(on, 7))
        return sum("Cijfers delen" in text for text in sent_to(jenv))

    assert [mails(on) for on in ("2026-11-29", "2026-12-15", "2026-12-28")] == [1, 2, 3]
    action.revise(by=bureau, at=at("2026-12-28"), values={"due_on": date(2027, 2, 15)}, version=action.version)
    assert [mails(on) for on in ("2027-01-16", "2027-02-01", "2027-02-08", "2027-02-14")] == [4, 5, 6, 7]
    for owner in (bureau, jenv):
        action.revise(by=bureau, at=at("2027-02-14"), values={"owner": owner}, version=action.version)
    assert mails("2027-02-14") == 8  # handed over and back


def test_what_was_dropped_and_is_due_again_is_sent(deal: Deal, bureau: User, monkeypatch: Any) -> None:
    """T7, neighbour: a reminder that was dropped as done never came back."""
    concept = Obligation.objects.get(deal=deal, code="concept-voortgangsrapportage")
    monkeypatch.setattr(EmailBackend, "send_messages", _down)
    remind(at=at("2026-05-15", 7))
    done = Fulfilment.record(
        concept, due_on=date(2026, 6, 14), done_on=date(2026, 5, 15), evidence="Mail", by=bureau, at=at("2026-05-15")
    )
    remind(at=at("2026-05-15", 8))
    assert Reminder.objects.filter(user=bureau, dropped_at__isnull=False).exists()
    monkeypatch.undo()
    done.withdraw(by=bureau, at=at("2026-05-16"), reason="Vergissing")
    remind(at=at("2026-05-16", 7))
    assert any("Concept van de voortgangsrapportage" in text for text in sent_to(bureau))


def _down(*args: object) -> None:
    raise ConnectionRefusedError


def test_everybody_hears_of_the_round_when_it_is_their_turn(  # noqa: PLR0915
    deal: Deal, bureau: User, reviewer: User, jenv: User, bzk: User, enter: Enter
) -> None:
    """F19: a concept was sent, comments waited, an answer came, the report was handed in, and nobody heard of it."""
    round_ = shared(deal, by=bureau)
    until = {"comments_until": date(2026, 6, 24)}
    round_.revise(by=bureau, at=at("2026-06-10"), values=until, version=round_.version)
    remind(at=at("2026-06-10", 13))
    assert "U kunt reageren op Voortgangsrapportage 2026 (concept)" in "".join(sent_to(jenv))
    assert "Laatste dag: 24 juni 2026" in "".join(sent_to(jenv))
    last_day = timezone.localdate() + timedelta(days=5)  # a page is of today, and comments close after their last day
    until = {"comments_until": last_day}
    round_.revise(by=bureau, at=at("2026-06-11"), values=until, version=round_.version)
    party = enter(jenv)
    asked = f"Reageer op het concept van de voortgangsrapportage 2026, tot en met {day(last_day)}"
    assert asked in words_at(party, "mijn-werk/")
    assert "Wacht op mij 1" in words_at(party, "")
    concept = round_.steps.get(step=Step.SHARED).report
    assert concept is not None
    own = jenv.memberships.get().party
    comment = ReportComment.place(concept, section="geld", text="Klopt dit?", party=own, by=jenv, at=at("2026-06-12"))
    assert "Reageer op het concept" not in words_at(party, "mijn-werk/")
    assert "1 reactie wacht op antwoord: rapportage 2026" in words_at(enter(bureau), "mijn-werk/")
    remind(at=at("2026-06-12", 13))
    for builder in (bureau, reviewer):
        assert "wacht op antwoord: rapportage 2026" in "".join(sent_to(builder))
    comment.reply(text="Ja.", has_changed=False, by=bureau, at=at("2026-06-15"), version=comment.version)
    remind(at=at("2026-06-15", 13))
    assert "Uw reactie op het concept 2026 is beantwoord" in "".join(sent_to(jenv))
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-03", by=bureau)
    remind(at=at("2026-07-03", 13))
    assert "is ingediend bij de minister van BZK op 3 juli 2026" in "".join(sent_to(bzk))
    assert "is ingediend" not in "".join(sent_to(jenv))
    before = len(mail.outbox)
    remind(at=at("2026-07-03", 14))
    assert len(mail.outbox) == before
