"""The money of projects as a record, with amounts as text as in the position: the command and the API tell the same."""

from typing import TypedDict

from finance.position.project_money import LineOfProjects, ProjectMoney, ProjectsPosition
from pillars.progress.norm_plans import NormPlan
from regiodeal.base.json_values import Day, Euro, Figure, two_decimals


class ProjectMoneyRecord(TypedDict):
    """The money of one project, in euro incl. btw; its measures by their codes, the main one first."""

    code: str
    title: str
    measures: list[str]
    executor: str
    state: str
    budget: Euro
    granted: Euro
    committed: Euro
    spent: Euro


class OutsideRecord(TypedDict):
    """What belongs to no project."""

    committed: Euro
    spent: Euro


class ProgrammedLineRecord(OutsideRecord):
    """A budget line: what was agreed, granted to projects, committed and spent in all, and is free to programme."""

    code: str
    agreed: Euro
    granted: Euro
    free: Euro


class NormRecord(TypedDict):
    """A norm: promised by the covenant, planned by all projects, realised by approved figures; in its own unit."""

    code: str
    promised: Figure | None
    planned: Figure | None
    realised: Figure | None


class ProjectsRecord(TypedDict):
    """All projects of a deal on a day; `projects` and `outside` together are the lines."""

    deal: str
    on: Day
    projects: list[ProjectMoneyRecord]
    outside: OutsideRecord
    lines: list[ProgrammedLineRecord]
    norms: list[NormRecord]


def projects_record(found: ProjectsPosition, norms: list[NormPlan]) -> ProjectsRecord:
    """The projects, the lines and the norms of a deal on a day."""
    return {
        "deal": found.deal.slug,
        "on": found.on.isoformat(),
        "projects": [project_record(row) for row in found.projects],
        "outside": {"committed": two_decimals(found.outside.committed), "spent": two_decimals(found.outside.spent)},
        "lines": [programmed_line_record(row) for row in found.lines],
        "norms": [norm_record(row) for row in norms],
    }


def project_record(row: ProjectMoney) -> ProjectMoneyRecord:
    """The record of one project."""
    return {
        "code": row.project.code,
        "title": row.project.title,
        "measures": list(row.project.measures),
        "executor": row.project.executor,
        "state": row.project.state.value,
        "budget": two_decimals(row.budget),
        "granted": two_decimals(row.granted),
        "committed": two_decimals(row.amounts.committed),
        "spent": two_decimals(row.amounts.spent),
    }


def programmed_line_record(row: LineOfProjects) -> ProgrammedLineRecord:
    """The record of one budget line."""
    amounts = row.position.amounts
    return {
        "code": row.position.code,
        "agreed": two_decimals(amounts.agreed),
        "granted": two_decimals(row.granted),
        "committed": two_decimals(amounts.committed),
        "spent": two_decimals(amounts.spent),
        "free": two_decimals(row.free),
    }


def norm_record(row: NormPlan) -> NormRecord:
    """The record of one norm."""
    return {
        "code": row.target.code,
        "promised": two_decimals(row.promised),
        "planned": two_decimals(row.planned),
        "realised": two_decimals(row.realised),
    }
