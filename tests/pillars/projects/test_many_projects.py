"""Two thousand projects of four hundred executors: the pages ask no more of the database, and stay small."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from pillars.measurements.rounds import round_of
from pillars.requests.requesting import ask_again, open_request
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, queries, shown, words_at
from tests.plugins.deal import at
from tests.plugins.many_projects import fill_projects

pytestmark = pytest.mark.django_db
MOST_BYTES = 300_000
PAGES = {
    "list": "projecten/",
    "filtered": "projecten/?maatregel=1.1.1&stand=running&volgorde=uitvoerder",
    "a day": "projecten/?op=2026-06-01",
    "one": "projecten/V-0001/",
    "coverage": "projecten/dekking/",
    "executors": "uitvoerders/",
    "workbook": "projecten/werkboek/",
    "overview": "",
    "money": "financien/projecten/",
    "money, largest first": "financien/projecten/?volgorde=verleend&page=2",
    "money of one": "financien/projecten/V-0001/",
    "request": "uitvraag/2026/",
}


def test_no_page_asks_more_of_the_database_for_two_thousand_projects(deal: Deal, bureau: User, at_work: Client) -> None:
    fill_projects(deal, bureau, projects=110, executors=55)  # more than a page of each
    the_round = round_of(deal, 2026, on=date(2026, 4, 1))
    assert the_round is not None
    request = open_request(deal, the_round, last_day=date(2026, 5, 15), by=bureau, at=at("2026-04-01"))
    few = {name: queries(at_work, BASE + path) for name, path in PAGES.items()}
    fill_projects(deal, bureau, projects=1890, executors=345)
    ask_again(request, by=bureau, at=at("2026-04-02"))
    many = {name: queries(at_work, BASE + path) for name, path in PAGES.items()}
    assert many == few
    sizes = {name: len(at_work.get(BASE + path).content) for name, path in PAGES.items()}
    assert all(size < MOST_BYTES for size in sizes.values()), sizes
    _filters_and_pages(at_work)


def _filters_and_pages(at_work: Client) -> None:
    first = words_at(at_work, "projecten/")
    assert "2000 projecten" in first
    assert "Pagina 1 van 40" in first
    assert "V-0000 " in first
    assert "V-0050 " not in first
    assert "V-0050 " in words_at(at_work, "projecten/?page=2")
    last = words_at(at_work, "projecten/?volgorde=begin&page=40")
    assert "Pagina 40 van 40" in last
    grouped = shown(at_work.get(f"{BASE}projecten/?volgorde=uitvoerder"))
    assert '<p class="small" aria-hidden="true">Verzonnen organisatie 0</p>' in grouped
    ideas = words_at(at_work, "projecten/?stand=idea&jaar=2024")
    assert "Pagina 1 van" in ideas
    assert " loopt " not in ideas[ideas.index("Stand", ideas.index("Project Maatregel")) : ideas.index("Pagina 1 van")]
    assert "Pagina 1 van 8" in words_at(at_work, "uitvoerders/")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("gebied={area}", ["V-0000"]),
        ("uitvoerder={executor}", ["V-0001"]),
        ("jaar=2024", ["V-0000"]),
        ("volgorde=begin", ["V-0000", "V-0001", "V-0002"]),
        ("volgorde=iets&stand=niets", ["V-0000", "V-0001", "V-0002"]),
        ("op=2026-02-01&jaar=2024", ["V-0000"]),
        ("op=2026-02-01&gebied={area}", ["V-0000"]),
    ],
)
def test_the_list_is_cut_and_ordered(deal: Deal, bureau: User, at_work: Client, query: str, codes: list[str]) -> None:
    made = fill_projects(deal, bureau, projects=3, executors=3)
    area: Any = made[0].areas.get()
    asked = query.format(area=area.code, executor=made[1].executor_id)
    page = words_at(at_work, f"projecten/?{asked}")
    table = page[page.index("Project Maatregel") :]
    assert [code for code in ("V-0000", "V-0001", "V-0002") if f"{code} Verzonnen" in table] == codes
