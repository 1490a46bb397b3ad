"""Expenditure of a pillar names its measure."""

from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


def test_expenditure_without_a_measure_is_found(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "10.00", measure=deal.measure_set.get(code="1.1.1"))
    assert found(deal, "zonder-maatregel") == []
    book("expenditure", "A-rijk", "5.00")
    assert "1 besteding" in found(deal, "zonder-maatregel")[0].text


def test_execution_costs_need_no_measure(deal: Deal, book: Book) -> None:
    book("expenditure", "VAT-rijk", "5.00")
    assert found(deal, "zonder-maatregel") == []


def test_what_got_its_measure_by_a_correction_is_not_found(deal: Deal, book: Book) -> None:
    row = book("expenditure", "A-rijk", "10.00")
    book("expenditure", "A-rijk", "-10.00", corrects=row)
    book("expenditure", "A-rijk", "10.00", corrects=row, measure=deal.measure_set.get(code="1.1.1"))
    assert found(deal, "zonder-maatregel") == []
