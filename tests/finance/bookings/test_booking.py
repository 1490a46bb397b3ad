"""The page of a booking: change it, be told when a colleague was first, approve or return it, correct it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from finance.bookings.correction_views import shown_of
from finance.bookings.corrections import correct
from finance.ledger.models import Expenditure, Receipt
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.seen import digest_of
from tests.finance.shared import MONEY, expenditure, seen
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import Book, deviate


def standing(row: Any) -> dict[str, str]:
    """What the pages about a correction carry of the booking."""
    return {"seen": digest_of(shown_of(row))}


def page(row: Expenditure | Receipt, more: str = "") -> str:
    """The address of a booking."""
    sort = "ontvangsten" if isinstance(row, Receipt) else "bestedingen"
    return f"{MONEY}boekingen/{sort}/{row.pk}/{more}"


def step(row: Expenditure, verb: str) -> str:
    """The address of a step."""
    return f"{MONEY}bestedingen/{row.pk}/{verb}/"


@pytest.fixture
def draft(book: Book) -> Expenditure:
    """A draft of 10.00."""
    row: Expenditure = book("expenditure", "A-rijk", "10.00", state="draft")
    return row


@pytest.fixture
def waiting(book: Book) -> Expenditure:
    """An expenditure of 10.00 that waits for approval."""
    row: Expenditure = book("expenditure", "A-rijk", "10.00", state="submitted")
    return row


def test_an_open_booking_is_changed(deal: Deal, enter: Enter, colleague: User, draft: Expenditure) -> None:
    enter(colleague).post(page(draft), expenditure(deal, code=draft.code, version=str(draft.version)))
    draft.refresh_from_db()
    assert (draft.amount, draft.entered_by) == (Decimal("1250.50"), colleague)
    assert [event.to_state for event in draft.events.all()] == ["draft", "draft"]


def test_a_stale_save_changes_nothing_and_shows_both(
    deal: Deal, enter: Enter, bureau: User, colleague: User, draft: Expenditure
) -> None:
    seen = draft.version
    draft.revise(by=colleague, at=at("2026-06-02"), values={"amount": Decimal("77.00")}, version=seen)
    response = enter(bureau).post(page(draft), expenditure(deal, code=draft.code, version=str(seen)))
    assert response.status_code == 409
    text = words(response)
    assert "Collega was u voor" in text
    assert "1.250,50" in text
    draft.refresh_from_db()
    assert draft.amount == Decimal("77.00")


def test_theirs_can_be_taken_over(deal: Deal, enter: Enter, bureau: User, colleague: User, draft: Expenditure) -> None:
    draft.revise(by=colleague, at=at("2026-06-02"), values={"amount": Decimal("77.00")}, version=draft.version)
    sent = expenditure(deal, code=draft.code, version=str(draft.version), btw_amount="0")
    enter(bureau).post(page(draft), sent | {"theirs-amount": "on"})
    draft.refresh_from_db()
    assert (draft.amount, draft.description) == (Decimal("77.00"), "Inrichting")


def test_who_only_reviews_progress_may_not_change_it(
    deal: Deal, enter: Enter, reviewer: User, draft: Expenditure
) -> None:
    response = enter(reviewer).post(page(draft), expenditure(deal, code=draft.code, version=str(draft.version)))
    assert response.status_code == 403


def test_the_second_person_sees_what_approving_does_and_approves(
    enter: Enter, controller: User, waiting: Expenditure
) -> None:
    client = enter(controller)
    text = words(client.get(page(waiting)))
    assert "Wat goedkeuren doet" in text
    assert "hierna € 5.599.990,00" in text
    response = client.post(step(waiting, "goedkeuren"), {"version": str(waiting.version)}, follow=True)
    assert "Dit telt nu mee" in words(response)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("approved", controller)


def test_nobody_approves_their_own(enter: Enter, controller: User, deal: Deal, book: Book) -> None:
    client = enter(controller)
    client.post(f"{MONEY}boekingen/bestedingen/nieuw/", expenditure(deal, submit="1"))
    row = Expenditure.objects.get()
    assert "U heeft dit zelf ingevuld" in words(client.get(page(row)))
    response = client.post(step(row, "goedkeuren"), {"version": str(row.version)}, follow=True)
    assert "zelf ingevuld" in words(response)
    row.refresh_from_db()
    assert row.state == "submitted"


def test_the_bureau_may_not_approve(enter: Enter, colleague: User, waiting: Expenditure) -> None:
    client = enter(colleague)
    assert client.post(step(waiting, "goedkeuren"), {"version": "2"}).status_code == 403
    assert "Goedkeuren</button>" not in client.get(page(waiting)).content.decode()


@pytest.mark.parametrize("version", ["1", "", "\x00", "x", "9" * 40, "²"])
def test_what_was_not_seen_is_not_approved(enter: Enter, controller: User, waiting: Expenditure, version: str) -> None:
    response = enter(controller).post(step(waiting, "goedkeuren"), {"version": version}, follow=True)
    assert response.status_code == 409
    assert "sinds u het opende" in words(response)
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_it_is_returned_with_a_reason(enter: Enter, controller: User, bureau: User, waiting: Expenditure) -> None:
    client = enter(controller)
    sent = {"version": waiting.version}
    assert "Geef een reden" in words(client.post(step(waiting, "terugsturen"), sent | {"reason": ""}, follow=True))
    client.post(step(waiting, "terugsturen"), sent | {"reason": "Welke maatregel?"})
    assert "Welke maatregel?" in words(enter(bureau).get(page(waiting)))
    waiting.refresh_from_db()
    assert waiting.state == "returned"


def test_a_draft_is_submitted_from_its_page(enter: Enter, bureau: User, draft: Expenditure) -> None:
    seen = {"version": draft.version}
    enter(bureau).post(step(draft, "indienen"), seen)
    draft.refresh_from_db()
    assert draft.state == "submitted"
    late = enter(bureau).post(step(draft, "indienen"), seen, follow=True)
    assert "sinds u het opende" in words(late)


def test_who_may_not_see_what_waits_does_not_know_of_it(enter: Enter, overleg: User, waiting: Expenditure) -> None:
    assert enter(overleg).get(page(waiting)).status_code == 404


def test_a_correction_by_what_it_should_have_been(
    deal: Deal, enter: Enter, bureau: User, controller: User, book: Book
) -> None:
    note = book("expenditure", "A-rijk", "1000.00", on="2025-12-20", btw_amount=Decimal("173.55"))
    client = enter(bureau)
    sent = expenditure(deal, amount="749,50", btw_amount="130,08", booked_on="2026-01-10", measure="")
    assert "Geef een reden" in words(
        client.post(page(note, "corrigeren/"), sent | {"kind": "credit_note"} | standing(note))
    )
    response = client.post(
        page(note, "corrigeren/"),
        sent | {"kind": "credit_note", "reason": "Minder uren"} | standing(note),
        follow=True,
    )
    assert "Ingediend ter goedkeuring" in words(response)
    credit = Expenditure.objects.get(corrects=note)
    assert (credit.amount, credit.state, credit.year) == (Decimal("-250.50"), "submitted", 2026)
    again = client.get(page(note, "corrigeren/"), follow=True)
    assert "Er loopt al een correctie" in words(again)
    enter(controller).post(step(credit, "goedkeuren"), {"version": str(credit.version)})
    text = words(client.get(page(note)))
    assert "Samen, wat is goedgekeurd € 749,50" in text
    assert "Minder uren" in text


def test_a_correction_is_made_of_what_was_seen(
    deal: Deal, enter: Enter, bureau: User, controller: User, book: Book
) -> None:
    """Money 1, with what was seen: 749,50 typed beside 1.000,00 is no correction of what became 900,00 since."""
    note = book("expenditure", "A-rijk", "1000.00", on="2025-12-20")
    opened = standing(note)
    right = {"amount": Decimal("900.00"), "booked_on": date(2026, 1, 5)}
    (row,) = correct(note, right, kind="correction", reason="Korting", by=bureau, at=at("2026-01-05"))
    row.approve(by=controller, at=at("2026-01-06"))
    sent = expenditure(deal, amount="749,50", btw_amount="0", measure="", kind="correction", reason="Minder uren")
    assert enter(bureau).post(page(note, "corrigeren/"), sent | opened).status_code == 409
    assert Expenditure.objects.count() == 2


def test_a_correction_that_changes_nothing_is_said(deal: Deal, enter: Enter, bureau: User, book: Book) -> None:
    note = book("expenditure", "A-rijk", "1000.00", on="2025-12-20")
    sent = expenditure(deal, amount="1.000,00", btw_amount="0", measure="", kind="correction", reason="Fout")
    response = enter(bureau).post(page(note, "corrigeren/"), sent | standing(note))
    assert response.status_code == 422
    assert "Er verandert niets" in words(response)


def test_a_receipt_is_divided(deal: Deal, enter: Enter, bureau: User, controller: User, book: Book) -> None:
    receipt = book("receipt", None, "100.00")
    lines = {line.code: line.pk for line in deal.budgetline_set.filter(source__code="national")}
    client, days = enter(bureau), {"booked_on": "2026-02-01", "reason": "Beschikking"}
    short = {f"line-{lines['A-rijk']}": "33,33", f"line-{lines['B-rijk']}": "66,66"}
    response = client.post(page(receipt, "verdelen/"), short | days | standing(receipt))
    assert "€ 0,01 te weinig" in words(response)
    right = short | {f"line-{lines['B-rijk']}": "66,67"}
    assert "in 3 rijen" in words(client.post(page(receipt, "verdelen/"), right | days | standing(receipt), follow=True))
    first = Receipt.objects.filter(corrects=receipt).first()
    assert first is not None
    path = f"{MONEY}ontvangsten/{first.pk}/goedkeuren/"
    enter(controller).post(path, seen(first))
    assert {row.state for row in Receipt.objects.all()} == {"approved"}
    assert "is verdeeld" in words(client.get(page(receipt, "verdelen/"), follow=True))


def test_after_a_deviation_a_refused_booking_can_be_approved(
    deal: Deal, enter: Enter, bureau: User, controller: User, book: Book
) -> None:
    row = book("expenditure", "VAT-rijk", "10.00", state="submitted")
    client = enter(controller)
    refused = client.post(step(row, "goedkeuren"), {"version": str(row.version)}, follow=True)
    assert "te veel" in words(refused)
    deviate(deal, by=bureau, approved_by=controller, amount=Decimal("10.00"))
    client.post(step(row, "goedkeuren"), {"version": str(row.version)})
    row.refresh_from_db()
    assert row.state == "approved"


def test_the_page_of_a_commitment_says_what_is_left(enter: Enter, overleg: User, book: Book) -> None:
    promise = book("commitment", "A-rijk", "100.00")
    book("expenditure", "A-rijk", "60.25", commitment=promise)
    client: Client = enter(overleg)
    text = words(client.get(f"{MONEY}boekingen/verplichtingen/{promise.pk}/"))
    assert "Nog over van de verplichting € 39,75" in text
    assert "Besteed onder deze verplichting" in text
