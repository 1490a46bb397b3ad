"""What the bureau itself hears of a request: answers that wait, who is late, and its last day in the calendar."""

from datetime import date

import pytest
from django.test import Client

from pillars.requests.requesting import close_request
from pillars.requests.taking_over import take_over_many
from regiodeal.deals.models import Deal, User
from regiodeal.notices.feed import feed
from regiodeal.notices.inbox import inbox
from regiodeal.notices.models import ReminderKind
from tests.pages import words_at
from tests.pillars.requests.made import Asked, send_filled
from tests.plugins.deal import at

pytestmark = pytest.mark.django_db
SILENT = "Uitvraag 2026: 2 uitvoerders hebben nog niet geantwoord"
ONE_SILENT = "Uitvraag 2026: 1 uitvoerder heeft nog niet geantwoord"
ONE_WAITS = "Uitvraag 2026: 1 antwoord wacht op u"


def told(deal: Deal, user: User, on: str) -> list[tuple[str, str]]:
    """The title and the moment of what the list of somebody says about requests on a day."""
    lines = [line.notice for line in inbox(deal, user, at=at(on)) if line.notice.kind == ReminderKind.REQUEST]
    return [(notice.title, notice.moment) for notice in lines]


def test_the_bureau_hears_who_is_silent_on_the_days_that_the_executors_are_reminded(asked: Asked, bureau: User) -> None:
    deal = asked.request.deal
    days = ("2026-04-01", "2026-04-30", "2026-05-01", "2026-05-08", "2026-05-15")
    assert [told(deal, bureau, on) for on in days] == [
        [],
        [],
        [(SILENT, "14")],
        [(SILENT, "7")],
        [(SILENT, "1")],
    ]
    late = f"{SILENT}, en de laatste dag is voorbij"
    assert [told(deal, bureau, on) for on in ("2026-05-16", "2026-05-22")] == [[(late, "late-1")], [(late, "late-7")]]
    assert told(deal, bureau, "2026-06-20") == []


def test_an_answer_that_was_sent_waits_until_it_is_taken_over(asked: Asked, bureau: User) -> None:
    deal = asked.request.deal
    send_filled(asked.welfare, 40, by=bureau)
    assert [title for title, _moment in told(deal, bureau, "2026-04-11")] == [ONE_WAITS]
    assert {title for title, _moment in told(deal, bureau, "2026-05-08")} == {ONE_SILENT, ONE_WAITS}
    take_over_many([asked.welfare], by=bureau, at=at("2026-05-09"))
    assert [title for title, _moment in told(deal, bureau, "2026-05-15")] == [ONE_SILENT]
    close_request(asked.request, by=bureau, at=at("2026-05-16"), version=asked.request.version)
    assert told(deal, bureau, "2026-05-16") == []


def test_who_does_not_enter_progress_hears_nothing_of_requests(asked: Asked, bureau: User, jenv: User) -> None:
    send_filled(asked.welfare, 40, by=bureau)
    assert told(asked.request.deal, jenv, "2026-05-08") == []
    assert "uitvraag" not in feed(jenv, at=at("2026-05-08"), on=date(2026, 5, 8)).decode().lower()


def test_the_last_day_stands_in_the_calendar_while_the_request_is_open(asked: Asked, bureau: User) -> None:
    calendar = feed(bureau, at=at("2026-04-02"), on=date(2026, 4, 2)).decode()
    assert "SUMMARY:Laatste dag van uitvraag 2026" in calendar
    assert "DTSTART;VALUE=DATE:20260515" in calendar
    close_request(asked.request, by=bureau, at=at("2026-05-16"), version=asked.request.version)
    assert "Laatste dag van uitvraag" not in feed(bureau, at=at("2026-05-17"), on=date(2026, 5, 17)).decode()


def test_how_it_comes_by_mail_is_chosen_like_the_other_kinds(asked: Asked, at_work: Client) -> None:
    del asked
    assert "De uitvraag bij uitvoerders" in words_at(at_work, "berichten/keuzes/")
