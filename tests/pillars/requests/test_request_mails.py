"""Mails about a request: at the right days, once, not to who has sent, and kept while the mail server is away."""

from datetime import date

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from pillars.projects.models import ContactPerson
from pillars.projects.partners import own_projects
from pillars.requests.answering import return_with_question
from pillars.requests.models import AnswerMail
from pillars.requests.request_mails import mail_requests, moment_on, remind_now
from pillars.requests.requesting import close_request
from regiodeal.accounts.code_forms import may_use_code
from regiodeal.deals.models import User
from tests.pillars.requests.made import Asked, send_filled
from tests.plugins.deal import at

pytestmark = pytest.mark.django_db


def sent() -> list[tuple[str, str]]:
    """To whom mails went and with which subject, since this was asked last."""
    found = [(message.to[0], str(message.subject).partition(":")[0]) for message in mail.outbox]
    mail.outbox.clear()
    return sorted(found)


@pytest.mark.parametrize(
    ("on", "moment"),
    [
        (date(2026, 4, 1), "open"),
        (date(2026, 4, 30), "open"),
        (date(2026, 5, 1), "14"),
        (date(2026, 5, 8), "7"),
        (date(2026, 5, 14), "1"),
        (date(2026, 5, 15), "1"),
        (date(2026, 5, 16), "late-1"),
        (date(2026, 5, 22), "late-7"),
        (date(2026, 6, 20), ""),
    ],
)
def test_the_newest_moment_that_was_reached(asked: Asked, on: date, moment: str) -> None:
    assert moment_on(asked.request, on) == moment


def test_who_is_asked_gets_in_with_the_code_and_sees_own_projects_alone(asked: Asked) -> None:
    who = User.objects.get(email="welzijn@example.nl")
    assert may_use_code(who)
    assert [row.code for row in own_projects(who, asked.request.deal)] == ["P-01", "P-02"]


def test_who_is_asked_late_is_not_reminded_on_the_same_day(asked: Asked) -> None:
    asked.request.opened_on = date(2026, 5, 5)
    assert [moment_on(asked.request, date(2026, 5, number)) for number in (5, 7, 8)] == ["open", "open", "7"]


def test_each_contact_hears_of_the_opening_once_with_the_way_to_answer(asked: Asked, bureau: User) -> None:
    assert mail_requests(at=at("2026-04-01")) == 2
    message = next(row for row in mail.outbox if row.to == ["welzijn@example.nl"])
    body = str(message.body)
    assert "https://" in body or "http://" in body
    assert "/deals/den-haag-zuidwest-ii/mijn-projecten/" in body
    assert all(text in body for text in ("P-01 Project P-01", "15 mei 2026", "Welkom"))
    assert "P-03" not in body  # nothing of another executor
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.reply_to == [bureau.email]
    mail.outbox.clear()
    assert mail_requests(at=at("2026-04-01", 13)) == 0


def test_who_has_sent_gets_a_receipt_with_a_copy_and_no_reminder(asked: Asked, bureau: User) -> None:
    mail_requests(at=at("2026-04-01"))
    send_filled(asked.welfare, 40, by=bureau)
    mail.outbox.clear()
    mail_requests(at=at("2026-04-10", 13))
    [receipt] = mail.outbox
    assert receipt.to == ["welzijn@example.nl"]
    assert "Er zijn 80 vrijwilligers begeleid." in str(receipt.body)
    assert "€\u00a012.500,50" in str(receipt.body)
    assert "bereikt op 15 maart 2026" in str(receipt.body)
    mail.outbox.clear()
    mail_requests(at=at("2026-05-01"))
    assert sent() == [("school@example.nl", "Herinnering")]
    mail_requests(at=at("2026-05-08"))
    mail_requests(at=at("2026-05-08", 14))
    assert len(sent()) == 1
    mail_requests(at=at("2026-05-22"))
    assert sent() == [("school@example.nl", "Herinnering")]


def test_a_question_is_mailed_each_time_it_is_asked(asked: Asked, bureau: User) -> None:
    mail_requests(at=at("2026-04-01"))
    send_filled(asked.school, 40, by=bureau)
    return_with_question(asked.school, "Klopt 40 wel?", by=bureau, at=at("2026-04-12"), version=asked.school.version)
    mail.outbox.clear()
    mail_requests(at=at("2026-04-12"))
    assert [str(row.subject).partition(":")[0] for row in mail.outbox] == [
        "Ontvangen",
        "Een vraag over uw antwoord",
    ]
    assert "Klopt 40 wel?" in str(mail.outbox[1].body)


def test_a_reminder_now_goes_once_a_day_to_who_has_not_sent(asked: Asked, bureau: User) -> None:
    mail_requests(at=at("2026-04-01"))
    mail.outbox.clear()
    send_filled(asked.school, 40, by=bureau)
    answers = list(asked.request.answers.all())
    assert remind_now(answers, at=at("2026-04-12")) == 1
    remind_now(answers, at=at("2026-04-12", 15))
    mail_requests(at=at("2026-04-12", 16))
    assert sent() == [("school@example.nl", "Ontvangen"), ("welzijn@example.nl", "Herinnering")]


def test_mail_that_fails_is_kept_and_what_was_closed_is_dropped(
    asked: Asked, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuse)
        assert mail_requests(at=at("2026-04-01")) == 0
    assert mail_requests(at=at("2026-04-01", 14)) == 2
    ContactPerson.objects.create(executor=asked.school.executor, name="Nieuw", email="nieuw@example.nl")
    remind_now([asked.school], at=at("2026-04-02"))
    close_request(asked.request, by=bureau, at=at("2026-04-02"), version=asked.request.version)
    mail.outbox.clear()
    assert mail_requests(at=at("2026-04-02")) == 0
    assert AnswerMail.objects.filter(dropped_at__isnull=False).count() == 2


def test_at_night_nobody_is_reminded(asked: Asked) -> None:
    AnswerMail.objects.all().delete()
    assert mail_requests(at=at("2026-05-01", 3)) == 0
    assert mail_requests(at=at("2026-05-01", 9)) == 2
