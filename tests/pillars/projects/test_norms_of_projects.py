"""Promised, planned, realised and expected of a norm: on the page of its result, the dashboard and in the API."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pillars.progress.deal_progress import deal_progress
from pillars.progress.norm_plans import coverage, norm_plans
from pillars.projects.models import Executor, Project
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, queries, words_at
from tests.pillars.projects.conftest import Begin
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure
from tests.reporting.api.clients import Reading, token_for

pytestmark = pytest.mark.django_db
type Plans = Callable[[Project, dict[tuple[str, str | None, int], int]], None]
NORM = "1.1.1.g-1"
ON = "2026-06-14"


@pytest.fixture
def planned(begin: Begin, plan: Plans, deal: Deal, bureau: User, reviewer: User) -> list[Project]:
    """Of 100 volunteers a year two projects plan 85 for 2025 and 60 for 2027, and one of them has counted 40."""
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-09"), values={"name": "Welzijn Verzonnen"})
    projects = [begin("P-01", executor=executor), begin("P-02", openness="confidential")]
    code = indicator_of(deal, NORM)
    for project, in_2025, in_2027 in ((projects[0], 40, 35), (projects[1], 45, 25)):
        plan(project, {(code, None, 2025): in_2025, (code, None, 2027): in_2027})
    of_project: dict[str, Any] = {"by": bureau, "year": 2025, "approved_by": reviewer, "approved_on": "2026-01-20"}
    measure(deal, code, 40, "2025-12-31", project=projects[0], **of_project)
    measure(deal, code, 30, "2025-12-31", project=projects[1], **of_project)
    return projects


def test_the_page_of_a_result_shows_what_each_project_does(
    deal: Deal, planned: list[Project], enter: Enter, bureau: User
) -> None:
    page = words_at(enter(bureau), f"resultaten/1.1.1.g/?op={ON}")
    assert "Beloofd 100 Gepland in projecten 85; nog niet gedekt: 15 Gerealiseerd 70 Verwacht 60; te kort: 40" in page
    assert "P-01 Project P-01 Welzijn Verzonnen 40 40 P-02 Project P-02 45 30" in page
    assert "Van 2 projecten telt steeds het laatste cijfer; die zijn opgeteld." in page
    assert "Volgens de plannen van de projecten (2 projecten), samen met wat er al is." in page


def test_a_confidential_project_is_not_named_to_who_may_not_see_it(
    deal: Deal, planned: list[Project], enter: Enter, bzk: User
) -> None:
    page = words_at(enter(bzk), f"resultaten/1.1.1.g/?op={ON}")
    assert "Een vertrouwelijk project 45 30" in page
    assert "P-02" not in page


def test_the_dashboard_says_what_projects_cover_and_where_the_largest_gap_is(
    deal: Deal, planned: list[Project], enter: Enter, bureau: User
) -> None:
    told = coverage(norm_plans(deal_progress(deal, on=date.fromisoformat(ON))))
    assert told.widest is not None
    page = words_at(enter(bureau), f"?op={ON}")
    assert f"Projecten dekken {told.covered} van de {told.total} normen . Het grootste gat heeft" in page
    assert told.widest.target.title in page


def test_a_deal_without_plans_is_not_told_of_gaps(deal: Deal, enter: Enter, bureau: User) -> None:
    assert "Projecten dekken" not in words_at(enter(bureau), "")


def test_the_list_of_norms_shows_the_forecast_by_the_plans(
    deal: Deal, planned: list[Project], enter: Enter, bureau: User
) -> None:
    page = words_at(enter(bureau), f"projecten/dekking/?op={ON}")
    assert "100 85 70 15 60 volgens de plannen 40" in page


def test_the_api_tells_what_is_planned_and_which_project_a_figure_is_of(
    deal: Deal, planned: list[Project], administrator: User
) -> None:
    api = Reading(token_for([deal], administrator))
    row = api.json(f"/deals/{deal.slug}/targets/{NORM}", on=ON)
    names = ("planned", "uncovered", "forecast", "forecastGap")
    assert [Decimal(row[name]) for name in names] == [85, 15, 60, 40]
    assert row["forecastByPlans"] is True
    found = api.json(f"/deals/{deal.slug}/measurements", on=ON, indicator=indicator_of(deal, NORM))
    assert [figure["project"] for figure in found["items"]] == ["P-01", None]  # the other one is confidential


def test_the_page_of_a_result_asks_no_more_for_more_projects(
    deal: Deal, planned: list[Project], begin: Begin, plan: Plans, enter: Enter, bureau: User
) -> None:
    client, code = enter(bureau), indicator_of(deal, NORM)
    path = f"{BASE}resultaten/1.1.1.g/"
    before = queries(client, path)
    for number in range(3, 9):
        plan(begin(f"P-{number:02}"), {(code, None, 2027): 1})
    assert queries(client, path) == before
