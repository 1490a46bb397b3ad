"""Five people at the same moment, on their own connections to a real PostgreSQL: in force exactly once."""

import pytest

from regiodeal.covenant.agreement import adoption
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.deals.models import CovenantVersion, Deal, Party, User
from tests.covenant.agreement.test_bound import joining
from tests.plugins.amending import PARTIES, asked, consent, consent_all, day, signed
from tests.plugins.at_once import at_once
from tests.plugins.deal import at

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_consents_at_once_make_a_new_party_exactly_once(deal: Deal, bureau: User) -> None:
    amendment = joining(deal, bureau)
    calls = [lambda code=code: consent(Amendment.objects.get(pk=amendment.pk), code, bureau) for code in PARTIES]
    assert at_once(calls) == ["done"] * 5
    amendment.refresh_from_db()
    assert amendment.state == "in_force"
    assert amendment.events.filter(to_state="in_force").count() == 1
    assert CovenantVersion.objects.filter(deal=deal).count() == 1
    assert Party.objects.filter(deal=deal, code="OCW").count() == 1


def test_five_consents_at_once_all_count(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    calls = [lambda code=code: consent(Amendment.objects.get(pk=amendment.pk), code, bureau) for code in PARTIES]
    assert at_once(calls) == ["done"] * 5
    assert amendment.consents.filter(agrees=True).count() == 5
    signed(amendment, bureau)


def test_five_people_put_it_in_force_exactly_once(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    signed(amendment, bureau)

    def adopt() -> object:
        row = Amendment.objects.get(pk=amendment.pk)
        return adoption.adopt(row, on=day("2026-08-01"), by=bureau, at=at("2026-07-20"))

    assert sorted(at_once([adopt] * 5)) == ["NotYetError"] * 4 + ["done"]
    assert [version.number for version in CovenantVersion.objects.filter(deal=deal)] == [2]
    assert amendment.events.filter(to_state="in_force").count() == 1


def test_one_party_that_answers_twice_at_once_answers_once(deal: Deal, bureau: User) -> None:
    amendment = asked(deal, bureau)
    calls = [lambda: consent(Amendment.objects.get(pk=amendment.pk), "BZK", bureau) for _ in range(4)]
    assert sorted(at_once(calls)) == ["NotYetError"] * 3 + ["done"]
    assert amendment.consents.count() == 1
