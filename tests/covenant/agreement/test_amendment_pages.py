"""How an amendment is shown to who may see it, and how its steps are taken on its page."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.documents.models import Document
from regiodeal.deals.models import Deal, User
from tests.covenant.agreement.reading import page_of, told
from tests.pages import BASE, carried, words_at
from tests.plugins.amending import asked, consent, consent_all, day, drafted, move_money, party, signed
from tests.plugins.deal import Enter, at


def test_the_list_says_in_which_step_a_request_is_and_who_still_has_to_consent(
    deal: Deal, bureau: User, jenv: User, overleg: User, enter: Enter
) -> None:
    amendment = asked(deal, bureau)
    consent(amendment, "BZK", bureau)
    text = words_at(enter(overleg), BASE + "wijzigingen/")
    assert "1,2 miljoen van pijler B naar pijler A" in text
    assert "1 van 5 nog van EZK, SZW, JenV, Gemeente" in text
    assert "Uw Partij is om instemming gevraagd" not in text
    assert "Uw Partij is om instemming gevraagd" in words_at(enter(jenv), BASE + "wijzigingen/")


def test_the_page_shows_old_and_new_in_words_and_a_seat_for_each_party(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    amendment = asked(deal, bureau)
    consent(amendment, "BZK", bureau)
    consent(amendment, "JenV", bureau, agrees=False, reason="Veiligheid komt tekort.")
    text = words_at(enter(overleg), page_of(amendment))
    assert "Begrotingsregel: Pijler A, regionale financiering Bedrag incl. btw" in text
    assert "16.500.000,00" in text
    assert "17.700.000,00" in text
    assert "Norm: 1.1.1.g-1" in text
    assert "Akkoord op 10 juli 2026" in text
    assert "JenV: stemt niet in: Veiligheid komt tekort." in text
    assert "Het overleg begon op tijd: op 20 juni 2026. Dat moest uiterlijk 13 juli 2026." in text
    assert "De verklaring van instemming van BZK" in text
    assert "Nog geen antwoord van EZK, SZW, Gemeente. Voor het antwoord is geen laatste dag afgesproken." in text


def test_a_refusal_of_a_step_stands_at_the_form_and_keeps_no_file(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = asked(deal, bureau)
    before = Document.objects.count()
    upload = SimpleUploadedFile("verslag.csv", b"a;verslag")
    data = carried(enter(bureau), page_of(amendment) + "verslag/") | {
        "on": "2026-07-15",
        "minutes": "punt 4",
        "document": upload,
    }
    response = enter(bureau).post(page_of(amendment) + "verslag/", data)
    assert response.status_code == 409
    assert (
        "Artikel 12 lid 3: nodig is de instemming van alle Partijen, en dat is nu 0 van 5" in response.content.decode()
    )
    assert "punt 4" in response.content.decode()
    assert Document.objects.count() == before


def test_adopting_asks_whether_one_is_sure(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    signed(amendment, bureau)
    path = page_of(amendment) + "van-kracht/"
    assert enter(bureau).post(path, {"on": "2026-12-01"}).status_code == 422
    assert "Versie 2 van het convenant is van kracht op 1 december 2026." in told(
        enter(bureau), path, {"on": "2026-12-01", "sure": "on"}
    )


def test_a_document_that_a_party_keeps_secret_is_not_on_the_page(
    deal: Deal, bureau: User, jenv: User, overleg: User, enter: Enter
) -> None:
    amendment = asked(deal, bureau)
    path = page_of(amendment) + "instemmen/"
    upload = SimpleUploadedFile("brief.csv", b"a;brief")
    data = {"agrees": "ja", "holder": "De minister", "given_on": "2026-07-10", "way": "email", "document": upload}
    told(enter(jenv), path, data)
    document = amendment.consents.get().document
    assert document is not None
    assert str(document) in words_at(enter(overleg), page_of(amendment))
    document.close_for(
        party(deal, "JenV"), ground="Bedrijfsgegevens", on=day("2026-07-11"), by=bureau, at=at("2026-07-11")
    )
    assert str(document) not in words_at(enter(overleg), page_of(amendment))
    assert str(document) in words_at(enter(jenv), page_of(amendment))


def test_the_page_asks_the_database_no_more_for_more_changes(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)

    def count(amendment: Amendment) -> int:
        client.get(page_of(amendment))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(amendment)).status_code == 200
        return len(captured)

    few, many = drafted(deal, bureau), drafted(deal, bureau)
    move_money(few, bureau)
    move_money(many, bureau)
    for code in ("1.1.1.a", "1.1.1.d"):
        propose(many, "targets", code, {"unit": "anders"}, by=bureau, at=at("2026-05-21"))
    assert count(many) == count(few)


def test_an_accession_is_kept_by_the_programme_team(deal: Deal, bzk: User, jenv: User, enter: Enter) -> None:
    path = BASE + "wijzigingen/nieuw/toetreding/"
    assert enter(jenv).get(path).status_code == 403
    data = {
        "title": "OCW treedt toe",
        "text": "OCW verzoekt toe te treden.",
        "new_name": "Minister van OCW",
        "new_code": "OCW",
        "new_side": "national",
    }
    client = enter(bzk)
    told(client, path, data | {"contribution": ""})
    amendment = Amendment.objects.get()
    asked_for = told(client, page_of(amendment) + "verzoek/", {"on": "2026-06-01"})
    assert "Artikel 14 lid 5: een verzoek tot toetreding noemt de concrete bijdrage" in asked_for
    told(client, page_of(amendment) + "aanpassen/", data | {"contribution": "Twee leerwerkmakelaars."})
    assert "Het verzoek is ingediend" in told(client, page_of(amendment) + "verzoek/", {"on": "2026-06-01"})
    assert "De Partijen kunnen nu schriftelijk instemmen" in told(
        client, page_of(amendment) + "geinformeerd/", {"on": "2026-06-03"}
    )
    assert Amendment.objects.get().informed_on == day("2026-06-03")
