"""Who is bound on a date: withdrawal (art. 13), accession (art. 14), and what both do to the counting."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.consents import consent_count
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort, Consent
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.covenant.withdrawals.withdrawal import take_back, treasurer_leaves, withdraw
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.day_order import NotYetError
from tests.plugins.amending import PARTIES, asked, consent, consent_all, day, drafted, party, signed
from tests.plugins.deal import at, person


def codes(deal: Deal, on: str) -> list[str]:
    """The Parties bound on a day."""
    return [row.code for row in bound_parties(deal, on=day(on))]


def leave(deal: Deal, code: str, on: str, by: User, why: str = "De minister bestaat niet meer.") -> Withdrawal:
    """A Party gives notice."""
    return withdraw(party(deal, code), on=day(on), circumstances=why, by=by, at=at(on))


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        ("2026-01-15", "2026-04-15"),
        ("2026-11-30", "2027-02-28"),
        ("2023-11-30", "2024-02-29"),
        ("2026-08-31", "2026-11-30"),
    ],
)
def test_the_notice_is_three_months_and_the_last_day_counts(deal: Deal, bureau: User, notified: str, last: str) -> None:
    withdrawal = leave(deal, "SZW", notified, bureau)
    assert withdrawal.bound_until == day(last)
    assert "SZW" in codes(deal, last)
    following = day(last) + (date(2026, 1, 2) - date(2026, 1, 1))
    assert [row.code for row in bound_parties(deal, on=following)] == ["BZK", "EZK", "JenV", "Gemeente"]


def test_a_notice_names_what_changed_and_is_given_once(deal: Deal, bureau: User) -> None:
    with pytest.raises(NotYetError, match="Artikel 13: een opzegging vermeldt welke omstandigheden"):
        leave(deal, "SZW", "2026-01-15", bureau, why=" ")
    with pytest.raises(NotYetError, match="nog niet geweest"):
        withdraw(party(deal, "SZW"), on=day("2026-01-16"), circumstances="Ja", by=bureau, at=at("2026-01-15"))
    leave(deal, "SZW", "2026-01-15", bureau)
    with pytest.raises(NotYetError, match="Artikel 13: SZW heeft al opgezegd"):
        leave(deal, "SZW", "2026-02-15", bureau)


def test_the_regiokassier_leaving_is_flagged(deal: Deal, bureau: User) -> None:
    assert treasurer_leaves(leave(deal, "Gemeente", "2026-01-15", bureau))
    assert not treasurer_leaves(leave(deal, "EZK", "2026-01-15", bureau))


def test_a_notice_is_taken_back_before_it_takes_effect_and_the_seat_counts_again(deal: Deal, bureau: User) -> None:
    notice = leave(deal, "JenV", "2026-04-14", bureau)  # bound up to and including 14 July
    with pytest.raises(NotYetError, match="waarom uw Partij de opzegging terugneemt"):
        take_back(notice, reason=" ", by=bureau, at=at("2026-05-01"))
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau, ("BZK", "EZK", "SZW", "Gemeente"))
    assert "JenV" not in codes(deal, "2026-07-15")
    take_back(notice, reason="Het kabinet bleef.", by=bureau, at=at("2026-07-14", 23))
    assert (notice.taken_back_by, notice.taken_back_reason) == (bureau, "Het kabinet bleef.")
    assert "JenV" in codes(deal, "2026-07-15")
    with pytest.raises(NotYetError, match="4 van 5"):
        signed(amendment, bureau, record_on="2026-07-15")
    with pytest.raises(WrongStateError, match="al teruggenomen"):
        take_back(Withdrawal.objects.get(), reason="Nog eens.", by=bureau, at=at("2026-07-14", 23))
    again = leave(deal, "JenV", "2026-08-01", bureau)  # later it may give notice again
    assert again.bound_until == day("2026-11-01")


def test_once_it_took_effect_a_notice_stays(deal: Deal, bureau: User) -> None:
    notice = leave(deal, "JenV", "2026-04-14", bureau)
    with pytest.raises(NotYetError, match=r"Artikel 13: de opzegging is ingegaan na 14 juli 2026.*art. 14"):
        take_back(notice, reason="Te laat.", by=bureau, at=at("2026-07-15"))
    assert "JenV" not in codes(deal, "2026-07-15")


def test_the_database_keeps_who_took_a_notice_back(deal: Deal, bureau: User) -> None:
    notice = leave(deal, "JenV", "2026-04-14", bureau)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.update(taken_back_at=at("2026-05-01"))  # by whom, and why?
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(
            deal=deal,
            party=notice.party,
            notified_on=day("2026-05-01"),
            bound_until=day("2026-08-01"),
            circumstances="Nog eens",
            recorded_by=bureau,
            recorded_at=at("2026-05-01"),
        )
    take_back(notice, reason="Toch niet.", by=bureau, at=at("2026-05-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.update(taken_back_reason="Anders")


def test_a_party_that_left_yesterday_no_longer_counts(deal: Deal, bureau: User) -> None:
    leave(deal, "JenV", "2026-04-14", bureau)  # bound up to and including 14 July
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau, ("BZK", "EZK", "SZW", "Gemeente"))
    assert (consent_count(amendment, on=day("2026-07-14")).is_complete, len(codes(deal, "2026-07-14"))) == (False, 5)
    with pytest.raises(NotYetError, match="4 van 5"):
        signed(amendment, bureau, record_on="2026-07-14")
    with pytest.raises(NotYetError, match="Stel dat eerst vast"):
        signed(amendment, bureau, record_on="2026-07-15")
    adoption.settle(amendment, reason="JenV is geen Partij meer.", by=bureau, at=at("2026-07-15"))
    signed(amendment, bureau, record_on="2026-07-15")
    assert adoption.adopt(amendment, on=day("2026-08-01"), by=bureau, at=at("2026-07-20")).number == 2


def test_who_left_cannot_consent_any_more(deal: Deal, bureau: User) -> None:
    leave(deal, "JenV", "2026-04-09", bureau)
    with pytest.raises(NotYetError, match=r"JenV is niet \(meer\) gebonden"):
        consent(asked(deal, bureau), "JenV", bureau)


def accession(deal: Deal, by: User, **values: Any) -> Amendment:
    """OCW asks to join."""
    content = {
        "title": "OCW treedt toe",
        "text": "De minister van OCW verzoekt toe te treden.",
        "party": None,
        "new_code": "OCW",
        "new_name": "Minister van Onderwijs, Cultuur en Wetenschap",
        "new_side": "national",
        "contribution": "Twee leerwerkmakelaars voor twee jaar.",
    }
    return drafted(deal, by, sort=AmendmentSort.ACCESSION, **content | values)


def joining(deal: Deal, by: User) -> Amendment:
    """The accession, with the Parties asked to consent since 3 June 2026."""
    amendment = accession(deal, by)
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=by, at=at("2026-06-01"))
    amendment_verbs.inform(amendment, on=day("2026-06-03"), by=by, at=at("2026-06-03"))
    return amendment


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"contribution": " "}, "Artikel 14 lid 5: .* noemt de concrete bijdrage"),
        ({"new_name": ""}, "Artikel 14 lid 5: schrijf op wie toetreedt"),
        ({"new_code": "JenV"}, "Artikel 14: er is al een Partij met de korte naam 'JenV'"),
        ({"text": ""}, "Artikel 14 lid 5: een verzoek is schriftelijk"),
    ],
)
def test_an_accession_brings_something_concrete(deal: Deal, bureau: User, values: dict[str, Any], message: str) -> None:
    with pytest.raises(NotYetError, match=message):
        amendment_verbs.request(accession(deal, bureau, **values), on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))


def test_the_last_written_consent_makes_the_new_party(deal: Deal, bureau: User) -> None:
    amendment = joining(deal, bureau)
    with pytest.raises(NotYetError, match="Artikel 14 lid 6: instemming met een toetreding is schriftelijk"):
        consent(amendment, "BZK", bureau, way=Consent.Way.MEETING)
    consent_all(amendment, bureau, PARTIES[:4])
    assert "OCW" not in codes(deal, "2026-12-31")
    consent(amendment, "Gemeente", bureau, on="2026-07-12")
    amendment.refresh_from_db()
    assert (amendment.state, amendment.in_force_on) == ("in_force", day("2026-07-12"))
    assert [codes(deal, on)[-1] for on in ("2026-07-11", "2026-07-12")] == ["Gemeente", "OCW"]
    assert amendment.covenant_version is not None
    assert amendment.covenant_version.origin == "accession"


def test_an_accession_needs_no_meeting_and_no_addendum(deal: Deal, bureau: User) -> None:
    amendment = joining(deal, bureau)
    for step in (amendment_verbs.consult,):
        with pytest.raises(NotYetError, match="Artikel 14: bij toetreding is overleg niet nodig"):
            step(amendment, on=day("2026-06-04"), by=bureau, at=at("2026-06-04"))
    with pytest.raises(NotYetError, match="Artikel 14 lid 6: een toetreding gaat in met"):
        adoption.adopt(amendment, on=day("2026-07-01"), by=bureau, at=at("2026-07-01"))


def test_a_party_that_acceded_counts(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent_all(joining(deal, bureau), bureau)
    consent_all(amendment, bureau)
    with pytest.raises(NotYetError, match=r"5 van 6 \(nog geen antwoord van OCW\)"):
        signed(amendment, bureau)
    consent(amendment, "OCW", person(deal, "Vertegenwoordiger OCW", None), on="2026-07-11")
    signed(amendment, bureau)
    assert adoption.adopt(amendment, on=day("2026-08-01"), by=bureau, at=at("2026-07-20")).number == 3


def test_when_the_last_silent_party_leaves_the_accession_can_be_finished(deal: Deal, bureau: User) -> None:
    leave(deal, "JenV", "2026-04-14", bureau)
    amendment = joining(deal, bureau)
    consent_all(amendment, bureau, ("BZK", "EZK", "SZW", "Gemeente"))
    amendment.refresh_from_db()
    with pytest.raises(NotYetError, match="4 van 5"):
        adoption.accede(amendment, by=bureau, at=at("2026-07-14"))
    adoption.accede(amendment, by=bureau, at=at("2026-07-15"))
    assert codes(deal, "2026-07-15")[-1] == "OCW"
    with pytest.raises(WrongStateError):
        adoption.accede(amendment, by=bureau, at=at("2026-07-15"))
