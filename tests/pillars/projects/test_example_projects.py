"""The example shows forty projects of eighteen executors that do not exist."""

from datetime import date
from decimal import Decimal

import pytest

from pillars.progress.deal_progress import deal_progress
from pillars.progress.norm_plans import norm_plans
from pillars.progress.norm_projects import norm_sheets
from pillars.projects.models import Executor, Project, ProjectState
from regiodeal.deals.models import Deal

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.usefixtures("example")
def test_the_example_shows_forty_projects_what_they_cover_and_what_came_by_them(deal: Deal) -> None:
    projects = Project.objects.filter(deal=deal)
    assert (projects.count(), Executor.objects.filter(deal=deal).count()) == (40, 18)
    assert set(projects.values_list("state", flat=True)) > {ProjectState.RUNNING, ProjectState.SETTLED}
    assert set(projects.values_list("main_measure__code", flat=True)) == {row.code for row in deal.measure_set.all()}
    progress = deal_progress(deal, on=date(2026, 6, 14))
    plans = norm_plans(progress)
    assert sum(row.planned is not None for row in plans) > len(plans) * 0.9
    assert 0 < sum(not row.is_covered for row in plans) < len(plans)
    sheets = {each.plan.progress.target.code: each for each in norm_sheets(progress.targets, unapproved=True)}
    told = [(line.title, line.part.planned, line.part.realised) for line in sheets["1.1.1.a"].lines]
    assert told == [
        ("P-01 Huiskamers langer open", Decimal(6), Decimal(4)),
        ("P-02 Coördinatoren en vrijwilligers", Decimal(5), Decimal(3)),
        ("Zonder project ingevuld", None, Decimal(1)),
    ]
    lines = [line for each in sheets.values() for line in each.lines if line.part.realised]
    with_figures = {line.project.code for line in lines if line.project}
    assert len(with_figures) > 8
