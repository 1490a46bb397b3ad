"""The life of an amendment (art. 12): every step, and what each refuses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from finance.budget.models import BudgetLine
from finance.position.money_position import position
from pillars.progress.deal_progress import deal_progress
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.amendment_steps import consultation_term
from regiodeal.covenant.agreement.models import Amendment, AmendmentState, Consent
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.due_rules.due_rules import case_rules
from regiodeal.deals.in_force import versions_of
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.day_order import NotYetError
from tests.plugins.amending import (
    adopted,
    asked,
    consent,
    consent_all,
    day,
    document,
    drafted,
    move_money,
    party,
    signed,
)
from tests.plugins.deal import at
from tests.plugins.versions import agree

BEFORE, FROM = date(2026, 7, 31), date(2026, 8, 1)


def minimum(deal: Deal, on: date) -> Decimal | None:
    """The volunteers a year that are agreed (art. 4, 1.1.1.g)."""
    return next(row.target.minimum for row in deal_progress(deal, on=on).targets if row.target.code == "1.1.1.g-1")


def test_the_whole_road_changes_money_and_targets_on_the_day_and_not_before(deal: Deal, bureau: User) -> None:
    version = adopted(deal, bureau)
    assert (version.number, version.in_force_on) == (2, FROM)
    amounts = {
        on: {row.line.code: row.amounts.agreed for row in position(deal, on=on).lines if row.line}
        for on in (BEFORE, FROM)
    }
    assert [amounts[on]["A-regio"] for on in (BEFORE, FROM)] == [Decimal(16_500_000), Decimal(17_700_000)]
    assert [amounts[on]["B-regio"] for on in (BEFORE, FROM)] == [Decimal(14_500_000), Decimal(13_300_000)]
    assert [minimum(deal, on) for on in (BEFORE, FROM)] == [100, 80]
    states = version.amendment.events.values_list("to_state", flat=True)
    assert list(dict.fromkeys(states)) == [
        *("draft", "requested", "informed", "consulted", "asked", "recorded", "signed", "in_force")
    ]


def test_the_six_weeks_are_counted_and_never_move(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    term = consultation_term(amendment, case_rules(deal), on=date(2026, 7, 12))
    assert term is not None
    assert (term.last_day, term.days_left, term.is_passed) == (date(2026, 7, 13), 1, False)
    passed = consultation_term(amendment, case_rules(deal), on=date(2026, 7, 20))
    assert passed is not None
    assert (passed.last_day, passed.is_passed) == (date(2026, 7, 13), True)
    assert "Die dag verandert niet" in passed.words
    amendment_verbs.inform(amendment, on=day("2026-07-14"), by=bureau, at=at("2026-07-14"))
    amendment_verbs.consult(amendment, on=day("2026-07-21"), by=bureau, at=at("2026-07-21"))  # late, and still possible
    late = consultation_term(amendment, case_rules(deal), on=date(2026, 7, 22))
    assert late is not None
    assert late.words.startswith("Het overleg begon te laat: op ")


def test_a_request_is_in_writing_and_comes_from_a_party_that_is_bound(deal: Deal, bureau: User) -> None:
    wordless = drafted(deal, bureau, text=" ")
    with pytest.raises(NotYetError, match="Artikel 12 lid 1: een verzoek is schriftelijk"):
        amendment_verbs.request(wordless, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    nobody = drafted(deal, bureau, party=None)
    with pytest.raises(NotYetError, match="Artikel 12 lid 1: een verzoek komt van een Partij"):
        amendment_verbs.request(nobody, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    with pytest.raises(NotYetError, match="nog niet geweest"):
        amendment_verbs.request(drafted(deal, bureau), on=day("2026-06-02"), by=bureau, at=at("2026-06-01"))
    with pytest.raises(NotYetError, match="Artikel 18: de deal is geëindigd op 31 december 2027"):
        amendment_verbs.request(drafted(deal, bureau), on=day("2028-01-01"), by=bureau, at=at("2028-01-01"))
    assert not Amendment.objects.exclude(state=AmendmentState.DRAFT).exists()


def test_the_steps_have_one_order(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    on, moment = day("2026-06-01"), at("2026-06-01")
    for step in (amendment_verbs.inform, amendment_verbs.consult):
        with pytest.raises(WrongStateError):
            step(amendment, on=on, by=bureau, at=moment)
    with pytest.raises(WrongStateError):
        amendment_verbs.ask_consent(amendment, on=on, agenda="Overleg", by=bureau, at=moment)
    amendment_verbs.request(amendment, on=on, by=bureau, at=moment)
    with pytest.raises(NotYetError, match=r"nadat het er is \(1 juni 2026\)"):
        amendment_verbs.inform(amendment, on=day("2026-05-31"), by=bureau, at=moment)
    with pytest.raises(WrongStateError):
        amendment_verbs.request(amendment, on=on, by=bureau, at=moment)
    with pytest.raises(WrongStateError):
        consent(amendment, "BZK", bureau)


def test_consent_is_asked_on_an_agenda(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    moment = at("2026-06-01")
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=moment)
    amendment_verbs.inform(amendment, on=day("2026-06-01"), by=bureau, at=moment)
    amendment_verbs.consult(amendment, on=day("2026-06-01"), by=bureau, at=moment)
    with pytest.raises(NotYetError, match="Artikel 12 lid 2: het verzoek staat op de agenda"):
        amendment_verbs.ask_consent(amendment, on=day("2026-06-01"), by=bureau, at=moment)


def test_four_of_five_is_not_enough(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau, ("BZK", "EZK", "SZW", "Gemeente"))
    with pytest.raises(NotYetError, match=r"Artikel 12 lid 3: .* 4 van 5 \(nog geen antwoord van JenV\)"):
        signed(amendment, bureau)
    assert len(versions_of(deal)) == 1


def test_one_refusal_holds_it_up_and_says_why_until_that_party_consents(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau, ("BZK", "EZK", "SZW", "Gemeente"))
    with pytest.raises(NotYetError, match="Artikel 12 lid 1: schrijf op waarom uw Partij niet instemt"):
        consent(amendment, "JenV", bureau, agrees=False, reason=" ")
    consent(amendment, "JenV", bureau, agrees=False, reason="Veiligheid komt tekort.")
    with pytest.raises(NotYetError, match="JenV: stemt niet in: Veiligheid komt tekort"):
        signed(amendment, bureau)
    consent(amendment, "JenV", bureau, on="2026-07-12")
    signed(amendment, bureau)
    assert amendment.consents.count() == 5
    assert amendment.events.filter(reason="JenV: stemt niet in").exists()  # the trail keeps what was said before


def test_a_consent_that_was_given_stands(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent(amendment, "BZK", bureau)
    with pytest.raises(NotYetError, match="BZK stemde al in op 10 juli 2026"):
        consent(amendment, "BZK", bureau, agrees=False, reason="Toch niet.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(party__code="BZK").update(agrees=False)  # a refusal without a reason


def test_consent_by_mail_has_its_words(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    with pytest.raises(NotYetError, match="Artikel 12 lid 4: bij instemming per e-mail hoort de tekst"):
        consent(amendment, "BZK", bureau, statement="")
    with pytest.raises(NotYetError, match="Instemming werd gevraagd op 1 juli 2026"):
        consent(amendment, "BZK", bureau, given_on=day("2026-06-30"))
    consent(amendment, "BZK", bureau, statement="", way=Consent.Way.MEETING)


def test_what_is_put_to_the_parties_does_not_change_any_more(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    with pytest.raises(WrongStateError):
        amendment_verbs.revise(amendment, by=bureau, at=at("2026-07-02"), values={"title": "Iets anders"})
    with pytest.raises(WrongStateError):
        propose(amendment, "targets", "1.1.1.g-1", {"minimum": "10"}, by=bureau, at=at("2026-07-02"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(text="Iets anders")


def test_without_the_addendum_nothing_is_in_force(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    with pytest.raises(NotYetError, match="Artikel 12 lid 4: zonder ondertekend addendum"):
        adoption.adopt(amendment, on=FROM, by=bureau, at=at("2026-07-20"))
    amendment.refresh_from_db()
    where = {"minutes": "Verslag, punt 4"}
    adoption.record(amendment, on=day("2026-07-15"), by=bureau, at=at("2026-07-15"), where=where)
    with pytest.raises(NotYetError, match="Artikel 12 lid 4: de minister van BZK ondertekent"):
        adoption.sign(
            amendment,
            on=day("2026-07-20"),
            signed_by="",
            addendum=document(deal, bureau),
            by=bureau,
            at=at("2026-07-20"),
        )
    assert len(versions_of(deal)) == 1


def test_the_minutes_say_where_it_was_recorded(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    amendment.refresh_from_db()
    with pytest.raises(NotYetError, match="Artikel 12 lid 3: de instemming staat in het verslag"):
        adoption.record(amendment, on=day("2026-07-15"), by=bureau, at=at("2026-07-15"), where={})


@pytest.mark.parametrize(
    ("on", "message"),
    [
        ("2026-07-09", r"voor de laatste instemming \(10 juli 2026\)"),
        ("2026-07-19", r"voor het addendum is ondertekend \(20 juli 2026\)"),
        ("2028-01-01", "Artikel 18: de deal eindigt op 31 december 2027"),
    ],
)
def test_the_day_in_force_is_chosen_and_never_too_early(deal: Deal, bureau: User, on: str, message: str) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    signed(amendment, bureau)
    with pytest.raises(NotYetError, match=message):
        adoption.adopt(amendment, on=day(on), by=bureau, at=at("2026-07-20"))


def test_the_addendum_is_published_once_with_its_number(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    publish: dict[str, Any] = {"number": "Stcrt. 2026, 4321", "on": day("2026-07-25"), "url": "", "by": bureau}
    with pytest.raises(NotYetError, match="Artikel 12 lid 5"):
        amendment_verbs.publish(amendment, at=at("2026-07-25"), **publish)
    consent_all(amendment, bureau)
    signed(amendment, bureau)
    with pytest.raises(NotYetError, match="schrijf het nummer"):
        amendment_verbs.publish(amendment, at=at("2026-07-25"), **publish | {"number": ""})
    amendment_verbs.publish(amendment, at=at("2026-07-25"), **publish)
    with pytest.raises(NotYetError, match="één keer"):
        amendment_verbs.publish(amendment, at=at("2026-07-26"), **publish | {"number": "Stcrt. 2026, 4322"})
    adoption.adopt(amendment, on=FROM, by=bureau, at=at("2026-07-26"))
    assert deal.publications.get().number == "Stcrt. 2026, 4321"


def test_a_request_is_taken_back_with_a_reason(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    with pytest.raises(NotYetError, match="waarom het verzoek wordt ingetrokken"):
        amendment_verbs.withdraw_request(amendment, reason="", by=bureau, at=at("2026-07-02"))
    amendment_verbs.withdraw_request(amendment, reason="Niet meer nodig.", by=bureau, at=at("2026-07-02"))
    with pytest.raises(WrongStateError):
        consent(amendment, "BZK", bureau)


def test_what_moved_meanwhile_is_not_overwritten(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    signed(amendment, bureau)
    agree(deal, "2026-07-18", ("targets", "1.1.1.g-1", "minimum", "100", "90"))
    with pytest.raises(NotYetError, match=r"norm 1\.1\.1\.g-1 \(minimum\) is intussen al gewijzigd"):
        adoption.adopt(amendment, on=FROM, by=bureau, at=at("2026-07-20"))
    assert minimum(deal, FROM) == 90


def test_money_moves_and_is_not_made(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    propose(amendment, "budget_lines", "A-regio", {"amount": "17700000.00"}, by=bureau, at=at("2026-05-21"))
    with pytest.raises(NotYetError, match="Artikel 5: verplaatsen maakt geen geld"):
        amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))


def test_only_what_may_be_amended_is(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    for kind, code, field in (("targets", "1.1.1.g-1", "kind"), ("readings", "R01", "reading"), ("deal", "", "slug")):
        with pytest.raises(ValueError, match="Dit kan niet met een wijziging"):
            propose(amendment, kind, code, {field: "x"}, by=bureau, at=at("2026-05-21"))
    with pytest.raises(ValueError, match=r"'9\.9' is niet afgesproken"):
        propose(amendment, "targets", "9.9", {"minimum": "1"}, by=bureau, at=at("2026-05-21"))
    move_money(amendment, bureau)
    assert propose(amendment, "targets", "1.1.1.g-1", {"minimum": "100"}, by=bureau, at=at("2026-05-21")) == 0
    assert amendment.changes.count() == 2  # as it is agreed already: no change


def test_version_one_is_never_rewritten(deal: Deal, bureau: User) -> None:
    before = list(BudgetLine.objects.filter(deal=deal).order_by("pk").values())
    adopted(deal, bureau)
    assert list(BudgetLine.objects.filter(deal=deal).order_by("pk").values()) == before


def test_two_people_at_once_are_told_apart(deal: Deal, bureau: User) -> None:
    first = drafted(deal, bureau)
    second = Amendment.objects.get(pk=first.pk)
    amendment_verbs.request(first, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    with pytest.raises(WrongStateError, match="iemand anders was eerder"):
        amendment_verbs.request(second, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    assert first.events.filter(to_state="requested").count() == 1
    assert party(deal, "Gemeente") == first.party
