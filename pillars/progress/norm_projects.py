"""What each project does for a norm: what it plans, and what was realised by it, as the page of a result shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pillars.agreed.models import Target
from pillars.progress.deal_progress import TargetProgress
from pillars.progress.facts import figure
from pillars.progress.norm_plans import NormPlan, plans_of_targets
from pillars.projects.models import HIDDEN_PROJECT, Project
from pillars.projects.planned import planned_value


@dataclass(frozen=True)
class ProjectPart:
    """What one project does for a norm, in the norm's unit: what it plans, and what was realised; None without any.

    `project` is its key; None for what was realised outside any project.
    """

    project: int | None
    planned: Decimal | None
    realised: Decimal | None


def parts_of(row: TargetProgress) -> list[ProjectPart]:
    """What each project plans and realised for a norm by the norm's own rule, in the order of their keys.

    For a norm of each year that of the judged year. What two projects both reach counts for each of them here. Where
    any project has a figure, what was entered without a project comes last.
    """
    target, case = row.target, row.case
    is_per_year = target.kind == Target.Kind.PER_YEAR
    facts = [fact for fact in case.facts if not is_per_year or fact.year == case.judged_year]
    projects = sorted({plan.project for plan in case.plans} | {fact.project for fact in facts if fact.project})
    found = []
    for project in (*projects, None):
        plans = [plan for plan in case.plans if plan.project == project]
        value = figure(target.indicator.aggregation, [fact for fact in facts if fact.project == project])
        realised = None if value is None else value / target.divide_by
        found.append(ProjectPart(project, planned_value(target, plans, year=case.judged_year), realised))
    outside = found[-1]
    return found if projects and outside.realised is not None else found[:-1]


@dataclass(frozen=True)
class NormLine:
    """A line of a norm's table of projects; `project` is None for what is outside any, and for what is not shown."""

    title: str
    project: Project | None
    part: ProjectPart


@dataclass(frozen=True)
class NormSheet:
    """A norm with what was promised, planned, realised and expected, and a line for each project."""

    plan: NormPlan
    lines: tuple[NormLine, ...]


def norm_sheets(targets: Iterable[TargetProgress], *, unapproved: bool) -> list[NormSheet]:
    """The norms of which any project plans or realised something, in one query; the others have no sheet.

    Of a confidential project the name is for whoever may see unapproved work.
    """
    parts = [(plan, parts_of(plan.progress)) for plan in plans_of_targets(targets)]
    parts = [(plan, rows) for plan, rows in parts if any(row.project for row in rows)]
    keys = {row.project for _plan, rows in parts for row in rows if row.project}
    projects = Project.objects.filter(pk__in=keys).select_related("executor").in_bulk() if keys else {}
    return [NormSheet(plan, tuple(_line(row, projects, unapproved=unapproved) for row in rows)) for plan, rows in parts]


def _line(part: ProjectPart, projects: dict[int, Project], *, unapproved: bool) -> NormLine:
    if part.project is None:
        return NormLine("Zonder project ingevuld", None, part)
    project = projects[part.project]
    if project.is_confidential and not unapproved:
        return NormLine(HIDDEN_PROJECT, None, part)
    return NormLine(str(project), project, part)
