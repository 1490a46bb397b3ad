"""The account to the Rijk over a bookkeeping year, worked out by hand."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, transaction

from finance.sisa.account import sisa, sisa_years
from finance.sisa.models import SisaIndicator
from regiodeal.deals.models import Deal, User
from tests.pages import shown
from tests.plugins.deal import SLUG, Enter, run
from tests.plugins.money import Book

ON = date(2026, 7, 1)


def amounts(deal: Deal, year: int, on: date = ON) -> dict[str, Decimal]:
    """The amount of each indicator by its code in the deal file."""
    return {row.indicator.code: row.amount for row in sisa(deal, year, on=on).rows}


def test_a_year_holds_what_was_booked_in_it_and_a_credit_note_its_own_year(deal: Deal, book: Book) -> None:
    first = book("expenditure", "A-rijk", "1000.00", on="2025-12-20")
    book("expenditure", "A-rijk", "-250.50", on="2026-01-10", corrects=first)
    late = {"on": "2026-02-01", "year": 2025}  # booked after the year, and of it
    book("expenditure", "VAT-rijk", "40.25", **late)
    book("expenditure", "B-regio", "7.00", on="2025-03-01")
    book("receipt", None, "5000.00", on="2024-05-01")
    book("receipt", "A-rijk", "600.00", on="2026-06-30")
    found = amounts(deal, 2025)
    assert found == {
        "rijk-besteed": Decimal("1040.25"),
        "rijk-besteed-totaal": Decimal("1040.25"),
        "uitvoeringskosten": Decimal("40.25"),
        "uitvoeringskosten-totaal": Decimal("40.25"),
        "rijk-ontvangen-totaal": Decimal("5000.00"),
        "regio-besteed": Decimal("7.00"),
        "regio-besteed-totaal": Decimal("7.00"),
    }
    found = amounts(deal, 2026)
    assert (found["rijk-besteed"], found["rijk-besteed-totaal"]) == (Decimal("-250.50"), Decimal("789.75"))
    assert found["rijk-ontvangen-totaal"] == Decimal("5600.00")


def test_what_waits_for_approval_or_came_later_is_no_part_of_it(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "10.00", on="2025-05-01", state="submitted")
    book("expenditure", "A-rijk", "20.00", on="2025-05-01", approved_on="2026-07-02")
    assert amounts(deal, 2025)["rijk-besteed"] == 0
    assert amounts(deal, 2025, date(2026, 7, 2))["rijk-besteed"] == Decimal("20.00")


def test_it_is_due_on_the_15th_of_july_and_that_day_counts(deal: Deal) -> None:
    overview = sisa(deal, 2025, on=ON)
    assert (overview.due_on, overview.days_left) == (date(2026, 7, 15), 14)
    assert sisa(deal, 2027, on=ON).due_on == date(2028, 7, 15)
    assert sisa(deal, 2030, on=ON).due_on is None


def test_a_code_belongs_to_its_bookkeeping_years(deal: Deal) -> None:
    SisaIndicator.objects.filter(deal=deal, code="rijk-besteed").update(last_year=2025)
    old = SisaIndicator.objects.get(deal=deal, code="rijk-besteed")
    old.pk, old.code, old.indicator_code, old.first_year, old.last_year = None, "nieuw", "X/01", 2026, 2100
    old.save()
    assert "nieuw" not in amounts(deal, 2025)
    assert "rijk-besteed" not in amounts(deal, 2026)
    with transaction.atomic(), pytest.raises(IntegrityError):
        SisaIndicator.objects.filter(pk=old.pk).update(last_year=2000)


def test_a_pillar_and_a_purpose_narrow_what_is_counted(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "1.00")
    book("expenditure", "B-rijk", "2.00")
    book("expenditure", "VAT-rijk", "4.00")
    asked = SisaIndicator.objects.get(deal=deal, code="rijk-besteed")
    asked.pillar = deal.pillar_set.get(code="B")
    asked.save()
    assert amounts(deal, 2026)["rijk-besteed"] == Decimal("2.00")
    assert asked.question == "besteed in het boekjaar, rijksbijdrage, pijler B"
    SisaIndicator.objects.filter(pk=asked.pk).update(pillar=None, purpose="pillar")
    assert amounts(deal, 2026)["rijk-besteed"] == Decimal("3.00")


def test_the_same_on_the_command_line_the_page_and_in_files(deal: Deal, book: Book, bzk: User, enter: Enter) -> None:
    book("expenditure", "A-rijk", "1234.56", on="2025-05-01")
    told = json.loads(run("sisa", SLUG, "2025", "--json", "--on", "2026-07-01"))
    assert (told["due_on"], told["indicators"][0]["amount"]) == ("2026-07-15", "1234.56")
    assert "1,234.56" in run("sisa", SLUG, "2025", "--on", "2026-07-01")
    client = enter(bzk)
    root = f"/deals/{SLUG}/financien/sisa/"
    page = shown(client.get(f"{root}?op=2026-07-01"))
    assert "SiSa over 2025" in page
    assert "€\u00a01.234,56" in page
    assert "Uiterlijk 15 juli 2026: nog 14 dagen." in page
    response: Any = client.get(f"{root}2025/downloaden/?formaat=json&op=2026-07-01")
    assert json.loads(b"".join(response.streaming_content)) == told
    assert client.get(f"{root}2031/").status_code == 404
    assert client.get(f"{root}2025/downloaden/?formaat=x").status_code == 422
    with pytest.raises(CommandError, match="noemt geen SiSa-indicatoren"):
        run("sisa", SLUG, "1999")


def test_a_deal_without_indicators_says_how_to_begin(veenland: Deal, enter: Enter) -> None:
    from regiodeal.deals.roles import Role
    from tests.plugins.deal import person

    page = enter(person(veenland, "Bureau", Role.BUREAU)).get(f"/deals/{veenland.slug}/financien/sisa/")
    assert "Er zijn geen SiSa-indicatoren" in page.content.decode()
    assert sisa_years(veenland, on=date(1999, 1, 1)) == []
