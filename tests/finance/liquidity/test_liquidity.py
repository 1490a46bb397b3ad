"""Liquidity by month: booked up to the day, expected and owed after it; with the instalments and their conditions."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from finance.budget.models import Source
from finance.liquidity.liquidity import Liquidity, liquidity
from finance.liquidity.models import ExpectedReceipt
from finance.position.forecast import RECEIVED, SPENT, monthly
from finance.position.money_position import position
from finance.sisa.account import sisa
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at, run
from tests.plugins.money import ON, Book

pytestmark = pytest.mark.usefixtures("db")
PAGE = f"{MONEY}liquiditeit/"


def found(deal: Deal, *, on: date = ON, source: str = "national") -> Liquidity:
    """The liquidity of a source on a day."""
    money = position(deal, on=on, months=monthly(deal, on=on, kinds=(RECEIVED, SPENT)))
    return liquidity(money, next(row for row in money.line_sources if row.code == source))


def plan(deal: Deal, by: User, amount: str, on: str, *, entered: str = "2026-01-02", **values: Any) -> ExpectedReceipt:
    """An instalment of the Rijk."""
    row = ExpectedReceipt(deal=deal)
    content = {"contributor": Source.objects.get(deal=deal, code="national"), "title": "Termijn"}
    content |= {"expected_on": date.fromisoformat(on), "amount": Decimal(amount)}
    row.enter(by=by, at=at(entered), values=content | values)
    return row


def test_each_month_can_be_followed_with_a_calculator(deal: Deal, book: Book, bureau: User) -> None:
    """On 14 June 2026; the deal ends on 31 December 2027, 18 months after June.

    Received 1.000.000,00 in January and paid 400.000,00 in March: 600.000,00 in hand. Of a commitment of 900.000,00 is
    paid 400.000,00; 500.000,00 is owed, over 18 months 27.777,77 each and 27.777,91 in the first. An instalment of
    80.000,00 was expected in May and is late: it stands in June. In July 30.000,00 comes, if a report is approved.
    July: 600.000,00 + 80.000,00 + 30.000,00 - 27.777,91 = 682.222,09, and 652.222,09 without the report.
    At the end: 600.000,00 + 110.000,00 - 500.000,00 = 210.000,00, and 180.000,00.
    """
    book("receipt", None, "1000000.00", on="2026-01-15")
    promise = book("commitment", "A-rijk", "900000.00", on="2026-01-20")
    book("expenditure", "A-rijk", "400000.00", on="2026-03-10", commitment=promise)
    plan(deal, bureau, "80000.00", "2026-05-01")
    plan(deal, bureau, "30000.00", "2026-07-20", depends_on="Rapportage goedgekeurd")
    plan(deal, bureau, "5000.00", "2026-08-01", is_off=True)
    told = found(deal)
    assert (told.now, told.expected, told.owed) == (Decimal(600_000), Decimal(110_000), Decimal(500_000))
    by_month = {row.last_day: row for row in told.months}
    assert by_month[date(2026, 3, 31)].balance == Decimal(600_000)
    june, july = by_month[date(2026, 6, 30)], by_month[date(2026, 7, 31)]
    assert (june.expected, june.owed, june.balance) == (Decimal(80_000), Decimal(0), Decimal(680_000))
    assert (july.expected, july.uncertain, july.owed) == (Decimal(30_000), Decimal(30_000), Decimal("27777.91"))
    assert (july.balance, july.sure) == (Decimal("682222.09"), Decimal("652222.09"))
    last = told.months[-1]
    assert (last.last_day, last.owed, last.balance, last.sure) == (
        *(date(2027, 12, 31), Decimal("27777.77"), Decimal(210_000), Decimal(180_000)),
    )
    assert (told.lowest, told.lowest_sure) == (last, last)
    assert [row.is_late for row in told.instalments] == [True, False, False]
    assert told.unplanned == Decimal(18_000_000 - 1_000_000 - 110_000)


def test_what_came_in_is_not_expected_any_more_and_says_what_differs(deal: Deal, book: Book, bureau: User) -> None:
    """Of 50.000,00 came 48.000,00; as of a day before it, the whole was still expected."""
    row = plan(deal, bureau, "50000.00", "2026-03-01")
    receipt = book("receipt", None, "48000.00", on="2026-03-05")
    row.revise(by=bureau, at=at("2026-03-06"), values={"receipt": receipt}, version=row.version)
    told = found(deal)
    (each,) = told.instalments
    assert (each.came, each.difference, each.is_late, told.expected) == (
        *(Decimal(48_000), Decimal(-2_000), False, Decimal(0)),
    )
    before = found(deal, on=date(2026, 2, 1))
    assert (before.expected, before.now) == (Decimal(50_000), Decimal(0))
    assert found(deal, on=date(2026, 1, 1)).instalments == ()  # nobody had planned it yet


@pytest.mark.usefixtures("example")
def test_liquidity_position_and_sisa_add_up_to_the_same_cents(deal: Deal) -> None:
    for on in (date(2024, 3, 15), date(2026, 6, 14), date(2026, 11, 29), date(2028, 3, 1)):
        money = position(deal, on=on)
        for source in money.line_sources:
            told, amounts = found(deal, on=on, source=source.code), money.total(source=source.code)
            assert told.total is not None
            assert (told.total.received, told.total.paid) == (amounts.received, amounts.spent)
            assert (told.total.owed, told.total.expected) == (told.owed, told.expected)
            assert told.months[-1].balance == told.now + told.expected - told.owed
        spent = {row.indicator.indicator_code: row.amount for row in sisa(deal, on.year, on=on).rows}["02"]
        years = [row for row in found(deal, on=on).years if row.year <= on.year]
        booked_later = money.national.spent - spent  # with a bookkeeping year to come
        assert sum((row.paid for row in years), Decimal(0)) - booked_later == spent


def test_the_page_warns_and_the_bureau_plans(deal: Deal, book: Book, bureau: User, overleg: User, enter: Enter) -> None:
    book("expenditure", "A-rijk", "100.00", on="2026-03-10")
    client = enter(bureau)
    assert "Er komt geld tekort" in words(client.get(PAGE))
    payer = Source.objects.get(deal=deal, code="national").pk
    form = {"contributor": payer, "title": "Termijn 3", "expected_on": "2027-02-01", "amount": "0"}
    wrong = client.post(f"{PAGE}termijnen/nieuw/", form | {"met_on": "2026-01-01"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"amount", "depends_on"}
    page = client.post(f"{PAGE}termijnen/nieuw/", form | {"amount": "250,00", "depends_on": "Verslag"}, follow=True)
    assert "nog niet vervuld" in words(page)
    row = ExpectedReceipt.objects.get()
    theirs = book("receipt", None, "5.00", contributor="municipality")
    change = form | {"amount": "250,00", "depends_on": "Verslag", "version": row.version}
    wrong = client.post(f"{PAGE}termijnen/{row.pk}/", change | {"receipt": theirs.pk})
    assert set(wrong.context["form"].errors) == {"receipt"}
    client.post(f"{PAGE}termijnen/{row.pk}/", change | {"met_on": "2026-11-01"})
    assert client.post(f"{PAGE}termijnen/{row.pk}/", change).status_code == 409
    row.refresh_from_db()
    assert (row.met_on, row.events.count()) == (date(2026, 11, 1), 2)
    other = words(enter(overleg).get(PAGE))
    assert "vervuld op 1 november 2026" in other
    assert "Termijn toevoegen" not in other


def test_many_instalments_take_as_many_queries_as_few(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    counts = []
    for number in (1, 6):
        for _each in range(number):
            plan(deal, bureau, "10.00", "2027-01-01")
        client.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_database_refuses_what_cannot_be(deal: Deal, bureau: User) -> None:
    row = plan(deal, bureau, "10.00", "2027-01-01")
    for wrong in ({"amount": Decimal(0)}, {"met_on": date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExpectedReceipt.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.usefixtures("example")
def test_the_example_has_instalments_that_are_still_to_come(deal: Deal) -> None:
    """4.000.000,00 in March 2027 if a report is handed in, and 3.000.000,00 in September: nothing is late on ON."""
    told = found(deal)
    assert [(each.row.amount, each.state, each.is_uncertain) for each in told.instalments] == [
        (Decimal(4_000_000), "verwacht", True),
        (Decimal(3_000_000), "verwacht", False),
    ]


def test_the_workbook_tells_the_instalments(deal: Deal, book: Book, bureau: User, tmp_path: Path) -> None:
    """Of 50.000,00 came 48.000,00; 80.000,00 was expected in May and is late."""
    row = plan(deal, bureau, "50000.00", "2026-03-01", title="Termijn 1")
    plan(deal, bureau, "80000.00", "2026-05-01", title="Termijn 2", depends_on="Verslag")
    receipt = book("receipt", None, "48000.00", on="2026-03-05")
    row.revise(by=bureau, at=at("2026-03-06"), values={"receipt": receipt}, version=row.version)
    run("export_money", deal.slug, "--out", str(tmp_path / "a.xlsx"), "--on", ON.isoformat())
    first, second = list(load_workbook(tmp_path / "a.xlsx")["Termijnen"].values)[1:]
    assert first[:2] + first[3:4] + first[6:] == (
        *("Termijn 1", "het Rijk", 50_000, "ontvangen", receipt.code, 48_000, -2_000),
    )
    assert (second[0], second[4], second[6], second[8]) == ("Termijn 2", "Verslag", "te laat", None)
