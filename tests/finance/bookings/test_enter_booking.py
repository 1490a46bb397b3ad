"""Entering a booking: as a draft, for approval, with a warning while typing, and refused by the covenant only."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from finance.ledger.models import Commitment, Expenditure, Receipt
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.models import KeptForm, UnsavedWork
from tests.files.samples import PDF
from tests.finance.shared import MONEY, expenditure
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import Book

ENTER = f"{MONEY}boekingen/bestedingen/nieuw/"
CHECK = f"{MONEY}boekingen/bestedingen/gevolgen/"


@pytest.fixture
def client(enter: Enter, bureau: User) -> Client:
    """The bureau at work."""
    return enter(bureau)


def test_it_is_kept_as_a_draft(client: Client, deal: Deal, bureau: User) -> None:
    response = client.post(ENTER, expenditure(deal), follow=True)
    row = Expenditure.objects.get()
    assert (row.state, row.entered_by, row.year, str(row.amount), str(row.btw_amount)) == (
        "draft",
        bureau,
        2026,
        "1250.50",
        "217.03",
    )
    assert "is bewaard als concept" in words(response)


def test_it_is_submitted_at_once(client: Client, deal: Deal) -> None:
    response = client.post(ENTER, expenditure(deal, submit="1"), follow=True)
    assert Expenditure.objects.get().state == "submitted"
    assert "is ingediend" in words(response)


def test_the_invoice_comes_along(client: Client, deal: Deal, bureau: User, own_files: object) -> None:
    """Stranger of issue 17: an expenditure had to be kept before its invoice had a place."""
    page = client.get(ENTER).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="bewijs-file"' in page
    wrong = {"bewijs-file": SimpleUploadedFile("factuur.pdf", b"geen pdf")}
    refused = client.post(ENTER, expenditure(deal) | wrong)
    assert refused.status_code == 422
    assert refused.context["invoice_form"].errors["file"]
    assert not Expenditure.objects.exists()
    client.post(ENTER, expenditure(deal, submit="1") | {"bewijs-file": SimpleUploadedFile("factuur.pdf", PDF)})
    row = Expenditure.objects.get()
    [evidence] = row.evidence.all()
    assert (row.state, evidence.name, evidence.openness, evidence.uploaded_by) == (
        "submitted",
        "factuur.pdf",
        "parties",
        bureau,
    )
    assert 'name="bewijs-file"' not in client.get(f"{MONEY}boekingen/ontvangsten/nieuw/").content.decode()


def test_the_bookkeeping_year_may_be_another(client: Client, deal: Deal) -> None:
    client.post(ENTER, expenditure(deal, booked_on="2026-01-08", year="2025"))
    assert Expenditure.objects.get().year == 2025


def test_what_the_covenant_refuses_stays_a_draft_with_the_formula(client: Client, deal: Deal) -> None:
    response = client.post(ENTER, expenditure(deal, line="VAT-rijk", submit="1"), follow=True)
    assert Expenditure.objects.get().state == "draft"
    text = words(response)
    assert "niet ingediend" in text
    assert "3% van € 0,00 ontvangen is € 0,00" in text


def test_above_the_room_is_warned_about_and_taken(client: Client, deal: Deal) -> None:
    client.post(ENTER, expenditure(deal, amount="5.600.000,01", btw_amount="0", submit="1"))
    assert Expenditure.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"amount": "1,005"}, "twee cijfers achter de komma"),
        ({"amount": "-5"}, "is geen getal"),
        ({"amount": "0"}, "Een boeking van niets bestaat niet"),
        ({"amount": "veel"}, "is geen getal"),
        ({"amount": "9" * 30}, "te groot"),
        ({"btw_amount": "1.250,51"}, "meer dan het hele bedrag"),
        ({"booked_on": "2099-01-01"}, "nog niet geweest"),
        ({"booked_on": "1900-01-01"}, "van 1 januari 2000"),
        ({"year": "1926"}, "2000"),
        ({"code": ""}, "verplicht"),
        ({"code": "a\x00b"}, "Null"),
        ({"line": "999999"}, "geldige keuze"),
        ({"also_serves_amount": "10"}, "Kies de pijler"),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field_and_nothing_is_kept(
    client: Client, deal: Deal, wrong: dict[str, str], message: str
) -> None:
    sent: dict[str, Any] = expenditure(deal) | wrong
    response = client.post(ENTER, sent)
    assert response.status_code == 422
    assert message.lower() in words(response).lower()
    assert Expenditure.objects.count() == 0


def test_a_number_is_not_used_twice(client: Client, deal: Deal) -> None:
    client.post(ENTER, expenditure(deal))
    response = client.post(ENTER, expenditure(deal))
    assert response.status_code == 422
    assert "F-2026-001 is al ingevoerd" in words(response)


def test_a_commitment_of_another_line_is_refused(client: Client, deal: Deal, book: Book) -> None:
    promise = book("commitment", "B-rijk", "5000.00")
    response = client.post(ENTER, expenditure(deal, commitment=promise.pk))
    assert "staat op de regel B-rijk" in words(response)


def test_a_line_of_another_deal_is_no_choice(client: Client, deal: Deal, veenland: Deal) -> None:
    other = veenland.budgetline_set.all()[0]
    response = client.post(ENTER, expenditure(deal) | {"line": other.pk})
    assert response.status_code == 422


def test_a_share_serves_another_pillar_to_the_cent(client: Client, deal: Deal) -> None:
    pillar = deal.pillar_set.get(code="B")
    client.post(
        ENTER, expenditure(deal, amount="100,01", also_serves=pillar.pk, also_serves_amount="33,33%", btw_amount="0")
    )
    assert str(Expenditure.objects.get().also_serves_amount) == "33.33"


def test_its_own_pillar_is_not_another(client: Client, deal: Deal) -> None:
    pillar = deal.pillar_set.get(code="A")
    response = client.post(ENTER, expenditure(deal, also_serves=pillar.pk, also_serves_amount="10%"))
    assert "de pijler van de regel zelf" in words(response)


def test_a_receipt_and_a_commitment_are_entered_the_same_way(client: Client, deal: Deal) -> None:
    common = {"code": "X1", "booked_on": "2026-06-01", "amount": "10,00"}
    receipt = common | {"contributor": "national", "reference": "Beschikking 1"}
    client.post(f"{MONEY}boekingen/ontvangsten/nieuw/", receipt)
    assert Receipt.objects.get().line is None
    commitment = common | {"line": expenditure(deal)["line"], "counterpart": "Bureau", "description": "Opdracht"}
    client.post(f"{MONEY}boekingen/verplichtingen/nieuw/", commitment)
    assert Commitment.objects.get().state == "draft"


def test_regional_money_stands_on_a_regional_line(client: Client, deal: Deal) -> None:
    common = {"code": "X1", "booked_on": "2026-06-01", "amount": "10,00", "reference": "Begroting"}
    path = f"{MONEY}boekingen/ontvangsten/nieuw/"
    undivided = client.post(path, common | {"contributor": "municipality"})
    assert "Alleen geld van het Rijk mag u later verdelen" in words(undivided)
    wrong = client.post(path, common | {"contributor": "municipality", "line": expenditure(deal)["line"]})
    assert "Deze regel is voor rijksbijdrage" in words(wrong)


def test_while_typing_it_says_what_it_would_do(client: Client, deal: Deal, book: Book) -> None:
    book("receipt", "VAT-rijk", "100000.00")  # the cap is 3,000.00
    empty = client.post(CHECK, {})
    assert "Kies een regel en vul een bedrag in" in words(empty)
    text = words(client.post(CHECK, {"line": expenditure(deal)["line"], "amount": "600.000"}))
    assert "ruimte nu € 5.600.000,00 , hierna € 5.000.000,00" in text
    assert "(afgerond in het convenant)" in text
    line = expenditure(deal, line="VAT-rijk")["line"]
    text = words(client.post(CHECK, {"line": line, "amount": "3.000,01"}))
    assert "3% van € 100.000,00 ontvangen is € 3.000,00" in text
    assert "Dat is € 0,01 te veel" in text
    assert Expenditure.objects.count() == 0


def test_half_typed_work_is_forgotten_once_saved(client: Client, deal: Deal, bureau: User) -> None:
    key, typed = "boeking bestedingen", {"code": ["F"]}
    UnsavedWork.objects.keep(user=bureau, deal=deal, key=key, kept=KeptForm(typed), at=at("2026-06-01"))
    assert f'data-keep="{key}"' in client.get(ENTER).content.decode()
    sent: dict[str, Any] = expenditure(deal)
    sent["kept-key"] = key
    client.post(ENTER, sent)
    assert UnsavedWork.objects.count() == 0


def test_it_begins_on_the_line_that_was_asked_for(client: Client, deal: Deal) -> None:
    page = client.get(ENTER + "?regel=B-regio").content.decode()
    assert f'<option value="{expenditure(deal, line="B-regio")["line"]}" selected>' in page
    assert client.get(ENTER + "?regel=%00").status_code == 200
