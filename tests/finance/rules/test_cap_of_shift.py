"""What a cap does to a reallocation, and what is the one room of a capped line."""

import re
from datetime import date
from decimal import Decimal

from finance.position.money_position import position
from finance.position.position_record import position_record
from finance.reallocations.what_if import draft
from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter
from tests.plugins.money import ON, Book


def test_what_if_says_what_the_cap_does(deal: Deal, book: Book) -> None:
    """Money 21: 600,000.00 for execution costs is above 3% of all 18 million, and can never be spent."""
    book("receipt", "A-rijk", "10000000.00")
    found = draft(position(deal, on=ON), source="B-rijk", target="VAT-rijk", amount=Decimal("100000.00"))
    (finding,) = [each for each in found.touched if each.code == "grens-bij-verdeling"]
    assert finding.severity == Severity.WARNS
    agreed = sum((line.amount for line in deal.budgetline_set.filter(source__code="national")), Decimal(0))
    most = (agreed * 3 / 100).quantize(Decimal("0.01"))
    assert finding.excess == deal.budgetline_set.get(code="VAT-rijk").amount + 100_000 - most
    assert "300.000,00" in finding.text
    assert "nooit worden besteed" in finding.text


def test_what_if_says_whether_the_new_division_fits_the_forecast(
    deal: Deal, book: Book, enter: Enter, bureau: User
) -> None:
    """Money 21 and 22: what the cap allows at the end stands beside what will have been spent by then.

    Execution costs: 3 x 90.000,00 in the last year is 22.500,00 a month; 270.000,00 and 19 months more is 697.500,00.
    With 100.000,00 more there is 600.000,00, of which 3% of 18.000.000,00 = 540.000,00 may be spent: 157.500,00 short,
    and 60.000,00 can never be spent. On B 3 x 1.200.000,00 is 300.000,00 a month: 9.300.000,00 of 11.800.000,00.
    """
    for month in ("2025-06-01", "2025-12-15", "2026-05-31"):
        book("expenditure", "VAT-rijk", "90000.00", on=month)
        book("expenditure", "B-rijk", "1200000.00", on=month)
    found = draft(position(deal, on=ON), source="B-rijk", target="VAT-rijk", amount=Decimal("100000.00"))
    told = {row.code: (row.agreed, row.cap, row.most, row.forecast, row.left, row.never) for row in found.at_the_end}
    assert told["VAT-rijk"] == (
        *(Decimal(600_000), Decimal(540_000), Decimal(540_000), Decimal(697_500), Decimal(-157_500), Decimal(60_000)),
    )
    assert told["B-rijk"] == (
        *(Decimal(11_800_000), None, Decimal(11_800_000), Decimal(9_300_000), Decimal(2_500_000), Decimal(0)),
    )
    assert (told["A-rijk"][3], [row.code for row in found.at_the_end if row.is_moved]) == (None, ["B-rijk", "VAT-rijk"])
    path = f"{MONEY}wat-als/?van=B-rijk&naar=VAT-rijk&bedrag=100000&op={ON}"
    page = words(enter(bureau).get(path))
    assert "Past dit bij de prognose?" in page
    assert re.search(r"540\.000,00 € 697\.500,00 \D*157\.500,00", page)
    assert "60.000,00 mag nooit" in page


def test_a_line_without_a_cap_has_no_such_finding(deal: Deal) -> None:
    found = draft(position(deal, on=ON), source="B-rijk", target="A-rijk", amount=Decimal("1.00"))
    assert [each for each in found.touched if each.code == "grens-bij-verdeling"] == []


def test_the_room_is_the_lower_of_line_and_cap_with_why(deal: Deal, book: Book) -> None:
    """Money 20: one room for execution costs, in the line, the totals and what is told of it."""
    before = position(deal, on=ON).total().agreed
    book("receipt", "A-rijk", "10000000.00")  # the cap is 300,000.00
    book("commitment", "VAT-rijk", "120000.00")
    book("expenditure", "VAT-rijk", "30000.00")
    money = position(deal, on=ON)
    row = money.of_line("VAT-rijk")
    assert row.amounts.room == Decimal("150000.00")
    assert row.amounts.held_back == row.amounts.agreed - 300_000
    assert "300.000,00" in row.room_reason
    assert money.caps[0].free == row.amounts.room
    assert money.total().room == before - row.amounts.held_back - 150_000
    record = next(line for line in position_record(money)["lines"] if line["code"] == "VAT-rijk")
    assert (record["room"], record["room_reason"]) == ("150000.00", row.room_reason)


def test_a_cap_above_what_was_agreed_holds_nothing_back(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "18000000.00")
    row = position(deal, on=date(2026, 6, 14)).of_line("VAT-rijk")
    assert (row.amounts.held_back, row.room_reason) == (Decimal(0), "")
