"""Consent that a Party mailed to the programme team of BZK (art. 12 lid 2), and who may write it down."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from regiodeal.covenant.agreement.consents import consent_count
from regiodeal.covenant.agreement.models import Consent
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.day_order import NotYetError
from tests.covenant.agreement.reading import page_of, told
from tests.covenant.agreement.test_bound import joining
from tests.pages import words_at
from tests.plugins.amending import asked, consent, consent_all, day, document, party
from tests.plugins.deal import Enter


def mailed(deal: Deal, code: str, **values: Any) -> dict[str, Any]:
    """The form that says what a Party mailed."""
    upload = SimpleUploadedFile("mail.csv", f"a;{code}".encode())
    answer = {"agrees": "ja", "holder": "De minister", "given_on": "2026-07-10", "document": upload}
    return answer | {"party": party(deal, code).pk} | values


def test_bzk_writes_down_what_a_party_mailed_and_the_party_sees_who_did(
    deal: Deal, bureau: User, bzk: User, jenv: User, enter: Enter
) -> None:
    amendment = asked(deal, bureau)
    path = page_of(amendment) + "instemmen/per-e-mail/"
    assert "Antwoord per e-mail vastleggen" in words_at(enter(bzk), page_of(amendment))
    assert "Dit veld is verplicht" in told(enter(bzk), path, mailed(deal, "JenV", document=""))
    assert not Consent.objects.exists()
    assert "Vastgelegd: JenV: stemt in." in told(enter(bzk), path, mailed(deal, "JenV"))
    row = Consent.objects.get()
    assert (row.party.code, row.way, row.recorded_by, row.is_recorded_for_party) == ("JenV", "email", bzk, True)
    assert row.document is not None
    text = words_at(enter(jenv), page_of(amendment))
    assert "Vastgelegd door BZK" in text
    assert "Klopt dat niet? Antwoord zelf" in text
    assert consent_count(amendment, on=day("2026-07-10")).agreed == 1


@pytest.mark.parametrize("who", ["bureau", "jenv", "overleg", "controller", "reviewer", "administrator"])
def test_nobody_else_writes_it_down(deal: Deal, bureau: User, enter: Enter, request: Any, who: str) -> None:
    amendment = asked(deal, bureau)
    client, path = enter(request.getfixturevalue(who)), page_of(amendment) + "instemmen/per-e-mail/"
    assert client.get(path).status_code == 403
    assert client.post(path, mailed(deal, "SZW")).status_code == 403
    assert "Antwoord per e-mail" not in words_at(client, page_of(amendment))
    assert not Consent.objects.exists()


def test_what_a_party_said_itself_stays_its_own(deal: Deal, bureau: User, bzk: User, jenv: User) -> None:
    amendment = asked(deal, bureau)
    mail = document(deal, bureau, "mail")
    consent(amendment, "JenV", jenv, agrees=False, reason="Te weinig.")
    with pytest.raises(NotYetError, match="JenV heeft zelf al geantwoord op 10 juli 2026"):
        consent(amendment, "JenV", bzk, document=mail, for_party=True)
    consent(amendment, "JenV", jenv)
    with pytest.raises(NotYetError, match="JenV heeft zelf al geantwoord"):
        consent(amendment, "JenV", bzk, document=mail, agrees=False, reason="Nee.", for_party=True)


def test_a_party_may_say_otherwise_than_what_was_written_down_for_it(
    deal: Deal, bureau: User, bzk: User, jenv: User
) -> None:
    amendment = asked(deal, bureau)
    consent(amendment, "JenV", bzk, document=document(deal, bureau, "mail"), for_party=True)
    with pytest.raises(NotYetError, match="JenV stemde al in"):
        consent(amendment, "JenV", bzk, document=document(deal, bureau, "weer"), for_party=True)
    consent(amendment, "JenV", jenv, agrees=False, reason="Die mail was niet van ons.")
    row = Consent.objects.get()
    assert (row.agrees, row.is_recorded_for_party, row.recorded_by) == (False, False, jenv)
    assert amendment.events.filter(reason="JenV: stemt in").exists()  # the trail keeps what was written down


def test_it_comes_with_the_mail(deal: Deal, bureau: User, bzk: User) -> None:
    amendment = asked(deal, bureau)
    cases: list[dict[str, Any]] = [{}, {"document": document(deal, bureau, "mail"), "way": Consent.Way.MEETING}]
    for values in cases:
        with pytest.raises(NotYetError, match="Artikel 12 lid 2: voeg de e-mail toe"):
            consent(amendment, "JenV", bzk, for_party=True, **values)
    consent(amendment, "SZW", bzk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(is_recorded_for_party=True)


def test_the_last_mail_makes_the_new_party(deal: Deal, bureau: User, bzk: User, enter: Enter) -> None:
    amendment = joining(deal, bureau)
    consent_all(amendment, bureau, ("BZK", "EZK", "SZW", "Gemeente"))
    path = page_of(amendment) + "instemmen/per-e-mail/"
    assert "nu Partij" in told(enter(bzk), path, mailed(deal, "JenV"))
    assert enter(bzk).get(path).status_code == 404  # nothing is asked any more
