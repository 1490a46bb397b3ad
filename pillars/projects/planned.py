"""Promised, planned and realised: what all projects together plan for a norm, by the indicator's own rule (art. 8)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from pillars.agreed.models import Indicator, Target
from pillars.projects.choice import with_state_on
from pillars.projects.models import Plan, PlanRows, Project, ProjectState
from regiodeal.deals.models import Deal

UNPLANNED = {Target.Kind.TREND, Target.Kind.QUALITATIVE}  # nobody plans a part of these

COUNTS = tuple(state for state in ProjectState if state not in {ProjectState.IDEA, ProjectState.STOPPED})


@dataclass(frozen=True)
class PlannedFigure:
    """What one project plans: so much in a year of an indicator, of the part with this code (None: of the whole)."""

    project: int
    item: str | None
    year: int
    value: Decimal


Planned = dict[int, list[PlannedFigure]]


def plans_of(deal: Deal, *, on: date) -> Planned:
    """All that projects of the deal planned at the end of a day, by the key of the indicator.

    Ideas and what was stopped by then plan nothing. In one query.
    """
    return planned_in(Plan.objects.filter(project__deal=deal), on=on)


def planned_in(rows: PlanRows, *, on: date) -> Planned:
    """Return what these lines planned at the end of a day as far as their project counted then, in one query."""
    known = Project.objects.filter(pk__in=rows.values("project"))
    projects: QuerySet[Any] = with_state_on(known, on)  # with an annotation that its type does not know
    rows = rows.held_on(on).filter(project__in=projects.filter(state_on__in=COUNTS).values("pk"))
    found: Planned = defaultdict(list)
    for row in rows.values_list("indicator", "project", "item__code", "year", "value").order_by("year", "pk"):
        found[row[0]].append(PlannedFigure(*row[1:]))
    return found


def planned_for(target: Target, planned: Planned, *, year: int) -> Decimal | None:
    """What all projects plan for a norm at the end of their plans, in the norm's unit; None where none plans anything.

    For a norm of each year what is planned in `year`. A trend and a judgement on a scale cannot be planned in parts.
    """
    return planned_value(target, plans_for(target, planned), year=year)


def plans_for(target: Target, planned: Planned) -> list[PlannedFigure]:
    """The plans that a norm counts, of all or of the parts that it names."""
    if target.kind in UNPLANNED:
        return []
    return [row for row in planned.get(target.indicator_id, []) if not target.reads or row.item in target.reads]


def planned_value(target: Target, read: Collection[PlannedFigure], *, year: int) -> Decimal | None:
    """One figure in the norm's unit from the plans that it counts; for a norm of each year of those in `year`."""
    if target.kind == Target.Kind.PER_YEAR:
        read = [row for row in read if row.year == year]
    value = together(target.indicator.aggregation, read)
    return None if value is None else value / target.divide_by


def together(aggregation: str, rows: Collection[PlannedFigure]) -> Decimal | None:
    """One figure from plans of several projects, by the indicator's rule; None without any.

    `sum` adds all years of all projects; `last` adds where each project comes to, of each part in its last year;
    `distinct` counts the parts that any project reaches, each once.
    """
    if not rows:
        return None
    match aggregation:
        case Indicator.Aggregation.SUM:
            return sum((row.value for row in rows), Decimal(0))
        case Indicator.Aggregation.DISTINCT:
            return Decimal(len({row.item for row in _last(rows) if row.value >= 1}))
        case _:
            return sum((row.value for row in _last(rows)), Decimal(0))


def _last(rows: Iterable[PlannedFigure]) -> list[PlannedFigure]:
    """Of each part of each project what is planned last."""
    newest = {(row.project, row.item): row for row in sorted(rows, key=lambda row: row.year)}
    return list(newest.values())


def counted_twice(rows: Iterable[PlannedFigure]) -> dict[tuple[str | None, int], int]:
    """The parts and years that more than one project plans for, with how many: who counts the same twice is warned."""
    projects: dict[tuple[str | None, int], set[int]] = defaultdict(set)
    for row in rows:
        projects[row.item, row.year].add(row.project)
    return {place: len(found) for place, found in projects.items() if len(found) > 1}
