"""The ledger: filters, order, running totals, pages, and approving what was ticked."""

from decimal import Decimal
from typing import Any

import pytest

from finance.ledger.models import Expenditure
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter
from tests.plugins.money import Book

LEDGER = f"{MONEY}boekingen/"
APPROVE = f"{LEDGER}bestedingen/goedkeuren/"


def codes(response: Any) -> list[str]:
    """The numbers of the bookings on the page."""
    return [row.code for row in response.context["page_obj"]]


@pytest.fixture
def rows(deal: Deal, book: Book) -> None:
    """Three expenditures that count and one that waits."""
    measure = deal.measure_set.get(code="1.1.1")
    book("expenditure", "A-rijk", "10.00", on="2025-03-01", code="E1", measure=measure)
    book("expenditure", "B-regio", "20.50", on="2026-01-05", code="E2", year=2025, counterpart="Zonzijde")
    book("expenditure", "VAT-rijk", "5.25", on="2026-02-01", code="E3")
    book("expenditure", "A-rijk", "7.00", on="2026-03-01", code="E4", state="submitted")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["E1", "E2", "E3", "E4"]),
        ("regel=A-rijk", ["E1", "E4"]),
        ("bron=national", ["E1", "E3", "E4"]),
        ("bron=regional", ["E2"]),
        ("maatregel=1.1.1", ["E1"]),
        ("maatregel=geen", ["E2", "E4"]),  # execution costs need none
        ("jaar=2025", ["E1", "E2"]),
        ("stand=submitted", ["E4"]),
        ("tekst=zonzijde", ["E2"]),
        ("tekst=E3", ["E3"]),
        ("toets=buiten-looptijd", []),
        ("op=2026-01-31", ["E1", "E2"]),
        ("volgorde=-bedrag", ["E2", "E1", "E4", "E3"]),
        ("volgorde=onzin&regel=onzin&jaar=x&bron=y&tekst=%00&page=z", ["E1", "E2", "E3", "E4"]),
    ],
)
def test_filters_and_order(enter: Enter, bureau: User, rows: None, query: str, found: list[str]) -> None:
    response = enter(bureau).get(f"{LEDGER}?soort=bestedingen&{query}")
    assert response.status_code == 200
    assert codes(response) == found


def test_what_is_asked_of_spending_is_not_asked_of_what_was_promised(enter: Enter, bureau: User, book: Book) -> None:
    """A commitment has no evidence and no usual amount: the checks of spending are not offered, and choose nothing."""
    book("commitment", "A-rijk", "10.00", code="V1")
    page = enter(bureau).get(f"{LEDGER}?soort=verplichtingen&toets=zonder-bewijs")
    assert codes(page) == ["V1"]
    assert [key for key, _label in page.context["filters"].fields["toets"].choices] == [
        *("", "buiten-looptijd", "boekjaar")
    ]


def test_the_totals_are_of_what_was_asked_for_and_what_waits_stands_apart(
    enter: Enter, bureau: User, rows: None
) -> None:
    text = words(enter(bureau).get(f"{LEDGER}?soort=bestedingen"))
    assert "€ 35,75 in 3 goedgekeurde boekingen; daarnaast € 7,00 in 1 boeking die nog niet meetelt" in text


def test_each_row_has_the_sum_up_to_it(enter: Enter, bureau: User, rows: None) -> None:
    response = enter(bureau).get(f"{LEDGER}?soort=bestedingen")
    assert [row.running for row in response.context["page_obj"]] == [
        Decimal("10.00"),
        Decimal("30.50"),
        Decimal("35.75"),
        Decimal("42.75"),
    ]


def test_the_sum_goes_on_over_the_pages(enter: Enter, bureau: User, book: Book) -> None:
    for number in range(55):
        book("receipt", "A-rijk", "1.01", code=f"R{number:02}")
    response = enter(bureau).get(f"{LEDGER}?soort=ontvangsten&page=2")
    assert len(response.context["page_obj"].object_list) == 5
    assert response.context["page_obj"].object_list[4].running == Decimal("55.55")
    assert response.context["totals"].amount == Decimal("55.55")


def test_who_may_not_see_what_waits_sees_what_counts(enter: Enter, overleg: User, rows: None) -> None:
    response = enter(overleg).get(f"{LEDGER}?soort=bestedingen&stand=submitted")
    assert codes(response) == ["E1", "E2", "E3"]
    assert "nog niet meetelt" not in words(response)


def test_undivided_receipts_are_found(enter: Enter, bureau: User, book: Book) -> None:
    book("receipt", "A-rijk", "1.00", code="R1")
    book("receipt", None, "2.00", code="R2")
    client = enter(bureau)
    assert codes(client.get(f"{LEDGER}?soort=ontvangsten&regel=onverdeeld")) == ["R2"]
    assert codes(client.get(f"{LEDGER}?soort=ontvangsten&bron=national")) == ["R1", "R2"]


def test_many_rows_take_as_many_queries_as_few(
    enter: Enter, bureau: User, book: Book, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        book("commitment", "A-rijk", "1.00", code=f"V{number}")
    client = enter(bureau)
    with django_assert_max_num_queries(13):
        client.get(f"{LEDGER}?soort=verplichtingen")


def test_an_empty_ledger_says_how_to_begin(enter: Enter, bureau: User, overleg: User) -> None:
    assert "Voer de eerste in" in words(enter(bureau).get(LEDGER))
    assert "Voer de eerste in" not in words(enter(overleg).get(LEDGER))
    assert "Niets gevonden" in words(enter(overleg).get(LEDGER + "?regel=A-rijk"))


def test_ticked_bookings_are_shown_with_what_they_do_and_then_approved(
    enter: Enter, controller: User, book: Book
) -> None:
    rows = [book("expenditure", "A-rijk", f"{number}.50", state="submitted") for number in (1, 2)]
    client = enter(controller)
    assert "Keur de gekozen goed" in words(client.get(f"{LEDGER}?soort=bestedingen&stand=submitted"))
    chosen = [f"{row.pk}:{row.version}" for row in rows]
    first = client.post(APPROVE, {"boeking": chosen})
    assert "2 goedkeuren?" in words(first)
    assert "hierna € 5.599.996,00" in words(first)
    assert Expenditure.objects.filter(state="approved").count() == 0
    done = client.post(APPROVE, {"boeking": chosen, "confirm": "1"}, follow=True)
    assert "2 goedgekeurd" in words(done)
    assert Expenditure.objects.filter(state="approved").count() == 2


def test_a_version_that_was_not_seen_and_one_s_own_are_left_alone(
    enter: Enter, controller: User, bureau: User, book: Book
) -> None:
    row = book("expenditure", "A-rijk", "1.00", state="submitted")
    client = enter(controller)
    for chosen in ([f"{row.pk}:1"], ["x"], ["\x00:\x00"]):
        assert client.post(APPROVE, {"boeking": chosen, "confirm": "1"}).status_code == 409
    assert "Er is niets veranderd" in words(client.post(APPROVE, {"confirm": "1"}, follow=True))
    assert Expenditure.objects.get().state == "submitted"


def test_what_does_not_fit_keeps_all_from_counting(enter: Enter, controller: User, book: Book) -> None:
    book("receipt", "A-rijk", "1000.00")
    rows = [book("expenditure", "VAT-rijk", "20.00", code=f"U{number}", state="submitted") for number in (1, 2)]
    sent = {"boeking": [f"{row.pk}:{row.version}" for row in rows], "confirm": "1"}
    text = words(enter(controller).post(APPROVE, sent, follow=True))
    assert "Er is niets goedgekeurd. Uitvoeringskosten" in text
    assert set(Expenditure.objects.values_list("state", flat=True)) == {"submitted"}
