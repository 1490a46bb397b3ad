"""The meeting in ten minutes: what changed since the last one, what must be decided, and only what one may see."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from pillars.explanations.models import Explanation
from pillars.progress.deal_progress import deal_progress
from regiodeal.covenant.meetings.models import ActionItem, AgendaItem, Meeting
from regiodeal.covenant.meetings.subjects import Proposed
from regiodeal.deals.contributions import Contributing
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Reader
from reporting.meeting_brief.briefing import brief_of, next_meeting
from tests.pages import BASE, words_at
from tests.plugins.amending import adopted, asked, consent
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.meetings import agreed, decide, held, plan

NOBODY: Reader = {"rights": frozenset(), "parties": frozenset()}


@pytest.fixture
def coming(deal: Deal, bureau: User) -> Meeting:
    """A meeting in March 2026, of which the members know."""
    meeting = plan(deal, "2026-03-10", by=bureau)
    meeting.invite(by=bureau, at=at("2026-02-01"))
    return meeting


def drift(deal: Deal, bureau: User, reviewer: User) -> Explanation:
    """84 of 100 volunteers in 2025, with an explanation."""
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 70, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    target = deal.target_set.get(code="1.1.1.g-1")
    progress = next(t for t in deal_progress(deal, on=date(2026, 2, 1)).targets if t.target == target)
    entry = Explanation.begin(
        by=bureau,
        at=at("2026-02-01"),
        target=target,
        about_value=progress.outcome.value,
        about_status=progress.outcome.status,
        text="Er vielen coaches uit.",
        proposal="Twee coaches erbij.",
    )
    entry.submit(by=bureau, at=at("2026-02-01"))
    entry.approve(by=reviewer, at=at("2026-02-02"))
    return entry


def test_the_first_sentence_says_how_many_results_are_on_course(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    """F46: "van de 43 resultaten zijn behaald of op schema", without the number."""
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 120, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    progress = deal_progress(deal, on=date(2026, 3, 1))
    text = words_at(enter(overleg), f"overleg/{coming.pk}/in-tien-minuten/?op=2026-03-01")
    assert f"{progress.on_course} van de {len(progress.results)} resultaten zijn behaald of op schema." in text


def test_no_variable_of_the_brief_is_missing(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User, at_work: Client, settings: Settings
) -> None:
    """F46, as a kind: every variable that the page prints is there."""
    drift(deal, bureau, reviewer)
    consent(asked(deal, bureau), "BZK", bureau)
    held(deal, "2026-01-20", by=bureau)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"OPTIONS": engine["OPTIONS"] | {"string_if_invalid": "MISSING[%s]"}}]
    page = at_work.get(f"{BASE}overleg/{coming.pk}/in-tien-minuten/?op=2026-07-20").content.decode()
    assert re.findall(r"MISSING\[[^]]*\]", page) == []


def test_the_next_meeting_is_not_one_that_is_long_over(
    deal: Deal, coming: Meeting, bureau: User, overleg: User, enter: Enter
) -> None:
    """F48: a meeting of a year ago, of which nobody said that it took place, was the next one for ever."""
    assert next_meeting(deal, on=date(2026, 3, 10)) == coming
    assert next_meeting(deal, on=date(2026, 3, 11)) is None
    page = words_at(enter(overleg), "overleg/?op=2026-10-05")
    assert "Nog niet afgesloten De dag van dit overleg is voorbij." in page
    assert "Er is geen overleg gepland." in page
    later = plan(deal, "2026-12-08", by=bureau)
    assert next_meeting(deal, on=date(2026, 10, 5)) == later


def test_a_day_that_is_still_to_come_is_told_as_such(deal: Deal, overleg: User, enter: Enter) -> None:
    """F52: the state on a day in the future, or before the deal, was told as a fact."""
    client = enter(overleg)
    assert "1 januari 2035 moet nog komen. U ziet wat er vandaag bekend is" in words_at(client, "?op=2035-01-01")
    assert "De deal was toen nog niet in werking." in words_at(client, "?op=2019-01-01")
    assert "U ziet de stand op 1 januari 2026." in words_at(client, "?op=2026-01-01")


def test_what_changed_is_counted_from_the_last_meeting(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User
) -> None:
    network = indicator_of(deal, "1.1.1.d")
    measure(deal, network, 0, "2025-03-01", by=bureau, approved_by=reviewer)
    last = agreed(deal, "2025-09-16", by=bureau)
    held(deal, "2025-03-16", by=bureau)
    measure(deal, network, 1, "2025-11-01", by=bureau, approved_by=reviewer)
    brief = brief_of(coming, on=date(2026, 3, 1), reader=NOBODY)
    assert brief.last == last
    assert [
        (row.progress.result.code, row.before.label, row.progress.status.label) for row in brief.changes.statuses
    ] == [("1.1.1.d", "op schema", "behaald")]
    assert brief.changes.better == 1
    assert [row.value for row in brief.changes.figures] == [1]


def test_without_an_earlier_meeting_the_deal_itself_is_the_beginning(deal: Deal, coming: Meeting) -> None:
    brief = brief_of(coming, on=date(2026, 3, 1), reader=NOBODY)
    assert brief.last is None
    assert brief.changes.since == deal.in_force_on


def test_a_meeting_that_was_keeps_the_state_of_its_day(deal: Deal, bureau: User, reviewer: User) -> None:
    meeting = held(deal, "2026-03-10", by=bureau)
    measure(deal, indicator_of(deal, "1.1.1.d"), 1, "2026-04-01", by=bureau, approved_by=reviewer)
    brief = brief_of(meeting, on=date(2026, 11, 24), reader=NOBODY)
    assert (brief.on, brief.changes.figures) == (date(2026, 3, 10), ())


def test_the_page_tells_it_all(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    drift(deal, bureau, reviewer)
    text = words_at(enter(overleg), f"overleg/{coming.pk}/in-tien-minuten/?op=2026-03-01")
    for part in (
        "1 afwijking vraagt een besluit.",
        "Er vielen coaches uit.",
        "Voorstel: Twee coaches erbij.",
        "Er wordt geen instemming gevraagd.",
        "14 juni 2026, nog 105 dagen",
        "Rijksbijdrage",
        "Samen",
    ):
        assert part in text, part
    assert "Besluit vastleggen" not in text


def consents(deal: Deal, on: date) -> list[Proposed]:
    """What an app gives."""
    return [Proposed("wijziging", "1", "Geld van B naar A", "Vijf Partijen stemmen in.")]


def test_what_consent_is_asked_for_comes_from_the_apps(
    coming: Meeting, overleg: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    covenant = apps.get_app_config("covenant")
    assert isinstance(covenant, Contributing)
    monkeypatch.setattr(covenant, "contributions", replace(covenant.contributions, consents=(consents,)))
    assert "Geld van B naar A" in words_at(enter(overleg), f"overleg/{coming.pk}/in-tien-minuten/")


def test_the_secretary_decides_on_the_same_page(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User, at_work: Client
) -> None:
    explanation = drift(deal, bureau, reviewer)
    brief = f"{BASE}overleg/{coming.pk}/in-tien-minuten/?op=2026-03-10"
    page = at_work.get(brief).content.decode()
    assert 'name="besluit-about" value="afwijking:1.1.1.g-1"' in page
    data = {"besluit-title": "Er komen twee coaches bij", "besluit-about": "afwijking:1.1.1.g-1", "next": brief}
    response = at_work.post(f"{BASE}overleg/{coming.pk}/besluit/", data)
    assert response.headers["Location"] == brief
    explanation.refresh_from_db()
    assert explanation.closed_on == date(2026, 3, 10)
    assert "Er komen twee coaches bij" in words_at(at_work, f"overleg/{coming.pk}/in-tien-minuten/?op=2026-03-10")
    elsewhere = data | {"besluit-title": "Nog een", "next": "https://voorbeeld.test/"}
    response = at_work.post(f"{BASE}overleg/{coming.pk}/besluit/", elsewhere)
    assert response.status_code == 422  # the deviation is closed: nothing to decide about
    response = at_work.post(f"{BASE}overleg/{coming.pk}/besluit/", {"besluit-title": "Los", "next": "https://x.test/"})
    assert response.headers["Location"] == f"{BASE}overleg/{coming.pk}/"


def test_a_secret_decision_is_not_in_the_brief(
    deal: Deal, bureau: User, overleg: User, jenv: User, enter: Enter
) -> None:
    meeting = held(deal, "2026-03-10", by=bureau)
    decide(meeting, "Geheim bod", by=bureau, secret_for="JenV")
    path = f"overleg/{meeting.pk}/in-tien-minuten/"
    assert "Geheim bod" not in words_at(enter(overleg), path)
    assert "Geheim bod" in words_at(enter(jenv), path)


def test_the_overview_leads_to_the_next_meeting_or_the_last(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    reader = enter(overleg)
    assert "Lees in voor het volgende overleg (tien minuten)" in words_at(reader, "")
    nowhere = reader.get(f"{BASE}overleg/in-tien-minuten/")
    assert nowhere.headers["Location"] == f"{BASE}overleg/"
    last = held(deal, "2026-03-10", by=bureau)
    assert (
        reader.get(f"{BASE}overleg/in-tien-minuten/").headers["Location"] == f"{BASE}overleg/{last.pk}/in-tien-minuten/"
    )
    coming = plan(deal, "2027-03-10", by=bureau)
    found = reader.get(f"{BASE}overleg/in-tien-minuten/").headers["Location"]
    assert found == f"{BASE}overleg/{coming.pk}/in-tien-minuten/"


def test_the_brief_asks_the_database_no_more_for_more_figures(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    reader = enter(overleg)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get(f"{BASE}overleg/{coming.pk}/in-tien-minuten/?op=2026-03-01")
        return len(captured)

    drift(deal, bureau, reviewer)
    queries()
    first = queries()
    for year in (2023, 2024):
        measure(deal, indicator_of(deal, "1.1.1.g-2"), 5, f"{year}-12-31", by=bureau, year=year, approved_by=reviewer)
    measure(deal, indicator_of(deal, "1.1.1.d"), 1, "2025-11-01", by=bureau, approved_by=reviewer)
    assert queries() == first
    assert first < 40


def test_the_brief_has_all_that_is_asked_the_agenda_and_what_is_late(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    drift(deal, bureau, reviewer)
    last = held(deal, "2026-01-20", by=bureau)
    for text, due in (("Stuur de begroting", "2026-02-01"), ("Bel de corporatie", "2026-06-01")):
        action = ActionItem(meeting=last)
        action.enter(by=bureau, at=at("2026-01-21"), values={"text": text, "owner_name": "An", "due_on": due})
    done = ActionItem(meeting=last)
    done.enter(by=bureau, at=at("2026-01-21"), values={"text": "Gedaan", "owner_name": "An", "due_on": "2026-02-01"})
    done.finish(on=date(2026, 2, 10), note="", by=bureau, at=at("2026-02-10"))
    AgendaItem.objects.create(meeting=coming, position=1, title="Opening", added_by=bureau, added_at=at("2026-02-01"))
    page = words_at(enter(overleg), f"overleg/{coming.pk}/in-tien-minuten/?op=2026-03-01")
    asked_for = page[page.index("Dit wordt gevraagd: ") : page.index("Agenda")]
    assert "1.1.1.g-1" in asked_for
    assert "Twee coaches erbij." in asked_for
    assert "1. Opening" in page
    assert "Open actiepunten: 2, 1 te laat" in page
    assert "Te laat: Stuur de begroting (An, uiterlijk 1 februari 2026)" in page
    assert "Gedaan" not in page
    before = brief_of(coming, on=date(2026, 2, 5), reader=NOBODY)
    assert [row.action.text for row in before.actions] == ["Stuur de begroting", "Gedaan", "Bel de corporatie"]


def test_a_change_of_the_deal_that_came_into_force_is_a_change_since_the_last_meeting(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    held(deal, "2026-06-20", by=bureau)
    adopted(deal, bureau, on="2026-08-01")
    meeting = plan(deal, "2026-09-10", by=bureau)
    [change] = brief_of(meeting, on=date(2026, 9, 1), reader=NOBODY).adopted
    page = words_at(enter(overleg), f"overleg/{meeting.pk}/in-tien-minuten/?op=2026-09-01")
    assert f"{change} is van kracht sinds 1 augustus 2026." in page
    assert brief_of(meeting, on=date(2026, 7, 31), reader=NOBODY).adopted == []
    held(deal, "2026-08-15", by=bureau)
    assert brief_of(meeting, on=date(2026, 9, 1), reader=NOBODY).adopted == []
