"""What was entered together stands or falls together, in every step, one by one and many at once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.bookings.corrections import correct, divide, refuse_open_correction
from finance.bookings.entry import HalfError, consequences, let_count
from finance.budget.models import BudgetLine
from finance.ledger.models import Booking, BookingKind, BookingOrigin, Expenditure, Receipt
from finance.position.money_position import position
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.seen import seen_text
from tests.finance.shared import MONEY, expenditure, seen
from tests.pages import shown
from tests.plugins.deal import Enter, at
from tests.plugins.money import ON, Book

BULK = MONEY + "boekingen/bestedingen/goedkeuren/"


def moved(deal: Deal, book: Book, bureau: User, to: str = "A-rijk", amount: str = "80.00") -> list[Expenditure]:
    """The two halves of a correction to another line."""
    note = book("expenditure", "B-rijk", amount, on="2026-01-02")
    right = {"amount": Decimal(amount), "booked_on": date(2026, 1, 10), "line": deal.budgetline_set.get(code=to)}
    return correct(note, right, kind="correction", reason="Regel", by=bureau, at=at("2026-01-10"))


def path(row: Booking, step: str) -> str:
    """The address of a step."""
    return f"{MONEY}{'ontvangsten' if isinstance(row, Receipt) else 'bestedingen'}/{row.pk}/{step}/"


def spent(deal: Deal) -> Decimal:
    """What was spent in all."""
    return position(deal, on=ON).total().spent


def states(rows: list[Any]) -> set[str]:
    """The states that the rows are in."""
    return set(type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True))


def test_half_a_correction_does_not_count(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    """Money 1a: one half alone is refused by the rule itself."""
    rows = moved(deal, book, bureau)
    with pytest.raises(HalfError, match="-C2 hoort hierbij"):
        let_count(deal, rows[:1], by=controller, at=at("2026-01-12"))
    assert spent(deal) == Decimal("80.00")


def test_one_ticked_half_brings_the_other_to_the_list(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 1a: the list shows both halves, and both are approved."""
    first, second = moved(deal, book, bureau)
    client = enter(controller)
    page = shown(client.post(BULK, {"boeking": [seen_text(first)]}))
    assert "2 goedkeuren?" in page
    assert second.code in page
    client.post(BULK, {"boeking": [seen_text(first)], "confirm": "1"})
    assert states([first, second]) == {"submitted"}
    client.post(BULK, {"boeking": [seen_text(first), seen_text(second)], "confirm": "1"})
    assert states([first, second]) == {"approved"}


def test_the_list_of_the_ledger_names_the_other_half(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 1a: who ticks sees what goes along."""
    _first, second = moved(deal, book, bureau)
    page = enter(controller).get(MONEY + "boekingen/?soort=bestedingen&stand=submitted").content.decode()
    assert f"samen met {second.code}" in " ".join(page.split())


def test_what_the_cap_refuses_is_refused_for_all_and_offers_no_yes(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 1b: nothing of a batch happens half, and the page does not offer what would be refused."""
    book("receipt", "A-rijk", "1000.00")  # the cap is 30.00
    rows = moved(deal, book, bureau, to="VAT-rijk")
    client, ticked = enter(controller), {"boeking": [seen_text(row) for row in rows]}
    page = client.post(BULK, ticked).content.decode()
    assert "Goedkeuren kan pas als" in page
    assert "Ja, keur goed" not in page
    page = client.post(BULK, ticked | {"confirm": "1"}, follow=True).content.decode()
    assert "Er is niets goedgekeurd" in page
    assert (states(rows), spent(deal)) == ({"submitted"}, Decimal("80.00"))


def test_a_returned_half_returns_the_other(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 1c: a half that was returned cannot leave the other to be approved."""
    first, second = moved(deal, book, bureau)
    client = enter(controller)
    client.post(path(first, "terugsturen"), seen(first) | {"reason": "Welke regel?"})
    assert states([first, second]) == {"returned"}
    client.post(path(second, "goedkeuren"), seen(second))
    assert spent(deal) == Decimal("80.00")
    assert position(deal, on=ON).of_line("A-rijk").amounts.spent == 0


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        (["terugnemen"], {"draft"}),
        (["terugnemen", "indienen"], {"submitted"}),
        (["terugnemen", "weggooien"], {"withdrawn"}),
    ],
)
def test_the_author_moves_both_halves(
    deal: Deal, book: Book, bureau: User, enter: Enter, steps: list[str], left: set[str]
) -> None:
    """Money 1c: take back, submit and throw away take both halves."""
    rows = moved(deal, book, bureau)
    client = enter(bureau)
    for step in steps:
        client.post(path(rows[0], step), seen(rows[0]))
    assert states(rows) == left


def test_the_parts_of_a_divided_receipt_go_together(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 1, neighbour: dividing a receipt enters rows the same way."""
    receipt = book("receipt", None, "100.00")
    lines = {line.code: line for line in BudgetLine.objects.filter(deal=deal)}
    parts = {lines["A-rijk"]: Decimal(40), lines["B-rijk"]: Decimal(60)}
    days = {"booked_on": date(2026, 2, 1), "year": 2026}
    rows = divide(receipt, parts, reason="Beschikking", by=bureau, at=at("2026-02-01"), **days)
    with pytest.raises(HalfError):
        let_count(deal, rows[1:], by=controller, at=at("2026-02-02"))
    enter(controller).post(path(rows[2], "terugsturen"), seen(rows[2]) | {"reason": "Anders"})
    assert states(rows) == {"returned"}
    assert position(deal, on=ON).total().received == Decimal("100.00")


def test_rows_that_were_not_on_the_screen_are_not_decided_on(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 1, with what was seen: the other half is approved in the version that was shown, or not at all."""
    first, second = moved(deal, book, bureau)
    client = enter(controller)
    assert client.post(path(first, "goedkeuren"), {"version": str(first.version)}).status_code == 409
    stale = {"version": str(first.version), "samen": [f"{second.pk}:{second.version - 1}"]}
    assert client.post(path(first, "goedkeuren"), stale).status_code == 409
    assert states([first, second]) == {"submitted"}


def test_the_page_of_a_half_carries_the_other(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    first, second = moved(deal, book, bureau)
    page = enter(controller).get(f"{MONEY}boekingen/bestedingen/{first.pk}/").content.decode()
    assert page.count(f'name="samen" value="{seen_text(second)}"') == 2


def returned_credit(deal: Deal, book: Book, bureau: User, controller: User) -> Expenditure:
    """A credit note that came back."""
    note = book("expenditure", "B-rijk", "1000.00", on="2026-01-02", btw_amount=Decimal("173.55"))
    right = {"amount": Decimal("750.00"), "btw_amount": Decimal("130.17"), "booked_on": date(2026, 1, 10)}
    (row,) = correct(note, right, kind="credit_note", reason="Minder", by=bureau, at=at("2026-01-10"))
    row.give_back(by=controller, at=at("2026-01-11"), reason="Datum?")
    assert isinstance(row, Expenditure)
    return row


def test_a_returned_credit_note_is_mended_with_its_own_sign(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 2: the form takes the sign that the row has, btw included."""
    row = returned_credit(deal, book, bureau, controller)
    client, address = enter(bureau), f"{MONEY}boekingen/bestedingen/{row.pk}/"
    assert 'value="-250,00"' in client.get(address).content.decode()
    typed = expenditure(deal, code=row.code, line="B-rijk", booked_on="2026-01-11", measure="")
    typed |= {"amount": "-250,00", "btw_amount": "-43,38", "version": str(row.version), "submit": "1"}
    client.post(address, typed)
    row.refresh_from_db()
    assert (row.state, row.amount, row.booked_on) == ("submitted", Decimal("-250.00"), date(2026, 1, 11))


def test_the_btw_of_a_credit_note_stays_within_it(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 2, neighbour: the parts keep the sign and the size of the whole."""
    row = returned_credit(deal, book, bureau, controller)
    typed = expenditure(deal, code=row.code, line="B-rijk", amount="-250,00", btw_amount="43,38", measure="")
    response = enter(bureau).post(f"{MONEY}boekingen/bestedingen/{row.pk}/", typed | {"version": str(row.version)})
    assert response.status_code == 422
    assert "een ander teken" in response.content.decode()


def test_a_withdrawn_correction_frees_the_booking_and_its_code(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 2: a correction that came back is no lock for ever."""
    row = returned_credit(deal, book, bureau, controller)
    client = enter(bureau)
    client.post(path(row, "weggooien"), seen(row))
    refuse_open_correction(row.root)
    page = client.get(f"{MONEY}boekingen/bestedingen/{row.root.pk}/").content.decode()
    assert "Corrigeren" in page
    assert row.code not in client.get(MONEY + "boekingen/?soort=bestedingen").content.decode()


def test_a_withdrawn_booking_frees_its_code(deal: Deal, bureau: User, enter: Enter) -> None:
    """Money 2: what was thrown away is no document any more."""
    client = enter(bureau)
    typed = expenditure(deal, code="F-9")
    client.post(MONEY + "boekingen/bestedingen/nieuw/", typed)
    row = Expenditure.objects.get()
    client.post(path(row, "weggooien"), seen(row))
    client.post(MONEY + "boekingen/bestedingen/nieuw/", typed)
    assert sorted(Expenditure.objects.values_list("code", "state")) == [("F-9", "draft"), ("F-9", "withdrawn")]


def test_an_imported_credit_note_that_came_back_is_mended(
    deal: Deal, bureau: User, controller: User, enter: Enter
) -> None:
    """Money 2, neighbour: a credit note of the administration names no booking."""
    row = Expenditure.begin(
        by=bureau,
        at=at("2026-01-10"),
        deal=deal,
        code="E3",
        ledger_key="2026::E3:",
        origin=BookingOrigin.IMPORT,
        kind=BookingKind.CREDIT_NOTE,
        correction_reason="Negatief",
        booked_on="2026-01-10",
        amount=Decimal("-50.00"),
        line=deal.budgetline_set.get(code="A-rijk"),
        counterpart="Zon",
        description="Creditnota",
    )
    row.submit(by=bureau, at=at("2026-01-10"))
    row.give_back(by=controller, at=at("2026-01-11"), reason="Bedrag?")
    typed = expenditure(deal, code="E3", amount="-55,00", btw_amount="", version=str(row.version), submit="1")
    enter(bureau).post(f"{MONEY}boekingen/bestedingen/{row.pk}/", typed)
    row.refresh_from_db()
    assert (row.state, row.amount) == ("submitted", Decimal("-55.00"))


def test_the_approver_is_told_what_the_enterer_was_told(deal: Deal, book: Book) -> None:
    """Money 3: a row that waits is not counted on both sides."""
    line = deal.budgetline_set.get(code="B-rijk")
    typed = Expenditure(deal=deal, line=line, amount=line.amount + 1, year=2026, booked_on=date(2026, 6, 1))
    told = [finding.text for finding in consequences(deal, [typed], on=ON).findings]
    assert any("1,00 meer dan" in text for text in told)
    row = book("expenditure", "B-rijk", str(line.amount + 1), on="2026-06-01", state="submitted")
    found = consequences(deal, [row], on=ON)
    assert [finding.text for finding in found.findings if finding.code != "zonder-maatregel"] == [
        text for text in told if "geen maatregel" not in text
    ]
    assert found.before.of_line("B-rijk").pending.spent == 0
    assert found.after.of_line("B-rijk").amounts.room == Decimal("-1.00")


def test_what_waits_beside_it_is_told_once(deal: Deal, book: Book) -> None:
    """Money 3, the other face: what the row itself is does not wait beside it."""
    book("receipt", "A-rijk", "1000.00")  # the cap is 30.00
    row = book("expenditure", "VAT-rijk", "20.00", state="submitted")
    assert consequences(deal, [row], on=ON).after.caps[0].pending == 0
    book("expenditure", "VAT-rijk", "15.00", state="submitted")
    (cap,) = consequences(deal, [row], on=ON).after.caps
    assert (cap.spent, cap.pending) == (Decimal("20.00"), Decimal("15.00"))


def test_a_receipt_that_never_came_is_taken_back_though_the_cap_was_used(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    """Money 4: a fact is booked, and the breach becomes a finding."""
    receipt = book("receipt", "A-rijk", "1000.00")
    book("receipt", "B-rijk", "1000.00")
    book("expenditure", "VAT-rijk", "50.00")  # the cap is 60.00
    right = {"amount": Decimal(0), "booked_on": date(2026, 6, 1)}
    rows = correct(receipt, right, kind="correction", reason="Dubbel", by=bureau, at=at("2026-06-01"))
    found = consequences(deal, rows, on=ON)
    assert found.refusing == ()
    assert any("20,00 te veel" in finding.text for finding in found.findings)
    let_count(deal, rows, by=controller, at=at("2026-06-02"))
    assert position(deal, on=ON).total().received == Decimal("1000.00")


def test_more_than_the_national_maximum_that_came_in_is_booked(deal: Deal, book: Book, controller: User) -> None:
    """Money 4, neighbour: what came in is a fact too; only spending is refused."""
    row = book("receipt", "A-rijk", "18000000.01", state="submitted")
    assert consequences(deal, [row], on=ON).refusing == ()
    let_count(deal, [row], by=controller, at=at("2026-06-02"))
    assert position(deal, on=ON).total().received == Decimal("18000000.01")


def test_the_cap_refuses_new_spending_in_a_breach(deal: Deal, book: Book) -> None:
    """Money 4: spending stays refused, and a row that spends less is not."""
    book("expenditure", "VAT-rijk", "50.00")
    assert consequences(deal, [book("expenditure", "VAT-rijk", "1.00", state="submitted")], on=ON).refusing
