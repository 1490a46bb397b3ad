"""A project: entered, planned, taken by its steps, each with its trail; and what all projects plan for a norm."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pillars.agreed.models import Indicator, Target
from pillars.progress.deal_progress import deal_progress
from pillars.progress.norm_plans import norm_plans
from pillars.projects.models import STEPS, Executor, Project, ProjectState
from pillars.projects.planned import PlannedFigure, counted_twice, planned_for, plans_of, together
from pillars.projects.planning import lines_of, planned_values, revise_plan
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, queries, send, words_at
from tests.pillars.projects.conftest import Begin
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

pytestmark = pytest.mark.django_db
type Plans = Callable[[Project, dict[tuple[str, str | None, int], int]], None]


def test_a_project_takes_only_the_steps_of_its_state(begin: Begin, bureau: User) -> None:
    project = begin("P-01", steps=())
    with pytest.raises(WrongStateError, match="idee"):
        project.take("finish", by=bureau, at=at("2026-02-01"), version=project.version)
    for step, state in (("prepare", "preparing"), ("grant", "granted"), ("start", "running")):
        project.take(step, by=bureau, at=at("2026-02-01"), version=project.version)
        assert project.state == state
    with pytest.raises(ValueError, match="Schrijf op waarom"):
        project.take("pause", by=bureau, at=at("2026-02-02"), version=project.version)
    project.take("pause", by=bureau, at=at("2026-02-02"), version=project.version, reason="De zaal is dicht.")
    assert project.events.latest("pk").reason == "De zaal is dicht."
    stale = Project.objects.get(pk=project.pk)
    project.take("resume", by=bureau, at=at("2026-02-03"), version=project.version)
    with pytest.raises(WrongStateError):
        stale.take("resume", by=bureau, at=at("2026-02-03"), version=stale.version)


def test_from_every_state_but_the_last_a_step_leads_on() -> None:
    left = {state for step in STEPS.values() for state in step.from_states}
    assert set(ProjectState) - left == {ProjectState.SETTLED}


def test_what_was_settled_stands(begin: Begin, bureau: User) -> None:
    project = begin("P-01")
    for step in ("finish", "settle"):
        project.take(step, by=bureau, at=at("2026-02-01"), version=project.version)
    with pytest.raises(WrongStateError):
        project.revise(by=bureau, at=at("2026-02-02"), values={"title": "Anders"}, version=project.version)
    line = (lines_of(project)[0].indicator.pk, None, 2026)
    with pytest.raises(WrongStateError):
        revise_plan(project, {line: Decimal(1)}, by=bureau, at=at("2026-02-02"), version=project.version)


def test_a_plan_is_changed_as_a_whole_and_told_in_the_trail(
    begin: Begin, deal: Deal, bureau: User, plan: Plans
) -> None:
    project = begin("P-01")
    code = indicator_of(deal, "1.1.1.g-1")
    plan(project, {(code, None, 2025): 40, (code, None, 2026): 60})
    last = project.events.latest("pk")
    assert [(change[1], change[2]) for change in last.changes] == [("", "40"), ("", "60")]
    version = project.version
    plan(project, {(code, None, 2025): 40, (code, None, 2026): 60})
    assert project.version == version  # nothing changed
    with pytest.raises(WrongStateError):
        revise_plan(project, {}, by=bureau, at=at("2026-02-01"), version=version - 1)
    assert len(planned_values(project)) == 2


def test_what_projects_plan_for_a_norm_follows_the_rule_of_its_indicator(
    begin: Begin, deal: Deal, bureau: User, plan: Plans
) -> None:
    """A norm of 100 volunteers a year: two projects plan 40 and 45 for 2026; an idea and a stopped one plan nothing."""
    code = indicator_of(deal, "1.1.1.g-1")
    running, other, idea = begin("P-01"), begin("P-02"), begin("P-03", steps=())
    for project, value in ((running, 40), (other, 45), (idea, 99)):
        plan(project, {(code, None, 2026): value, (code, None, 2027): 1})
    target = Target.objects.get(deal=deal, code="1.1.1.g-1")
    assert planned_for(target, plans_of(deal, on=date(2026, 2, 1)), year=2026) == Decimal(85)
    other.take("stop", by=bureau, at=at("2026-02-02"), version=other.version, reason="Geen geld")
    assert planned_for(target, plans_of(deal, on=date(2026, 2, 2)), year=2026) == Decimal(40)
    assert planned_for(target, plans_of(deal, on=date(2026, 2, 1)), year=2026) == Decimal(85)  # as it was that day
    assert planned_for(target, plans_of(deal, on=date(2026, 2, 2)), year=2024) is None


def test_what_was_planned_on_a_day_stays_what_it_was(
    begin: Begin, deal: Deal, bureau: User, plan: Plans, at_work: Client
) -> None:
    """Issue 16: as of any date, also what projects plan: on the page, and in what they plan for a norm."""
    project, code = begin("P-01"), indicator_of(deal, "1.1.1.g-1")
    plan(project, {(code, None, 2025): 40, (code, None, 2026): 60})
    kept = project.plans.get(year=2025).pk
    for hour, value in ((12, 75), (15, 80)):
        later = {key: Decimal(value) if key[2] == 2026 else old for key, old in planned_values(project).items()}
        revise_plan(project, later, by=bureau, at=at("2026-03-10", hour), version=project.version)
    target = Target.objects.get(deal=deal, code="1.1.1.g-1")
    told = {on: planned_for(target, plans_of(deal, on=date(2026, 3, on)), year=2026) for on in (9, 10)}
    assert told == {9: Decimal(60), 10: Decimal(80)}
    assert planned_for(target, plans_of(deal, on=date(2025, 12, 31)), year=2026) is None
    assert project.plans.get(year=2025).pk == kept  # what did not change is not written anew
    assert project.plans.count() == 3  # what held for no whole day is not kept
    assert "40 60" in words_at(at_work, "projecten/P-01/?op=2026-03-09")
    assert "40 80" in words_at(at_work, "projecten/P-01/")


figures = st.builds(
    PlannedFigure,
    project=st.integers(1, 4),
    item=st.sampled_from([None, "a", "b"]),
    year=st.integers(2024, 2027),
    value=st.integers(0, 50).map(Decimal),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # of the machine, not of the figures
@given(st.lists(figures, unique_by=lambda row: (row.project, row.item, row.year)))
def test_plans_of_projects_add_up_by_the_rule(rows: list[PlannedFigure]) -> None:
    total = together(Indicator.Aggregation.SUM, rows)
    apart = [together(Indicator.Aggregation.SUM, [row for row in rows if row.project == key]) for key in range(1, 5)]
    assert (total or 0) == sum(value for value in apart if value is not None)
    stand = together(Indicator.Aggregation.LAST, rows)
    ends = [together(Indicator.Aggregation.LAST, [row for row in rows if row.project == key]) for key in range(1, 5)]
    assert (stand or 0) == sum(value for value in ends if value is not None)
    reached = together(Indicator.Aggregation.DISTINCT, rows)
    assert reached is None or reached <= len({row.item for row in rows})


def test_who_plans_the_same_part_twice_is_found() -> None:
    one, two = (PlannedFigure(key, "a", 2026, Decimal(1)) for key in (1, 2))
    assert counted_twice([one, two, PlannedFigure(2, "b", 2026, Decimal(1))]) == {("a", 2026): 2}


def test_a_code_is_of_one_project_and_an_end_lies_after_its_start(begin: Begin) -> None:
    begin("P-01")
    for content in ({"code": "P-01"}, {"code": "P-02", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            begin(steps=(), **content)


def test_the_bureau_keeps_projects_on_pages(deal: Deal, enter: Enter, bureau: User) -> None:
    client = enter(bureau)
    assert "Er is nog geen project" in words_at(client, "projecten/")
    send(client, "uitvoerders/nieuw/", {"name": "Stichting De Kade"})
    executor = Executor.objects.get(deal=deal)
    send(client, f"uitvoerders/{executor.pk}/contact/", {"name": "Kim", "email": "kim@example.nl"})
    measure = deal.measure_set.get(code="1.1.1")
    form = {"title": "Huiskamer", "code": "P-01", "main_measure": measure.pk, "executor": executor.pk}
    refused = send(client, "projecten/nieuw/", form | {"openness": "public", "code": "met spatie"})
    assert refused.status_code == 422
    assert "letters, cijfers" in refused.content.decode()
    send(client, "projecten/nieuw/", form | {"openness": "public", "starts_on": "2026-01-01", "ends_on": "2026-12-31"})
    project = Project.objects.get(deal=deal, code="P-01")
    line = next(line for line in lines_of(project) if line.indicator.code == indicator_of(deal, "1.1.1.g-1"))
    field = f"plan-{line.indicator.pk}-{line.item.pk if line.item else 0}-2026"
    send(client, "projecten/P-01/planning/", {field: "1.250"}, opened="projecten/P-01/planning/")
    assert planned_values(project) == {(*line.key, 2026): Decimal(1250)}
    send(client, "projecten/P-01/stap/prepare/", {}, opened="projecten/P-01/stap/prepare/")
    page = words_at(client, "projecten/P-01/")
    assert "in voorbereiding" in page
    assert "1.250" in page
    assert "kim@example.nl" in page
    closed = '<details class="entry">\n    <summary>'
    assert closed in client.get(f"{BASE}projecten/P-01/").content.decode()  # the form waits until it is asked for
    wrong = send(client, "projecten/P-01/", form | {"title": ""}, opened="projecten/P-01/")
    assert closed.replace(">", " open>", 1) in wrong.content.decode()
    assert "Huiskamer" in words_at(client, "projecten/?maatregel=1.1.1&stand=preparing")
    assert "Niets gevonden" in words_at(client, "projecten/?stand=settled")


def test_contact_persons_are_for_who_enters_progress(
    deal: Deal, enter: Enter, bureau: User, overleg: User, begin: Begin
) -> None:
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-05"), values={"name": "Stichting De Kade"})
    executor.contacts.create(name="Kim", email="kim@example.nl")
    begin("P-01", executor=executor)
    for path in (f"uitvoerders/{executor.pk}/", "projecten/P-01/"):
        assert "kim@example.nl" in words_at(enter(bureau), path)
        assert "kim@example.nl" not in words_at(enter(overleg), path)


def test_a_project_shows_what_it_plans_and_no_line_that_is_empty(
    begin: Begin, deal: Deal, enter: Enter, bureau: User, plan: Plans
) -> None:
    project = begin("P-01")
    page = f"{BASE}projecten/P-01/"
    assert "Dit project plant nog niets." in words_at(enter(bureau), page)
    code = indicator_of(deal, "1.1.1.g-1")
    plan(project, {(code, None, 2026): 61})
    response = enter(bureau).get(page)
    assert [str(line) for line, _values in response.context["planned"]] == [Indicator.objects.get(code=code).name]
    table = words_at(enter(bureau), page)
    assert "61" in table
    assert "Dit project plant nog niets." not in table


def test_a_confidential_project_is_for_who_sees_unapproved_work(
    begin: Begin, enter: Enter, bureau: User, overleg: User, deal: Deal
) -> None:
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-10"), values={"name": "Stichting Buurtkracht"})
    begin("P-01", executor=executor, title="De stille verhuizing", openness="confidential")
    begin("P-02", executor=executor, title="Het buurthuis")
    pages = (f"{BASE}projecten/", f"{BASE}uitvoerders/", f"{BASE}uitvoerders/{executor.pk}/")
    for page in pages:
        assert "De stille verhuizing" in words_at(enter(bureau), page), page
        read = words_at(enter(overleg), page)
        assert "Het buurthuis" in read, page
        assert "De stille verhuizing" not in read, page
    assert enter(overleg).get(f"{BASE}projecten/P-01/").status_code == 404
    assert enter(bureau).get(f"{BASE}projecten/P-01/").status_code == 200


def test_the_list_does_not_ask_more_for_more_projects(begin: Begin, enter: Enter, bureau: User) -> None:
    client = enter(bureau)
    for number in range(2):
        begin(f"P-{number:02}")
    few = queries(client, f"{BASE}projecten/")
    for number in range(2, 30):
        begin(f"P-{number:02}")
    assert queries(client, f"{BASE}projecten/") == few


def test_promised_planned_and_realised_stand_side_by_side(
    begin: Begin, deal: Deal, bureau: User, reviewer: User, plan: Plans, enter: Enter
) -> None:
    """Promised 100 volunteers in 2025, planned in projects 85, realised 78: 15 is not covered by any project."""
    code = indicator_of(deal, "1.1.1.g-1")
    for name, value in (("P-01", 40), ("P-02", 45)):
        plan(begin(name), {(code, None, 2025): value})
    measure(deal, code, 78, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-20")
    rows = {row.target.code: row for row in norm_plans(deal_progress(deal, on=date(2026, 6, 14)))}
    row = rows["1.1.1.g-1"]
    assert [row.promised, row.planned, row.realised, row.uncovered] == [Decimal(n) for n in (100, 85, 78, 15)]
    assert row.planned_twice == 1  # both plan for the same people of 2025, perhaps
    page = words_at(enter(bureau), "projecten/dekking/?op=2026-06-14")
    assert f"1.1.1.g-1 {row.target.title} Meer projecten plannen hetzelfde: telt niemand dubbel? 100 85 78 15" in page
