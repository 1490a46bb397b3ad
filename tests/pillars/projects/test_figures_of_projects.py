"""A figure may name the project that it came by: those of two projects stand side by side."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from pillars.agreed.models import Indicator, Target
from pillars.measurements.models import Measurement
from pillars.progress.deal_progress import deal_progress
from pillars.progress.facts import Fact, figure
from pillars.progress.norm_plans import NormPlan, norm_plans
from pillars.progress.norm_projects import parts_of
from pillars.projects.models import Project
from pillars.projects.planned import PlannedFigure, together
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.pillars.projects.conftest import Begin
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure

pytestmark = pytest.mark.django_db
type Plans = Callable[[Project, dict[tuple[str, str | None, int], int]], None]

FIGURE: dict[str, Any] = {"year": 2025, "measured_on": date(2025, 12, 31), "value": Decimal(40), "source": "Lijst"}


def volunteers(deal: Deal) -> Indicator:
    """The indicator of the norm of volunteers of each year."""
    return Indicator.objects.get(deal=deal, code=indicator_of(deal, "1.1.1.g-1"))


@pytest.fixture
def projects(begin: Begin) -> list[Project]:
    """Two projects of one measure."""
    return [begin("P-01"), begin("P-02")]


def test_two_projects_and_none_have_a_figure_of_the_same_year_side_by_side(
    deal: Deal, projects: list[Project], bureau: User, reviewer: User
) -> None:
    indicator = volunteers(deal)
    for project in (*projects, None):
        row = Measurement.enter(by=bureau, at=at("2026-01-10"), indicator=indicator, project=project, **FIGURE)
        row.submit(by=bureau, at=at("2026-01-10"))
    for row in Measurement.objects.filter(indicator=indicator):
        row.approve(by=reviewer, at=at("2026-01-20"))
    assert Measurement.objects.filter(indicator=indicator, state=State.APPROVED).count() == 3


def test_one_project_has_one_open_figure_of_a_year(deal: Deal, projects: list[Project], bureau: User) -> None:
    of_one = {"indicator": volunteers(deal), "project": projects[0], **FIGURE}
    Measurement.begin(by=bureau, at=at("2026-01-10"), **of_one)
    with pytest.raises(IntegrityError, match="one_open_per_year"), transaction.atomic():
        Measurement.begin(by=bureau, at=at("2026-01-11"), **of_one)


def test_a_correction_keeps_the_project(deal: Deal, projects: list[Project], bureau: User, reviewer: User) -> None:
    of_one = {"indicator": volunteers(deal), "project": projects[0], **FIGURE}
    row = Measurement.begin(by=bureau, at=at("2026-01-10"), **of_one)
    row.submit(by=bureau, at=at("2026-01-10"))
    row.approve(by=reviewer, at=at("2026-01-20"))
    correction = row.correct(by=bureau, at=at("2026-02-01"), values=FIGURE, reason="Verkeerd geteld")
    assert correction.project == projects[0]
    correction.submit(by=bureau, at=at("2026-02-01"))
    correction.approve(by=reviewer, at=at("2026-02-05"))
    assert Measurement.objects.get(pk=correction.pk).counts


# --- How figures of projects add up ----------------------------------------------------------------------------------


def fact(value: int, project: int | None, on: str, *, item: str | None = None, year: int | None = None) -> Fact:
    """A fact of a project, or of the whole."""
    return Fact(next(_KEYS), item, year, date.fromisoformat(on), None, Decimal(value), project=project)


_KEYS = count(1)


def test_a_sum_adds_all_projects_and_what_was_done_outside_them() -> None:
    facts = [fact(60, 1, "2025-12-31", year=2025), fact(25, 2, "2025-12-31", year=2025)]
    assert figure("sum", facts) == 85
    assert figure("sum", [*facts, fact(5, None, "2025-12-31", year=2025)]) == 90


def test_a_stand_adds_the_last_of_each_project() -> None:
    facts = [fact(2, 1, "2025-06-30"), fact(3, 1, "2025-12-31"), fact(4, 2, "2025-09-30")]
    assert figure("last", facts) == 7


def test_a_stand_of_the_whole_counts_until_a_project_has_a_later_one() -> None:
    of_projects = [fact(3, 1, "2026-01-31"), fact(4, 2, "2026-02-28")]
    assert figure("last", [fact(14, None, "2025-12-31"), *of_projects]) == 7
    assert figure("last", [*of_projects, fact(9, None, "2026-02-28")]) == 9
    assert figure("last", [*of_projects, fact(9, None, "2026-02-28"), fact(5, 2, "2026-03-31")]) == 8


def test_a_part_that_two_projects_reach_counts_once() -> None:
    facts = [fact(1, 1, "2025-06-30", item="a"), fact(1, 2, "2025-07-31", item="a"), fact(1, 2, "2025-07-31", item="b")]
    assert figure("distinct", facts) == 2
    assert figure("distinct", [*facts, fact(0, None, "2025-12-31", item="a")]) == 1


type Split = dict[tuple[int, str | None, int], int]

SPLITS = st.dictionaries(
    st.tuples(st.integers(1, 4), st.sampled_from([None, "a", "b"]), st.integers(2024, 2027)),
    st.integers(0, 9),
    min_size=1,
)


@settings(deadline=None)
@given(SPLITS)
def test_planned_and_realised_add_up_alike_for_any_split_over_projects(
    split: Split,
) -> None:
    plans = [PlannedFigure(project, item, year, Decimal(value)) for (project, item, year), value in split.items()]
    facts = [fact(value, pr, f"{year}-12-31", item=item, year=year) for (pr, item, year), value in split.items()]
    for rule in Indicator.Aggregation.values:
        assert figure(rule, facts) == together(rule, plans)
    assert figure("sum", facts) == sum(split.values())
    last = {(pr, item): value for (pr, item, year), value in sorted(split.items(), key=lambda row: row[0][2])}
    assert figure("last", facts) == sum(last.values())
    assert figure("distinct", facts) == len({item for (_project, item), value in last.items() if value >= 1})


@settings(deadline=None)
@given(SPLITS)
def test_one_figure_and_its_split_over_projects_come_to_the_same_sum(
    split: Split,
) -> None:
    whole: dict[tuple[str | None, int], int] = defaultdict(int)
    for (_project, item, year), value in split.items():
        whole[item, year] += value
    undivided = [fact(value, None, f"{year}-12-31", item=item, year=year) for (item, year), value in whole.items()]
    divided = [fact(value, pr, f"{year}-12-31", item=item, year=year) for (pr, item, year), value in split.items()]
    assert figure("sum", undivided) == figure("sum", divided)


def test_a_norm_counts_what_its_projects_did_and_says_how(
    deal: Deal, projects: list[Project], bureau: User, reviewer: User
) -> None:
    for project, value in zip(projects, (40, 45), strict=True):
        _approved(deal, project, value, bureau, reviewer)
    progress = deal_progress(deal, on=date(2026, 2, 1))
    norm = next(row for row in norm_plans(progress) if row.target.code == "1.1.1.g-1")
    assert norm.realised == 85
    assert norm.adding == "Van 2 projecten telt steeds het laatste cijfer; die zijn opgeteld."
    assert norm.warnings == ["Meer projecten hebben een cijfer over hetzelfde (het geheel): telt niemand dubbel?"]
    told = {part.project: part.realised for part in parts_of(norm.progress)}
    assert told == {projects[0].pk: Decimal(40), projects[1].pk: Decimal(45)}


def test_a_sum_beside_a_figure_without_project_is_warned(
    deal: Deal, projects: list[Project], bureau: User, reviewer: User
) -> None:
    target = _summed(deal)
    item, year = (target.reads or [None])[0], 2025 if target.indicator.is_yearly else None
    for project in (projects[0], None):
        of_project: dict[str, Any] = {"item": item, "year": year, "by": bureau, "approved_by": reviewer}
        measure(deal, target.indicator.code, 2, "2025-12-31", project=project, **of_project)
    norm = next(row for row in norm_plans(deal_progress(deal, on=date(2026, 2, 1))) if row.target == target)
    assert norm.realised == 4
    assert norm.adding == "Alle cijfers van 1 project zijn opgeteld, samen met wat zonder project is ingevuld."
    (warning,) = norm.warnings
    assert warning.startswith("Naast cijfers van projecten is er een cijfer zonder project over ")


def _summed(deal: Deal) -> Target:
    """A norm that adds up to the end."""
    target = Target.objects.filter(deal=deal, kind="cumulative", indicator__aggregation="sum", minimum__gt=3).first()
    assert target is not None
    return target


def test_a_part_that_two_projects_reach_is_warned(deal: Deal, begin: Begin, bureau: User, reviewer: User) -> None:
    target = Target.objects.filter(deal=deal, indicator__aggregation="distinct", indicator__is_yearly=False).first()
    assert target is not None
    part = target.indicator.items.first()
    assert part is not None
    for project in (begin("P-01"), begin("P-02")):
        kind: dict[str, Any] = {"item": part.code, "project": project, "by": bureau, "approved_by": reviewer}
        measure(deal, target.indicator.code, 1, "2026-01-15", **kind)
    norm = next(row for row in norm_plans(deal_progress(deal, on=date(2026, 2, 1))) if row.target == target)
    assert norm.realised == 1
    assert norm.warnings == [f"Meer projecten hebben een cijfer over hetzelfde ({part.code}): telt niemand dubbel?"]


def _approved(deal: Deal, project: Project | None, value: int, bureau: User, reviewer: User) -> None:
    measure(
        deal,
        indicator_of(deal, "1.1.1.g-1"),
        value,
        "2025-12-31",
        by=bureau,
        year=2025,
        project=project,
        approved_by=reviewer,
        approved_on="2026-01-20",
    )


# --- Where a norm ends up by the plans ---------------------------------------------------------------------------


def test_the_forecast_follows_the_plans_and_says_so(
    deal: Deal, projects: list[Project], plan: Plans, bureau: User, reviewer: User
) -> None:
    code = indicator_of(deal, "1.1.1.g-1")
    _approved(deal, projects[0], 40, bureau, reviewer)
    on = date(2026, 2, 1)
    before = _norm(deal, on).forecast
    assert before.value == 40
    assert not before.is_by_plans
    plan(projects[0], {(code, None, 2026): 50, (code, None, 2027): 70})
    plan(projects[1], {(code, None, 2026): 60, (code, None, 2027): 35})
    norm = _norm(deal, on)
    assert norm.forecast.value == 105  # the poorest year left: 70 + 35 in 2027, against 110 in 2026
    assert norm.forecast.is_by_plans
    assert norm.forecast.ground == "Volgens de plannen van de projecten (2 projecten), samen met wat er al is."
    assert norm.forecast.reaches
    assert norm.forecast_gap == 0
    plan(projects[1], {(code, None, 2026): 0})
    assert _norm(deal, on).forecast_gap == 50


def test_a_sum_expects_what_was_realised_and_what_is_planned_for_later(
    deal: Deal, projects: list[Project], plan: Plans, bureau: User, reviewer: User
) -> None:
    target = _summed(deal)
    code = target.indicator.code
    item = target.reads[0] if target.reads else None
    year = 2025 if target.indicator.is_yearly else None
    of_project: dict[str, Any] = {"item": item, "year": year, "by": bureau, "approved_by": reviewer}
    measure(deal, code, 2, "2025-12-31", project=projects[0], **of_project)
    plan(projects[0], {(code, item, 2025): 5, (code, item, 2026): 1})
    plan(projects[1], {(code, item, 2027): 4})
    row = next(each for each in norm_plans(deal_progress(deal, on=date(2026, 2, 1))) if each.target == target)
    assert row.forecast.value == 2 + 1 + 4  # what was planned for 2025 and not done is not expected any more
    assert row.forecast.is_by_plans


def _norm(deal: Deal, on: date) -> NormPlan:
    return next(row for row in norm_plans(deal_progress(deal, on=on)) if row.target.code == "1.1.1.g-1")
