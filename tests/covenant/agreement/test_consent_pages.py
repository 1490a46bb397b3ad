"""A Party answers on its page, for itself and for no other."""

import pytest

from regiodeal.covenant.agreement.models import Consent
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.covenant.agreement.reading import page_of, told
from tests.pages import BASE, words_at
from tests.plugins.amending import asked, consent
from tests.plugins.deal import Enter, person


def test_a_party_answers_for_itself_and_for_no_other(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    amendment = asked(deal, bureau)
    path = page_of(amendment) + "instemmen/"
    client = enter(jenv)
    assert "Instemmen of weigeren namens JenV" in words_at(client, path)
    answer = {"agrees": "nee", "holder": "De minister", "given_on": "2026-07-10", "way": "email", "statement": "Nee."}
    assert "Schrijf op waarom uw Partij niet instemt." in told(client, path, answer)
    assert not amendment.consents.exists()
    text = told(client, path, answer | {"agrees": "ja", "party": "BZK"})
    assert "Vastgelegd: JenV: stemt in." in text
    assert list(amendment.consents.values_list("party__code", flat=True)) == ["JenV"]
    assert "JenV stemde al in" in told(client, path, answer | {"reason": "Toch niet."})


@pytest.mark.parametrize("who", ["overleg", "bureau", "controller"])
def test_who_represents_no_party_cannot_consent(
    deal: Deal, bureau: User, enter: Enter, request: pytest.FixtureRequest, who: str
) -> None:
    amendment = asked(deal, bureau)
    client = enter(request.getfixturevalue(who))
    assert client.post(page_of(amendment) + "instemmen/", {"agrees": "ja"}).status_code == 403
    assert not Consent.objects.exists()


def test_a_party_of_another_deal_knows_nothing_of_it(deal: Deal, veenland: Deal, bureau: User, enter: Enter) -> None:
    amendment = asked(deal, bureau)
    client = enter(person(veenland, "Buur", Role.BZK, veenland.party_set.all()[0].code))
    for name in ("", "instemmen/", "van-kracht/", "intrekken/"):
        assert client.get(page_of(amendment) + name).status_code == 404
        assert client.post(page_of(amendment).replace(deal.slug, veenland.slug) + name).status_code in {404, 405}
    assert not Consent.objects.exists()


def test_what_waits_for_a_party_is_counted(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    amendment = asked(deal, bureau)
    assert "Instemming gevraagd" in words_at(enter(jenv), BASE + "mijn-werk/")
    consent(amendment, "JenV", bureau)
    assert "Instemming gevraagd" not in words_at(enter(jenv), BASE + "mijn-werk/")
