"""The flow of money: what was agreed leaves each source, passes a pillar, and ends at a measure or is left."""

from datetime import date
from decimal import Decimal

from django.test import Client

from finance.budget.models import BudgetLine
from finance.grants.models import ProjectBudget
from finance.overview.flow import NO_MEASURE, UNSPENT, drawn_flow, money_flow, money_years, years_sentence
from finance.position.money_position import position
from pillars.agreed.models import Measure
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.finance.shared import MONEY
from tests.pages import queries, words
from tests.plugins.deal import Enter, at, person
from tests.plugins.money import ON, Book


def test_what_leaves_the_sources_arrives_at_measures_or_is_left(deal: Deal, book: Book) -> None:
    measure = Measure.objects.get(deal=deal, code="1.3.1")
    book("expenditure", "A-rijk", "1000000.00", measure=measure)
    book("expenditure", "A-rijk", "250000.00")
    money = position(deal, on=ON)
    flow = money_flow(deal, money, Measure.objects.filter(deal=deal))
    assert flow.total == money.total().agreed == Decimal(49_000_000)
    assert sum(flow.to_measures.values()) == flow.total
    ends = {name: amount for (start, name), amount in flow.to_measures.items() if start == "Pijler A"}
    assert ends[f"1.3.1 {measure.title}"] == Decimal(1_000_000)
    assert ends[NO_MEASURE] == Decimal(250_000)
    assert ends[UNSPENT] == money.total(pillar="A").agreed - Decimal(1_250_000)


def test_more_spent_than_agreed_flows_whole(deal: Deal, book: Book) -> None:
    agreed = position(deal, on=ON).of_line("A-rijk").amounts.agreed
    book("expenditure", "A-rijk", str(agreed + 1000))
    flow = money_flow(deal, position(deal, on=ON), Measure.objects.filter(deal=deal))
    assert flow.total == Decimal(49_001_000)
    assert flow.to_pillars["Rijksbijdrage", "Pijler A"] == agreed + 1000


def test_the_page_says_the_flow_in_a_sentence_and_a_table(deal: Deal, book: Book, enter: Enter, overleg: User) -> None:
    measure = Measure.objects.get(deal=deal, code="1.3.1")
    book("expenditure", "A-rijk", "1000000.00", measure=measure)
    text = words(enter(overleg).get(f"{MONEY}stroom/?op={ON}"))
    assert f"Het meeste ging naar 1.3.1 {measure.title}: € 1 mln. " in text
    assert "mln.." not in text
    assert f"Pijler A 1.3.1 {measure.title} € 1.000.000,00" in text
    assert "Geen enkel project heeft een begroting per jaar" in text


def test_each_ribbon_ends_within_the_picture(deal: Deal) -> None:
    drawing = drawn_flow(money_flow(deal, position(deal, on=ON), Measure.objects.filter(deal=deal)))
    assert drawing is not None
    assert all(node.y >= 0 and node.y + node.height <= drawing.height for node in drawing.nodes)


def test_a_year_stands_beside_what_projects_planned_for_it(deal: Deal, bureau: User, book: Book) -> None:
    project = Project(deal=deal)
    told = {"code": "P-1", "title": "Plinten", "main_measure": Measure.objects.get(deal=deal, code="1.3.1")}
    project.enter(by=bureau, at=at("2025-01-01"), values=told)
    line = BudgetLine.objects.get(deal=deal, code="A-rijk")
    for amount, since in (("500.00", "2025-01-01"), ("100.00", "2026-07-01")):  # the second is of after the day
        ProjectBudget.objects.create(project=project, line=line, year=2025, amount=Decimal(amount), counts_from=since)
    book("expenditure", "A-rijk", "200.00", on="2025-05-01")
    years = money_years(deal, position(deal, on=ON))
    row = next(row for row in years if row.year == 2025)
    assert (row.planned, row.spent) == (Decimal(500), Decimal(200))
    assert row.planned_height == 150
    sentence = years_sentence(years, ON).replace("\xa0", " ")
    assert sentence == "Tot en met 2025 planden de projecten € 500; besteed is € 200."
    assert years_sentence(years, date(2023, 12, 1)) == "Er is nog geen jaar voorbij."


def test_another_deal_has_its_own_flow(veenland: Deal, enter: Enter) -> None:
    client: Client = enter(person(veenland, "Veen", Role.OVERLEG))
    text = words(client.get(f"/deals/{veenland.slug}/financien/stroom/"))
    assert "Stroom van het geld" in text
    assert "1.3.1" not in text


def test_the_flow_asks_no_more_for_more_bookings(book: Book, enter: Enter, overleg: User) -> None:
    client = enter(overleg)
    book("expenditure", "A-rijk", "1.00")
    first = queries(client, f"{MONEY}stroom/")
    for _number in range(4):
        book("expenditure", "B-rijk", "1.00")
    assert queries(client, f"{MONEY}stroom/") == first
