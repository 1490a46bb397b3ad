"""Through the whole deal, with amendments, an extension and a withdrawal under way.

What happens at noon is known to the scheduler of the next night. The last days of these cases:

    request of 15 February 2024, six weeks: 28 March 2024, over 29 February; the Parties talk since 20 March
    request of 23 September 2024, six weeks: 4 November 2024, over the end of summer time; they talk too late
    request of 1 August 2026, six weeks: 12 September 2026; they talk two days later
    notice of SZW of 30 November 2027, three months: 29 February 2028
"""

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort, Consent
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.obligations.deadlines import DeadlineState, calendar
from regiodeal.covenant.withdrawals.withdrawal import take_back, withdraw
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal, User
from regiodeal.notices.models import CalendarFeed, Reminder
from regiodeal.notices.reminders import remind
from tests.notices.test_reminders import FIRST, LAST, moments, moments_of, nights, round_starts, sent_to, travel
from tests.pages import queries, words_at
from tests.plugins.amending import PARTIES, consent, day, document, drafted, party
from tests.plugins.deal import Enter, at
from tests.reporting.overview.test_overview import OVERVIEW

LAST_DAYS = (date(2024, 3, 28), date(2024, 11, 4), date(2026, 9, 12), date(2028, 2, 29))
FIRST_REQUEST = "overleg-na-verzoek-wijziging wijziging-1 2024-03-28"
SECOND_REQUEST = "overleg-na-verzoek-wijziging wijziging-2 2024-11-04"


class Story:
    """What happens in the deal, and when."""

    def __init__(self, deal: Deal, by: User) -> None:
        self.deal, self.by = deal, by
        self.events: dict[date, Callable[[], object]] = {}

    def on(self, text: str, what: Callable[..., object], *args: Any, **values: Any) -> None:
        """At noon of a day."""
        known = {"by": self.by, "at": at(text)}
        self.events[day(text)] = lambda: what(*args, **known | values)

    def step(self, text: str, verb: Callable[..., object], which: int, /, **values: Any) -> None:
        """A step of an amendment."""

        def take(**known: Any) -> object:
            return verb(Amendment.objects.get(number=which), on=day(text), **known | values)

        self.on(text, take)

    def all_consent(self, text: str, which: int, codes: tuple[str, ...]) -> None:
        """These Parties consent."""

        def answer(**_known: Any) -> None:
            for code in codes:
                amendment = Amendment.objects.get(number=which)
                consent(amendment, code, self.by, on=text, way=Consent.Way.MEETING, statement="")

        self.on(text, answer)


@pytest.fixture
def story(deal: Deal, bureau: User) -> Story:
    """Two amendments, an extension to the end of 2028, and the notice of SZW."""
    told = Story(deal, bureau)
    first, _second = drafted(deal, bureau), drafted(deal, bureau, title="Iets anders")
    propose(first, "targets", "1.1.1.g-1", {"minimum": "80"}, by=bureau, at=at("2024-02-01"))
    third = drafted(deal, bureau, sort=AmendmentSort.EXTENSION, title="Tot eind 2028")
    ends = {"ends_on": "2028-12-31", "financing_ends_on": "2028-12-31"}
    propose(third, "deal", deal.slug, ends, by=bureau, at=at("2024-02-01"))
    road(told, 1, ("2024-02-15", "2024-02-16", "2024-03-20", "2024-04-02"), ("2024-04-10", "2024-05-06"))
    told.step("2024-06-10", amendment_verbs.publish, 1, number="Stcrt. 2024, 1", url="")
    told.step("2024-09-23", amendment_verbs.request, 2)
    told.step("2024-09-24", amendment_verbs.inform, 2)
    told.step("2024-11-20", amendment_verbs.consult, 2)
    road(told, 3, ("2026-08-01", "2026-08-02", "2026-08-03", "2026-09-01"), ("2026-09-02", "2026-09-04"))
    told.on("2027-11-30", withdraw, party(deal, "SZW"), on=day("2027-11-30"), circumstances="Het kabinet viel.")
    return told


def road(told: Story, number: int, days: tuple[str, ...], answers: tuple[str, str]) -> None:
    """The road of an amendment: four steps, four Parties that answer, and JenV, which is later."""
    verbs: tuple[Callable[..., object], ...] = (
        amendment_verbs.request,
        amendment_verbs.inform,
        amendment_verbs.consult,
        amendment_verbs.ask_consent,
    )
    for text, verb in zip(days, verbs, strict=True):
        values: dict[str, Any] = {"agenda": "Overleg"} if verb is amendment_verbs.ask_consent else {}
        told.step(text, verb, number, **values)
    told.all_consent(answers[0], number, tuple(code for code in PARTIES if code != "JenV"))
    told.all_consent(answers[1], number, ("JenV",))
    recorded, signed_on, adopted_on = (str(day(answers[1]) + timedelta(days=days)) for days in (1, 2, 3))
    told.step(recorded, adoption.record, number, where={"minutes": "punt 4"})

    def sign(amendment: Amendment, **values: Any) -> None:
        addendum = document(told.deal, told.by, f"addendum {number}")
        adoption.sign(amendment, signed_by="De minister", addendum=addendum, **values)

    told.step(signed_on, sign, number)
    told.step(adopted_on, adoption.adopt, number)


def nights_of(deal: Deal, story: Story, *, every: int = 1) -> set[date]:
    """The nights around all that happens, and around each last day as it was agreed first and as it was extended."""
    extended = copy(deal)
    extended.ends_on = extended.financing_ends_on = date(2028, 12, 31)
    agreed = [*moments_of(deal, deal).values(), *moments_of(deal, extended).values(), *round_starts(deal, extended)]
    cases = [day for due_on in LAST_DAYS for day in moments("", due_on).values()]
    return nights([*agreed, *cases, *story.events], every=every)


def planned(deal: Deal) -> dict[str, date]:
    """Every moment of every last day, as all of it is agreed in the end, and of the cases."""
    found = moments_of(deal, deal_in_force(deal, on=LAST))
    found |= moments(SECOND_REQUEST, date(2024, 11, 4))
    found |= {f"{FIRST_REQUEST} 30": date(2024, 2, 27), f"{FIRST_REQUEST} 14": date(2024, 3, 14)}  # then they talked
    notice = moments(f"opzegtermijn opzegging-{deal.withdrawals.get().pk} 2028-02-29", date(2028, 2, 29))
    found |= {key: on for key, on in notice.items() if not key.endswith("after")}  # it ends by itself
    return {key: on for key, on in found.items() if FIRST <= on <= LAST}


def test_each_is_warned_of_on_the_right_day_and_once(deal: Deal, story: Story, bzk: User, jenv: User) -> None:
    found = travel(nights_of(deal, story), story.events)
    expected = planned(deal)
    warned = {key: days for key, days in found.items() if key in expected}
    assert {key: set(days) for key, days in warned.items()} == {key: {on} for key, on in expected.items()}
    asked = {"wijziging 1 instemming asked": {date(2024, 4, 3)}, "wijziging 3 instemming asked": {date(2026, 9, 2)}}
    others = {key: set(days) for key, days in found.items() if key not in expected}
    assert {key: days for key, days in others.items() if "instemming" in key} == asked
    rest = {key for key in others if "instemming" not in key}
    assert rest == {f"ronde {year} start" for year in (2024, 2025, 2026, 2027, 2028)}
    keys = [(row.user_id, row.key, row.moment) for row in Reminder.objects.all()]
    assert len(keys) == len(set(keys))
    told_jenv = [text for text in sent_to(jenv) if "instemming" in text]
    assert len(told_jenv) == 2  # once for each, and not again on the days in which JenV stayed silent
    assert any("Einde van de opzegtermijn van SZW" in text for text in sent_to(bzk))
    assert len(mail.outbox) == len({(row.user_id, row.sent_at) for row in Reminder.objects.all()})


def test_a_scheduler_that_slept_three_days_misses_none_of_them(deal: Deal, story: Story, bzk: User) -> None:
    found = travel(nights_of(deal, story, every=4), story.events)
    for key, on in planned(deal).items():
        if key.endswith((" 30", " 14", " 7")):
            [sent] = set(found[key])
            assert timedelta(0) <= sent - on <= timedelta(days=3), key
    assert all(len(set(days)) == 1 for days in found.values())


def test_the_calendar_shows_a_case_with_its_article_its_owner_and_its_page(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    propose(amendment, "targets", "1.1.1.g-1", {"minimum": "80"}, by=bureau, at=at("2026-05-21"))
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    notice = withdraw(party(deal, "SZW"), on=day("2026-06-02"), circumstances="X.", by=bureau, at=at("2026-06-02"))

    def cases(on: str) -> list[tuple[str, date, DeadlineState]]:
        rows = [row for row in calendar(deal, on=day(on)) if row.case]
        return [(row.obligation.article, row.due_on, row.state) for row in rows]

    requested, noticed = date(2026, 7, 13), date(2026, 9, 2)
    state = DeadlineState
    assert cases("2026-05-31") == []  # seen from the day before, there was nothing
    assert cases("2026-06-02") == [("12 lid 2", requested, state.AHEAD), ("13 lid 1", noticed, state.AHEAD)]
    assert cases("2026-07-14")[0] == ("12 lid 2", requested, state.OVERDUE)  # and the day stays
    amendment_verbs.inform(amendment, on=day("2026-07-14"), by=bureau, at=at("2026-07-14"))
    amendment_verbs.consult(amendment, on=day("2026-07-20"), by=bureau, at=at("2026-07-20"))
    assert cases("2026-07-19")[0] == ("12 lid 2", requested, state.OVERDUE)
    assert cases("2026-07-20")[0] == ("12 lid 2", requested, state.DONE_LATE)
    assert cases("2026-09-03")[1] == ("13 lid 1", noticed, state.PASSED)
    take_back(notice, reason="Toch niet.", by=bureau, at=at("2026-08-01"))
    assert [len(cases(on)) for on in ("2026-07-31", "2026-08-01")] == [2, 1]
    row = next(row for row in calendar(deal, on=day("2026-06-02")) if row.case)
    assert row.obligation.owner == "programmateam-regio-deals-bzk"
    assert row.path.endswith(f"/wijzigingen/{amendment.number}/")


def test_a_request_that_was_taken_back_asks_nobody_to_talk_any_more(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    amendment_verbs.withdraw_request(amendment, reason="Toch niet.", by=bureau, at=at("2026-06-20"))
    found = [[row for row in calendar(deal, on=day(on)) if row.case] for on in ("2026-06-19", "2026-06-20")]
    assert [len(rows) for rows in found] == [1, 0]
    remind(at=at("2026-07-06", 7))
    assert not any("In overleg treden" in text for text in sent_to(bureau))


def test_a_case_stands_on_the_dashboard_in_the_calendar_and_in_the_feed_and_takes_no_query_more(
    deal: Deal, bureau: User, enter: Enter
) -> None:
    client, on = enter(bureau), "?op=2026-06-05"
    before = queries(client, OVERVIEW + on)
    amendment = drafted(deal, bureau)
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    withdraw(party(deal, "SZW"), on=day("2026-06-02"), circumstances="X.", by=bureau, at=at("2026-06-02"))
    assert queries(client, OVERVIEW + on) == before <= 12
    assert "13 juli 2026 In overleg treden over wijziging 1" in words_at(client, OVERVIEW + on)
    page = client.get(f"/deals/{deal.slug}/afspraken/{on}").content.decode()
    assert f'href="/deals/{deal.slug}/wijzigingen/1/"' in page
    assert "Einde van de opzegtermijn van SZW" in page
    feed = client.get(f"/agenda/{CalendarFeed.objects.of(bureau).token}.ics").content.decode()
    assert "overleg-na-verzoek-wijziging-wijziging-1-2026-07-13@" in feed.replace("\r\n ", "")
    assert client.get(f"/deals/{deal.slug}/afspraken/overleg-na-verzoek-wijziging/2026-07-13/").status_code == 404
