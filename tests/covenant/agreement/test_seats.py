"""Which seats are open: one rule for the page, the counter and the notices; and as few queries for many as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regiodeal.covenant.agreement.consent_notices import consent_notices
from regiodeal.covenant.agreement.consents import consent_count, waiting_for
from regiodeal.covenant.agreement.meeting_points import consents
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.withdrawals.withdrawal import withdraw
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Role, rights_of
from regiodeal.pages.access import memberships_of
from tests.covenant.agreement.reading import page_of, told
from tests.covenant.agreement.test_bound import joining
from tests.pages import BASE, words_at
from tests.plugins.amending import PARTIES, asked, consent, consent_all, day, party
from tests.plugins.deal import Enter, at, person

ON = "2026-07-20"


def told_alike(amendment: Amendment, user: User, on: str = ON) -> bool:
    """Whether a seat of the user's Parties is open; the page's rule, the counter and the notices say the same."""
    deal = Deal.objects.get(pk=amendment.deal_id)
    members = memberships_of(user, deal.slug)
    own = [row.party for row in members if row.party]
    rights = rights_of([row.role for row in members])
    seat = bool(consent_count(amendment, on=day(on)).open_seats(own)) and amendment.asks_consent
    assert (amendment in waiting_for(deal, user, rights, on=day(on))) == seat
    everybody = list(Membership.objects.filter(deal=deal).select_related("party"))
    warned = [row for row in consent_notices(deal, everybody, on=day(on)) if user.pk in row.people]
    assert any(row.title.endswith(amendment.title) for row in warned) == seat
    return seat


def test_a_seat_is_open_until_the_party_consents(deal: Deal, bureau: User, jenv: User, bzk: User) -> None:
    amendment = asked(deal, bureau)
    assert told_alike(amendment, jenv)
    consent(amendment, "JenV", bureau, agrees=False, reason="Te weinig.")
    assert told_alike(amendment, jenv)  # a refusal can become a consent
    consent(amendment, "JenV", bureau)
    assert not told_alike(amendment, jenv)
    assert told_alike(amendment, bzk)


def test_who_speaks_for_two_parties_has_two_seats(deal: Deal, bureau: User, bzk: User, enter: Enter) -> None:
    Membership.objects.create(user=bzk, deal=deal, role=Role.PARTY, party=party(deal, "SZW"))
    amendment = asked(deal, bureau)
    consent(amendment, "BZK", bureau)
    assert told_alike(amendment, bzk)
    assert "Instemmen of weigeren namens SZW" in words_at(enter(bzk), page_of(amendment) + "instemmen/")
    consent(amendment, "SZW", bureau)
    assert not told_alike(amendment, bzk)


def test_who_left_has_no_seat_and_who_came_has_one(deal: Deal, bureau: User, jenv: User) -> None:
    withdraw(party(deal, "JenV"), on=day("2026-04-19"), circumstances="Anders.", by=bureau, at=at("2026-04-19"))
    amendment = asked(deal, bureau)
    assert told_alike(amendment, jenv, on="2026-07-19")  # the last day counts
    assert not told_alike(amendment, jenv, on="2026-07-20")
    consent_all(joining(deal, bureau), bureau)
    newcomer = person(deal, "OCW", Role.PARTY, "OCW")
    assert told_alike(amendment, newcomer)
    assert Party.objects.bound(day("2026-07-09")).filter(deal=deal).count() == len(PARTIES)


def test_nothing_is_asked_before_it_is_asked_nor_of_who_represents_nobody(
    deal: Deal, bureau: User, jenv: User, controller: User
) -> None:
    amendment = joining(deal, bureau)
    assert told_alike(amendment, jenv)
    assert not told_alike(amendment, controller)
    consent_all(amendment, bureau)
    amendment.refresh_from_db()
    assert not told_alike(amendment, jenv)


@pytest.fixture
def count() -> Callable[[Callable[[], Any]], int]:
    """How many queries something takes the second time."""

    def counted(call: Callable[[], Any]) -> int:
        call()
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return counted


def test_many_amendments_take_no_query_more_than_one(
    deal: Deal, bureau: User, jenv: User, enter: Enter, count: Callable[[Callable[[], Any]], int]
) -> None:
    first, client = asked(deal, bureau), enter(jenv)

    def counts() -> list[int]:
        return [
            count(lambda: client.get(BASE + "wijzigingen/")),
            count(lambda: client.get(page_of(first))),
            count(lambda: consents(deal, day(ON))),
        ]

    few = counts()
    assert few == [12, 17, 4]
    for _number in range(4):
        consent_all(asked(deal, bureau), bureau, PARTIES[:3])
    consent_all(first, bureau, PARTIES[:3])
    assert counts() == few


def test_answering_again_says_what_was_said(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    amendment = asked(deal, bureau)
    consent(amendment, "JenV", bureau)
    answer = {"agrees": "ja", "holder": "De minister", "given_on": "2026-07-10", "way": "meeting"}
    assert "JenV stemde al in op 10 juli 2026" in told(enter(jenv), page_of(amendment) + "instemmen/", answer)


def test_names_of_parties_keep_their_capitals_on_the_agenda(deal: Deal, bureau: User) -> None:
    """F47: "Nog geen antwoord van ezk en jenv"."""
    consent_all(asked(deal, bureau), bureau, ("BZK", "SZW", "Gemeente"))
    assert [row.note for row in consents(deal, day(ON))] == ["Nog geen antwoord van EZK en JenV"]
