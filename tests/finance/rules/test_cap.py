"""The cap on execution costs, with the formula, and a recorded deviation."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from finance.position.money_position import position
from finance.position.position_record import cap_record
from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.pages import in_one_line
from tests.plugins.money import ON, Book, deviate, found


@pytest.mark.parametrize(
    ("received", "cap"),
    [("4000000.00", "120000.00"), ("10000000.00", "300000.00"), ("18000000.00", "540000.00")],
)
def test_one_cent_above_the_cap_is_found_and_the_cap_itself_is_not(
    deal: Deal, book: Book, received: str, cap: str
) -> None:
    book("receipt", "A-rijk", received)
    book("expenditure", "VAT-rijk", cap)
    assert found(deal, "uitvoeringskosten") == []
    book("expenditure", "VAT-rijk", "0.01")
    (finding,) = found(deal, "uitvoeringskosten")
    assert (finding.severity, finding.excess) == (Severity.REFUSES, Decimal("0.01"))


def test_without_a_receipt_nothing_may_be_spent(deal: Deal, book: Book) -> None:
    assert found(deal, "uitvoeringskosten") == []
    book("expenditure", "VAT-rijk", "0.01")
    assert found(deal, "uitvoeringskosten")[0].severity == Severity.REFUSES


def test_the_formula_stands_in_the_text(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "10000000.00")
    book("expenditure", "VAT-rijk", "300000.50")
    text = found(deal, "uitvoeringskosten")[0].text.replace("\u00a0", " ")
    assert "3% van € 10.000.000,00 ontvangen is € 300.000,00." in text
    assert "Dat is € 0,50 te veel." in text


def test_what_waits_is_warned_about_before_it_counts(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "1000000.00")
    book("expenditure", "VAT-rijk", "20000.00")
    book("expenditure", "VAT-rijk", "10000.01", state="submitted")
    (finding,) = found(deal, "uitvoeringskosten")
    assert (finding.severity, finding.excess) == (Severity.WARNS, Decimal("0.01"))


def test_what_is_committed_above_the_cap_is_warned_about(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "1000000.00")
    book("commitment", "VAT-rijk", "30000.01")
    assert found(deal, "uitvoeringskosten")[0].severity == Severity.WARNS


def test_a_recorded_deviation_moves_the_cap_from_its_day(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    book("receipt", "A-rijk", "10000000.00")
    book("expenditure", "VAT-rijk", "350000.00")
    deviate(deal, by=bureau, approved_by=controller, on="2026-03-01", rate=Decimal("0.0400"))
    assert position(deal, on=date(2026, 2, 28)).caps[0].amount == Decimal("300000.00")
    cap = position(deal, on=date(2026, 3, 1)).caps[0]
    assert (cap.amount, cap.room) == (Decimal("400000.00"), Decimal("50000.00"))
    assert found(deal, "uitvoeringskosten") == []
    assert found(deal, "uitvoeringskosten-afwijking")[0].severity == Severity.TELLS


def test_a_deviation_may_be_an_amount(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    book("receipt", "A-rijk", "1000000.00")
    deviate(deal, by=bureau, approved_by=controller, amount=Decimal("50000.00"))
    assert position(deal, on=ON).caps[0].amount == Decimal("50000.00")


def test_a_file_and_a_report_tell_the_rate_that_counts(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    book("receipt", "A-rijk", "10000000.00")
    deviate(deal, by=bureau, approved_by=controller, rate=Decimal("0.0350"))
    row = cap_record(position(deal, on=ON).caps[0])
    assert (row["rate"], row["agreed_rate"], row["amount"], row["is_fixed"]) == ("0.0350", "0.03", "350000.00", "no")
    told = in_one_line(render_to_string("reporting/pdf/caps.html", {"caps": [{**row, "title": "Grens", "chart": {}}]}))
    assert "3,5% \u00d7 €\u00a010.000.000,00 = €\u00a0350.000,00" in told
    assert "afwijking van 3%" in told
    deviate(deal, by=bureau, approved_by=controller, amount=Decimal("320000.00"))
    row = cap_record(position(deal, on=ON).caps[0])
    told = in_one_line(render_to_string("reporting/pdf/caps.html", {"caps": [{**row, "title": "Grens", "chart": {}}]}))
    assert "vastgelegd op €\u00a0320.000,00" in told
    assert "\u00d7" not in told  # no formula gives that amount


def test_a_deviation_that_nobody_approved_does_not_count(deal: Deal, book: Book, bureau: User) -> None:
    book("receipt", "A-rijk", "10000000.00")
    deviate(deal, by=bureau, approved_by=None, rate=Decimal("0.0400"))
    assert position(deal, on=ON).caps[0].amount == Decimal("300000.00")


def test_another_deal_has_its_own_share(veenland: Deal) -> None:
    assert position(veenland, on=date(2024, 1, 1)).caps[0].rate == Decimal("0.0500")
