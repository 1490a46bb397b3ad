"""A deal that is changed by more than half of its Parties (Veenland, three Parties), beside one that needs all."""

from typing import Any

import pytest

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.annexes import annexes
from regiodeal.covenant.agreement.consent_notices import consent_notices
from regiodeal.covenant.agreement.consents import consent_count, consents_needed, waiting_for
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort, AmendmentState, Consent
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Right, Role
from regiodeal.lifecycle.day_order import NotYetError
from tests.pages import carried, words
from tests.plugins.amending import consent, day, document, party, signed
from tests.plugins.deal import Enter, at, person

PAGE = "/deals/veenland/wijzigingen/"


@pytest.fixture
def keeper(veenland: Deal) -> User:
    """Who keeps the agreement of Veenland."""
    return person(veenland, "Streekteam", Role.BZK, "LAND")


def asking(deal: Deal, by: User) -> Amendment:
    """A change of an obligation, to which the three Parties can consent since 1 July 2026."""
    values = {"title": "Zomerschouw later", "text": "De zomerschouw wordt later.", "party": party(deal, "WLV")}
    amendment = amendment_verbs.draft(
        deal, sort=AmendmentSort.AMENDMENT, by=by, at=at("2026-05-20"), values={**values, "ground": "Het is te nat."}
    )
    propose(amendment, "obligations", "zomerschouw", {"title": "Najaarsschouw houden"}, by=by, at=at("2026-05-21"))
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=by, at=at("2026-06-01"))
    amendment_verbs.inform(amendment, on=day("2026-06-03"), by=by, at=at("2026-06-03"))
    amendment_verbs.consult(amendment, on=day("2026-06-20"), by=by, at=at("2026-06-20"))
    amendment_verbs.ask_consent(amendment, on=day("2026-07-01"), agenda="Tafel", by=by, at=at("2026-07-01"))
    return amendment


def refusal(amendment: Amendment, code: str, by: User, **values: Any) -> Consent:
    """The refusal of a Party."""
    return consent(amendment, code, by, agrees=False, reason="Te laat in het jaar.", **values)


@pytest.mark.parametrize(
    ("rule", "seats", "needed"),
    [("unanimous", 5, 5), ("unanimous", 0, 1), ("majority", 0, 1), ("majority", 3, 2), ("majority", 4, 3)],
)
def test_how_many_have_to_consent(rule: str, seats: int, needed: int) -> None:
    assert consents_needed(rule, seats) == needed


def test_it_is_in_force_with_two_of_three_from_the_day_of_the_second(veenland: Deal, keeper: User) -> None:
    """Any deal: "majority consent" could not be said; two of three is enough, and the third day changes nothing."""
    amendment = asking(veenland, keeper)
    consent(amendment, "LAND", keeper, on="2026-07-05")
    with pytest.raises(NotYetError, match="meer dan de helft van de Partijen, en dat is nu 1 van 3"):
        adoption.record(amendment, on=day("2026-07-06"), by=keeper, at=at("2026-07-06"), where={"minutes": "punt 4"})
    consent(amendment, "WLV", keeper, on="2026-07-08")
    consent(amendment, "PROV", keeper, on="2026-07-10")
    count = consent_count(amendment, on=day("2026-07-11"))
    assert (count.agreed, count.needed, count.settled_on) == (3, 2, day("2026-07-08"))
    signed(amendment, keeper, record_on="2026-07-09", sign_on="2026-07-09")
    with pytest.raises(NotYetError, match="voor de laatste instemming"):
        adoption.adopt(amendment, on=day("2026-07-07"), by=keeper, at=at("2026-07-20"))
    assert adoption.adopt(amendment, on=day("2026-07-09"), by=keeper, at=at("2026-07-20")).number == 2


def test_a_refusal_does_not_stop_it_and_asks_no_statement(veenland: Deal, keeper: User) -> None:
    amendment = asking(veenland, keeper)
    for code in ("LAND", "WLV"):
        consent(amendment, code, keeper)
    refusal(amendment, "PROV", keeper)
    amendment.refresh_from_db()
    count = consent_count(amendment, on=day("2026-07-11"))
    assert (count.is_complete, count.is_impossible, amendment.counted) == (True, False, ["LAND", "PROV", "WLV"])
    assert not any("PROV" in annex.title for annex in annexes(amendment, count))
    signed(amendment, keeper)
    adoption.adopt(amendment, on=day("2026-08-01"), by=keeper, at=at("2026-07-20"))
    assert amendment.state == AmendmentState.IN_FORCE


def test_two_refusals_make_it_impossible_until_one_consents(veenland: Deal, keeper: User, enter: Enter) -> None:
    amendment = asking(veenland, keeper)
    consent(amendment, "LAND", keeper)
    refusal(amendment, "PROV", keeper)
    refusal(amendment, "WLV", keeper)
    assert consent_count(amendment, on=day("2026-07-11")).is_impossible
    page = words(enter(keeper).get(f"{PAGE}{amendment.number}/"))
    assert "Nodig is de instemming van meer dan de helft van de Partijen: 2 van 3." in page
    assert "Zoveel Partijen weigeren dat dit niet meer kan, tenzij een van hen alsnog instemt." in page
    consent(amendment, "WLV", keeper, on="2026-07-12")
    assert consent_count(amendment, on=day("2026-07-12")).is_complete


def test_who_is_not_needed_any_more_is_not_asked_again(veenland: Deal, keeper: User, enter: Enter) -> None:
    amendment = asking(veenland, keeper)
    silent = person(veenland, "Gedeputeerde", Role.PARTY, "PROV")
    members = list(Membership.objects.filter(deal=veenland).select_related("party"))
    rights = frozenset({Right.REPRESENT_PARTY})
    on = day("2026-07-11")
    assert [notice.people for notice in consent_notices(veenland, members, on=on)]
    assert waiting_for(veenland, silent, rights, on=on).exists()
    for code in ("LAND", "WLV"):
        consent(amendment, code, keeper)
    assert not list(consent_notices(veenland, members, on=on))
    assert not waiting_for(veenland, silent, rights, on=on).exists()
    page = words(enter(keeper).get(f"{PAGE}{amendment.number}/"))
    assert "PROV Geen antwoord; niet meer nodig" in page
    assert "Die is er sinds 10 juli 2026." in page
    assert consent(amendment, "PROV", keeper).agrees  # and may still say so


def test_a_consent_that_falls_away_undoes_what_it_settled(veenland: Deal, keeper: User) -> None:
    """What was written down for a Party can be said otherwise by it: then there are not enough any more."""
    amendment = asking(veenland, keeper)
    consent(amendment, "LAND", keeper)
    Consent.objects.filter(amendment=amendment).update(is_recorded_for_party=False)
    consent(amendment, "WLV", keeper, for_party=True, document=document(veenland, keeper))
    amendment.refresh_from_db()
    assert amendment.counted is not None
    refusal(amendment, "WLV", keeper, on="2026-07-12")
    amendment.refresh_from_db()
    assert amendment.counted is None
    consent(amendment, "PROV", keeper, on="2026-07-13")
    assert consent_count(amendment, on=day("2026-07-13")).settled_on == day("2026-07-13")


def test_a_party_accedes_with_the_second_of_three(veenland: Deal, keeper: User) -> None:
    values: dict[str, object] = {"title": "Staatsbosbeheer treedt toe", "text": "Verzoek.", "contribution": "Grond."}
    values |= {"new_code": "SBB", "new_name": "Staatsbosbeheer", "new_side": "regional"}
    amendment = amendment_verbs.draft(
        veenland, sort=AmendmentSort.ACCESSION, by=keeper, at=at("2026-05-20"), values=values
    )
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=keeper, at=at("2026-06-01"))
    amendment_verbs.inform(amendment, on=day("2026-06-03"), by=keeper, at=at("2026-06-03"))
    refusal(amendment, "LAND", keeper, on="2026-06-04")
    consent(amendment, "PROV", keeper, on="2026-06-05")
    consent(amendment, "WLV", keeper, on="2026-06-09")
    amendment.refresh_from_db()
    assert amendment.in_force_on == day("2026-06-09")
    joined = Party.objects.get(deal=veenland, code="SBB")
    assert (joined.agreed_from, joined.article) == (day("2026-06-09"), "")  # Veenland names no article for it


def test_the_pages_say_whose_consent_it_takes(veenland: Deal, keeper: User, deal: Deal, enter: Enter) -> None:
    """Any deal 10: "als alle Partijen instemmen (art. 12)" stood with every deal."""
    client = enter(keeper)
    page = words(client.get(PAGE))
    assert "alleen met de instemming van meer dan de helft van de Partijen (art. 15)." in page
    assert "alle Partijen" not in page
    other = words(enter(person(deal, "Programmateam", Role.BZK, "BZK")).get(PAGE.replace("veenland", deal.slug)))
    assert "alleen met de instemming van alle Partijen (art. 12)." in other


def test_what_was_settled_is_told_by_the_rule_of_that_day(veenland: Deal, keeper: User) -> None:
    """Review: a deal file that was corrected to "all Parties" opened again what two of three had settled."""
    amendment = asking(veenland, keeper)
    for code in ("LAND", "WLV"):
        consent(amendment, code, keeper)
    Deal.objects.filter(pk=veenland.pk).update(consent_rule="unanimous")
    amendment = Amendment.objects.select_related("deal").get(pk=amendment.pk)
    count = consent_count(amendment, on=day("2026-07-20"))
    assert (count.rule, count.is_complete, count.settled_on) == ("majority", True, day("2026-07-10"))


def test_enough_because_a_party_left_counts_only_once_somebody_settled_it(veenland: Deal, keeper: User) -> None:
    """Rest of issue 15: when the one that was silent left, a request had its majority, and nobody had decided so."""
    amendment = asking(veenland, keeper)
    for code in ("LAND", "PROV"):
        Party.objects.create(deal=veenland, code=f"{code}2", name=f"Tweede {code}", side="regional", position=9)
    consent(amendment, "LAND", keeper)
    consent(amendment, "WLV", keeper, on="2026-07-11")
    count = consent_count(amendment, on=day("2026-07-12"))
    assert (count.agreed, count.needed, count.has_enough) == (2, 3, False)
    for code in ("LAND2", "PROV2"):
        Withdrawal.objects.create(
            deal=veenland,
            party=party(veenland, code),
            notified_on=day("2026-04-20"),
            bound_until=day("2026-07-20"),
            circumstances="Anders.",
            recorded_by=keeper,
            recorded_at=at("2026-04-20"),
        )
    count = consent_count(amendment, on=day("2026-07-21"))
    assert (count.agreed, count.needed, count.awaits_decision, count.is_complete) == (2, 2, True, False)
    assert count.settled_on is None
    assert count.words == "2 van 3 Partijen stemmen in; 2 is genoeg; dat moet nog worden vastgesteld"
    with pytest.raises(NotYetError, match="Stel dat eerst vast"):
        adoption.record(amendment, on=day("2026-07-21"), by=keeper, at=at("2026-07-21"), where={"minutes": "punt 4"})
    with pytest.raises(NotYetError, match="Schrijf op waardoor"):
        adoption.settle(amendment, reason=" ", by=keeper, at=at("2026-07-22"))
    adoption.settle(amendment, reason="Twee Partijen vertrokken.", by=keeper, at=at("2026-07-22"))
    count = consent_count(amendment, on=day("2026-07-23"))
    assert (count.is_complete, count.settled_on) == (True, day("2026-07-22"))
    told = amendment.events.latest("pk")
    assert told.reason == "Vastgesteld dat er genoeg instemming is. Twee Partijen vertrokken."
    with pytest.raises(WrongStateError):
        adoption.settle(amendment, reason="Nog eens.", by=keeper, at=at("2026-07-22"))
    with pytest.raises(NotYetError, match="na de laatste instemming"):
        adoption.record(amendment, on=day("2026-07-15"), by=keeper, at=at("2026-07-23"), where={"minutes": "punt 4"})
    signed(amendment, keeper, record_on="2026-07-22", sign_on="2026-07-22")


def test_another_rule_makes_nothing_true_in_silence_and_the_page_says_so(
    veenland: Deal, keeper: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rest of issue 15: a majority instead of all Parties, and a request was agreed to without anybody's answer."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at("2026-07-21"))
    Deal.objects.filter(pk=veenland.pk).update(consent_rule="unanimous")
    amendment = asking(Deal.objects.get(pk=veenland.pk), keeper)
    for code in ("LAND", "WLV"):
        consent(amendment, code, keeper)
    Deal.objects.filter(pk=veenland.pk).update(consent_rule="majority")
    client, address = enter(keeper), f"{PAGE}{amendment.number}/"
    page = words(client.get(address))
    assert "Genoeg instemming, nog niet vastgesteld" in page
    assert "Stel de instemming vast" in page
    assert "Leg vast in het verslag" not in page
    step = f"{address}vaststellen/"
    refused = client.post(step, carried(client, step) | {"reason": ""})
    assert refused.status_code == 422
    answer = client.post(step, carried(client, step) | {"reason": "Het convenant werd verbeterd."}, follow=True)
    page = words(answer)
    assert "Genoeg instemming, nog niet vastgesteld" not in page
    assert "Vastgesteld dat er genoeg instemming is. Het convenant werd verbeterd." in page
    assert "Leg vast in het verslag" in page
