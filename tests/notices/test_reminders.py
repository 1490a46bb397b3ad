"""Reminders: at the right days, never twice, never for what is done, and kept while the mail is down."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from regiodeal.covenant.due_rules.due_rules import due_dates
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from regiodeal.notices import reminders
from regiodeal.notices.models import Reminder, ReminderKind
from regiodeal.notices.reminders import BEFORE, moment_of, remind
from tests.plugins.deal import Enter, at, person
from tests.plugins.meetings import held

CHOICES = "/deals/den-haag-zuidwest-ii/berichten/keuzes/"
ALL = dict.fromkeys(ReminderKind.values, "at_once")


def sent_to(user: User) -> list[str]:
    """The texts of the mails to somebody."""
    return [str(message.body) for message in mail.outbox if message.to == [user.email]]


@pytest.mark.parametrize(
    ("days_left", "moment"),
    [
        (31, ""),
        (30, "30"),
        (15, "30"),
        (14, "14"),
        (8, "14"),
        (7, "7"),
        (2, "7"),
        (1, "1"),
        (0, "1"),
        (-1, "after"),
        (-31, "after"),
        (-32, ""),
    ],
)
def test_the_newest_moment_that_was_reached(days_left: int, moment: str) -> None:
    assert moment_of(days_left) == moment


def test_thirty_days_before_the_concept_the_bureau_hears_of_it(deal: Deal, bureau: User, jenv: User) -> None:
    remind(at=at("2026-05-15", 7))
    [text] = sent_to(bureau)
    assert "Concept van de voortgangsrapportage" in text
    assert "Laatste dag: 14 juni 2026 (nog 30 dagen)." in text
    assert "/afspraken/concept-voortgangsrapportage/2026-06-14/" in text
    assert sent_to(jenv) == []  # it is not JenV that has to do it


def test_running_twice_sends_once(deal: Deal, bureau: User) -> None:
    assert remind(at=at("2026-05-15", 7)) == 1
    assert remind(at=at("2026-05-15", 8)) == 0
    assert remind(at=at("2026-05-16", 7)) == 0
    assert remind(at=at("2026-05-31", 7)) == 1  # 14 days before


def test_one_mail_for_all_that_is_due(deal: Deal, bureau: User) -> None:
    remind(at=at("2026-08-31", 7))  # 30 days before 30 September: the meeting, and what is on its agenda
    [text] = sent_to(bureau)
    assert text.count("Laatste dag: 30 september 2026") == 2


def test_what_is_done_is_not_reminded_of(deal: Deal, bureau: User) -> None:
    concept = Obligation.objects.get(deal=deal, code="concept-voortgangsrapportage")
    Fulfilment.record(
        concept,
        due_on=date(2026, 6, 14),
        done_on=date(2026, 5, 10),
        evidence="Brief",
        by=bureau,
        at=at("2026-05-10"),
    )
    remind(at=at("2026-05-15", 7))
    assert sent_to(bureau) == []


def test_who_left_or_does_not_want_it_gets_nothing(
    deal: Deal, bureau: User, colleague: User, reviewer: User, enter: Enter
) -> None:
    Membership.objects.filter(user=colleague).delete()
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    enter(bureau).post(CHOICES, ALL | {"deadline": "none"})
    remind(at=at("2026-05-15", 7))
    assert mail.outbox == []
    enter(bureau).post(CHOICES, ALL)
    remind(at=at("2026-05-15", 8))
    assert len(sent_to(bureau)) == 1


def test_one_button_chooses_alike_for_all_and_what_was_mailed_leads_to_its_page(
    deal: Deal, bureau: User, enter: Enter
) -> None:
    """Stranger of issue 17: ten lists to set one by one, and the key of a notice beside the day of its mail."""
    client = enter(bureau)
    client.post(CHOICES, {"alike": "daily"})
    assert set(bureau.reminder_choices.values_list("kind", "delivery")) == {(kind, "daily") for kind in ALL}
    assert client.post(CHOICES, {"alike": "soms"}).status_code == 422
    client.post(CHOICES, ALL)
    remind(at=at("2026-05-15", 8))
    row = bureau.reminders.filter(sent_at__isnull=False)[0]
    page = client.get(CHOICES).content.decode()
    assert f'15 mei 2026: <a href="{row.path}">{row.get_kind_display()}</a>' in page
    assert row.key not in page.replace(row.path, "")


def test_each_hears_of_what_is_theirs(deal: Deal, controller: User, overleg: User) -> None:
    municipality = person(deal, "Gemeente", Role.PARTY, "Gemeente")
    remind(at=at("2026-06-15", 7))  # SiSa is due on 15 July, the report to the minister on 14 July
    assert "SiSa" in sent_to(controller)[0]
    assert "minister" not in sent_to(controller)[0]
    assert "minister" in sent_to(municipality)[0]
    assert sent_to(overleg) == []


def test_who_hears_of_a_term_follows_from_what_it_is_about(veenland: Deal) -> None:
    """Any deal 5: it hung on the numbers of Den Haag's articles and on the code of its overleg."""
    treasurer, table = person(veenland, "Kas", Role.TREASURER), person(veenland, "Tafel", Role.OVERLEG)
    province = person(veenland, "Provincie", Role.PARTY, "PROV")
    told: dict[str, dict[str, object]] = {
        "Verantwoording": {"article": "7", "owner": "PROV", "about": "money"},
        "Voorjaarsoverleg": {"article": "11", "owner": "PROV", "asks_meeting": True},
        "Besluit over de agenda": {"article": "5", "owner": "streektafel"},
        "Evaluatie": {"article": "6", "owner": "WLV", "about": "evaluation"},
    }
    for code, (title, values) in enumerate(told.items()):
        due = {"rule": "fixed", "date": "2026-06-14"}
        Obligation.objects.create(deal=veenland, code=f"afspraak-{code}", title=title, due=due, **values)

    def heard(user: User) -> set[str]:
        return {title for title in told for text in sent_to(user) if title in text}

    remind(at=at("2026-05-15", 7))
    assert heard(treasurer) == {"Verantwoording"}
    assert heard(table) == {"Voorjaarsoverleg", "Besluit over de agenda"}
    assert heard(province) == {"Verantwoording", "Voorjaarsoverleg"}


def no_mail(*_args: object) -> None:
    """Refuse, as a mail server that cannot be reached."""
    raise ConnectionRefusedError


def test_without_mail_reminders_are_kept_and_sent_once(
    deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send", no_mail)
        assert remind(at=at("2026-05-15", 7)) == 0
        assert remind(at=at("2026-05-16", 7)) == 0
    assert Reminder.objects.filter(sent_at__isnull=True).count() == 1
    assert remind(at=at("2026-06-01", 7)) == 1  # by now 13 days before: two moments, one line
    assert sent_to(bureau)[0].count("Concept van de voortgangsrapportage") == 1
    assert not Reminder.objects.filter(sent_at__isnull=True).exists()


def test_a_run_that_was_killed_is_taken_up_after_an_hour(
    deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(reminders, "send", die)
        with pytest.raises(KeyboardInterrupt):
            remind(at=at("2026-05-15", 7))
    assert remind(at=at("2026-05-15", 7) + timedelta(minutes=30)) == 0  # it may still be at work
    assert remind(at=at("2026-05-15", 9)) == 1


def test_kept_reminders_of_what_was_done_meanwhile_are_dropped(
    deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send", no_mail)
        remind(at=at("2026-05-15", 7))
    concept = Obligation.objects.get(deal=deal, code="concept-voortgangsrapportage")
    day = date(2026, 5, 16)
    Fulfilment.record(concept, due_on=date(2026, 6, 14), done_on=day, evidence="B", by=bureau, at=at("2026-05-16"))
    assert remind(at=at("2026-05-17", 7)) == 0
    assert Reminder.objects.get().dropped_at is not None


def test_the_round_is_kicked_off_once(deal: Deal, bureau: User, overleg: User) -> None:
    remind(at=at("2026-03-15", 7))
    assert mail.outbox == []
    remind(at=at("2026-03-16", 7))  # 90 days before 14 June
    assert "Ronde 2026 begint" in sent_to(bureau)[0]
    remind(at=at("2026-03-17", 7))
    assert len(mail.outbox) == 1


FIRST, LAST = date(2023, 11, 1), date(2028, 7, 31)
SUMMER_TIME = [date(2024, 3, 31), date(2025, 3, 30), date(2026, 3, 29), date(2027, 3, 28), date(2028, 3, 26)]
ROUND_BEFORE = 90  # days before the last day of the concept


def moments(key: str, due_on: date) -> dict[str, date]:
    """Return the day of each reminder of a last day: 30, 14, 7 and 1 days before, and the day after."""
    before = {f"{key} {days}": due_on - timedelta(days=days) for days in BEFORE}
    return before | {f"{key} after": due_on + timedelta(days=1)}


def moments_of(deal: Deal, agreed: Deal) -> dict[str, date]:
    """Return the day of each reminder of each obligation, in the life of the deal as it was agreed."""
    found: dict[str, date] = {}
    for obligation in Obligation.objects.filter(deal=deal):
        for due_on in due_dates(obligation.due, agreed):
            found |= moments(f"{obligation.code} {due_on}", due_on)
    return {key: day for key, day in found.items() if FIRST <= day <= LAST}


def round_starts(deal: Deal, agreed: Deal) -> list[date]:
    """Return the days on which a round begins, in the life of the deal as it was agreed."""
    concept = Obligation.objects.get(deal=deal, code="concept-voortgangsrapportage")
    return [due_on - timedelta(days=ROUND_BEFORE) for due_on in due_dates(concept.due, agreed)]


def nights(days: Iterable[date], *, every: int = 1) -> set[date]:
    """Return the nights around these days on which a scheduler runs that wakes each so many days.

    For each day the first night from that day on, the one before it, and the one after it.
    """
    found = set()
    for day in days:
        night = day + timedelta(days=-day.toordinal() % every)
        found |= {night + timedelta(days=step) for step in (-every, 0, every)}
    return {night for night in found if FIRST <= night <= LAST}


def travel(
    scheduled: Collection[date], events: Mapping[date, Callable[[], object]] | None = None
) -> dict[str, list[date]]:
    """Run the scheduler on these nights of the deal, and what happens at noon: (thing, moment) -> days."""
    happens = events or {}
    for day in sorted({*scheduled, *happens}):
        if day in scheduled:
            remind(at=timezone.make_aware(datetime(day.year, day.month, day.day, 2, 30)))  # noqa: DTZ001
        if day in happens:
            happens[day]()
    found: dict[str, list[date]] = {}
    for row in Reminder.objects.all():
        assert row.sent_at is not None
        found.setdefault(f"{row.key} {row.moment}", []).append(timezone.localdate(row.sent_at))
    return found


def test_through_the_whole_deal_each_last_day_is_warned_of_at_the_right_days(deal: Deal, bureau: User) -> None:
    """Half past two at night does not exist on the days that summer time begins; nothing breaks on those days."""
    expected = moments_of(deal, deal)
    found = travel(nights([*expected.values(), *round_starts(deal, deal), *SUMMER_TIME]))
    rounds = {key: found.pop(key) for key in list(found) if key.startswith("ronde ")}
    assert found == {key: [day] for key, day in expected.items()}
    assert set(rounds) == {f"ronde {year} start" for year in (2024, 2025, 2026, 2027)}
    assert rounds["ronde 2024 start"] == [date(2024, 3, 16)]  # 29 February lies before it
    sent = {row.sent_at for row in Reminder.objects.all()}
    assert len(mail.outbox) == len(sent)  # never more than one mail a day


def test_a_scheduler_that_slept_three_days_misses_nothing_and_warns_once(deal: Deal, bureau: User) -> None:
    expected = moments_of(deal, deal)
    found = travel(nights([*expected.values(), *round_starts(deal, deal)], every=4))
    assert all(len(days) == 1 for days in found.values())
    for key, day in expected.items():
        if key.endswith((" 30", " 14", " 7")):
            [sent] = found[key]
            assert timedelta(0) <= sent - day <= timedelta(days=3)


def test_the_calendar_is_read_by_its_private_address(deal: Deal, bureau: User, enter: Enter, client: Any) -> None:
    page = enter(bureau).get(CHOICES).content.decode()
    address = re.search(r"http://[^\"]+(/agenda/[^\"]+\.ics)", page)
    assert address is not None
    answer = client.get(address[1])  # a calendar program does not sign in
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar: Any = Calendar.from_ical(answer.content)
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    event = events["concept-voortgangsrapportage-2026-06-14@den-haag-zuidwest-ii"]
    assert event["dtstart"].dt == date(2026, 6, 14)
    assert "valt in het weekend" in event["description"]
    enter(bureau).post(CHOICES + "nieuw-agenda-adres/")
    assert client.get(address[1]).status_code == 404


def test_a_former_user_has_no_calendar(deal: Deal, bureau: User, enter: Enter, client: Any) -> None:
    enter(bureau).get(CHOICES)
    path = f"/agenda/{bureau.calendar_feed.token}.ics"
    assert client.get(path).status_code == 200
    Membership.objects.filter(user=bureau).delete()
    assert b"VEVENT" not in client.get(path).content
    User.objects.filter(pk=bureau.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_it_is_really_written_as_a_file(deal: Deal, bureau: User, settings: Any, tmp_path: Any) -> None:
    from regiodeal.config.environment import mailer

    settings.MAILERS = {"default": mailer("", data_dir=tmp_path)}
    remind(at=at("2026-05-15", 7))
    [file] = (tmp_path / "mail").iterdir()
    assert "Laatste dag: 14 juni 2026" in file.read_text()


def test_the_owner_of_an_action_item_is_reminded_of_it(deal: Deal, bureau: User, jenv: User) -> None:
    action = ActionItem(meeting=held(deal, "2026-09-15", by=bureau))
    values = {"text": "Brief aan de corporaties", "owner": jenv, "due_on": date(2026, 12, 1)}
    action.enter(by=bureau, at=at("2026-09-15"), values=values)
    remind(at=at("2026-11-01", 7))
    assert "Brief aan de corporaties" in sent_to(jenv)[0]
    assert not any("Brief aan de corporaties" in text for text in sent_to(bureau))
    action.finish(on=date(2026, 11, 2), note="Verstuurd", by=jenv, at=at("2026-11-02"))
    remind(at=at("2026-11-24", 7))
    assert len(sent_to(jenv)) == 1


def test_meetings_stand_in_the_calendar_too(deal: Deal, bureau: User, enter: Enter, client: Any) -> None:
    meeting = held(deal, "2026-09-15", by=bureau)
    enter(bureau).get(CHOICES)
    answer = client.get(f"/agenda/{bureau.calendar_feed.token}.ics").content.decode()
    assert f"overleg-{meeting.pk}@{deal.slug}" in answer
