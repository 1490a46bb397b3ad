"""The budget as it was on each day on which it changed, with the difference and why."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from finance.budget.budget_versions import BudgetRow, BudgetVersions, budget_versions
from finance.budget.models import BudgetLine
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter
from tests.plugins.versions import agree

PAGE = f"{MONEY}begroting-in-versies/"
LATER = date(2027, 1, 1)


def reallocated(deal: Deal) -> None:
    """1.2 million from B to A on 1 March 2026, another 0.3 on 1 June, and then a version that moves no money."""
    agree(
        deal,
        "2026-03-01",
        ("budget_lines", "A-rijk", "amount", "5600000.00", "6800000.00"),
        ("budget_lines", "B-rijk", "amount", "11900000.00", "10700000.00"),
    )
    agree(
        deal,
        "2026-06-01",
        ("budget_lines", "A-rijk", "amount", "6800000.00", "7100000.00"),
        ("budget_lines", "B-rijk", "amount", "10700000.00", "10400000.00"),
    )
    agree(deal, "2026-07-01", ("caps", "uitvoeringskosten", "rate", "0.0300", "0.0400"))


def row(found: BudgetVersions, label: str) -> BudgetRow:
    """A line by its code, or a total by its label."""
    return next(each for each in found.rows if label in {each.code, each.label})


def amounts(found: BudgetVersions, label: str) -> list[Decimal | None]:
    return [cell.amount for cell in row(found, label).cells]


def differences(found: BudgetVersions, label: str) -> list[Decimal | None]:
    return [cell.difference for cell in row(found, label).cells]


def test_each_day_that_the_budget_changed_has_a_column_with_the_difference(deal: Deal) -> None:
    """A: 5.6, 6.8 (+1.2) and 7.1 (+0.3) million; B the other way round; together always 18 million of the state."""
    reallocated(deal)
    found = budget_versions(deal, on=LATER, and_coming=False)
    assert [each.on for each in found.days] == [deal.in_force_on, date(2026, 3, 1), date(2026, 6, 1)]
    assert [[version.number for version in each.versions] for each in found.days] == [[1], [2], [3]]
    assert amounts(found, "A-rijk") == [Decimal(each) for each in (5_600_000, 6_800_000, 7_100_000)]
    assert differences(found, "A-rijk") == [None, Decimal(1_200_000), Decimal(300_000)]
    assert differences(found, "B-rijk") == [None, Decimal(-1_200_000), Decimal(-300_000)]
    assert amounts(found, "Totaal rijksbijdrage") == [Decimal(18_000_000)] * 3
    assert differences(found, "Totaal") == [None, None, None]
    assert sum(cell for cell in amounts(found, "Totaal") if cell) == 3 * Decimal(49_000_000)
    assert BudgetLine.objects.get(deal=deal, code="A-rijk").amount == Decimal(5_600_000)


def test_a_line_that_lapsed_is_not_there_any_more(deal: Deal) -> None:
    agree(deal, "2026-03-01", ("budget_lines", "A-regio", "", {"code": "A-regio"}, None))
    found = budget_versions(deal, on=LATER, and_coming=False)
    was = BudgetLine.objects.get(deal=deal, code="A-regio").amount
    assert (amounts(found, "A-regio"), differences(found, "A-regio")) == ([was, None], [None, -was])
    assert differences(found, "Totaal") == [None, -was]


def test_versions_of_one_day_are_one_budget(deal: Deal) -> None:
    agree(deal, "2026-03-01", ("budget_lines", "A-rijk", "amount", "5600000.00", "5000000.00"))
    agree(deal, "2026-03-01", ("budget_lines", "B-rijk", "amount", "11900000.00", "12500000.00"))
    found = budget_versions(deal, on=LATER, and_coming=False)
    assert [len(each.versions) for each in found.days] == [1, 2]
    assert differences(found, "Totaal rijksbijdrage") == [None, None]


def test_what_is_coming_is_shown_where_that_is_asked(
    deal: Deal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reallocated(deal)
    on = date(2026, 4, 1)
    assert len(budget_versions(deal, on=on, and_coming=False).days) == 2
    with django_assert_num_queries(4):  # as many for ten versions: the changes, the versions, the lines, the sources
        assert len(budget_versions(deal, on=on, and_coming=True).days) == 3


def test_the_page_tells_why_and_gives_the_file(deal: Deal, enter: Enter, overleg: User) -> None:
    reallocated(deal)
    client = enter(overleg)
    page = client.get(f"{PAGE}?op=2026-06-14")
    told = words(page)
    assert "1 maart 2026: Versie 2: Wijziging in een test" in told
    assert "+€ 1.200.000,00" in told
    assert "Versie 4" not in told  # it moved no money
    assert "/versies/3/" in page.content.decode()
    early = words(client.get(f"{PAGE}?op=2026-04-01"))
    assert "Vanaf 1 maart 2026" in early
    assert "1 juni 2026" not in early
    file = client.get(f"{PAGE}?op=2026-06-14&als=xlsx")
    head, *lines = load_workbook(BytesIO(file.getvalue())).active.iter_rows(values_only=True)
    assert head[3] == "vanaf 1 maart 2026 (Versie 2: Wijziging in een test)"
    assert next(line for line in lines if line[1] == "A-rijk")[2:] == (5600000, 6800000, 1200000, 7100000, 300000)


def test_a_budget_that_never_changed_says_so(deal: Deal, enter: Enter, overleg: User) -> None:
    assert "De begroting is sinds het begin niet veranderd." in words(enter(overleg).get(PAGE))
