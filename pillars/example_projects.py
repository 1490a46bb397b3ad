"""Example projects: made-up executors, what each of their projects plans, and the steps that it took."""

from datetime import date
from decimal import Decimal

from pillars.agreed.models import Indicator, IndicatorItem, Measure
from pillars.example import at_noon
from pillars.example_registers import example_rows
from pillars.projects.models import ContactPerson, Executor, Milestone, Project
from pillars.projects.planning import revise_plan
from regiodeal.base.values import FileRow
from regiodeal.deals.models import Deal, Neighbourhood, User

NO_REASON = "Voorbeeld: verzonnen reden."


def load_projects(deal: Deal, data: FileRow) -> None:
    """Fill the list of projects with the example's rows, each entered by one of the example people."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    for row, by, at in example_rows(data, "executors", people):
        executor = Executor(deal=deal)
        executor.enter(by=by, at=at, values=row)
        ContactPerson.objects.create(executor=executor, **row["contact"])
    parts = _Parts(deal)
    for row, by, _at in example_rows(data, "projects", people):
        _store(deal, row, parts, by=by)


class _Parts:
    """The rows that projects refer to, by their codes."""

    def __init__(self, deal: Deal) -> None:
        self.measures = {row.code: row for row in Measure.objects.filter(deal=deal)}
        self.executors = {row.name: row for row in Executor.objects.filter(deal=deal)}
        self.areas = {row.code: row for row in Neighbourhood.objects.filter(deal=deal)}
        self.indicators = {row.code: row.pk for row in Indicator.objects.filter(deal=deal)}
        items = IndicatorItem.objects.filter(indicator__deal=deal).values_list("indicator", "code", "pk")
        self.items = {(indicator, code): pk for indicator, code, pk in items}


def _store(deal: Deal, row: FileRow, parts: _Parts, *, by: User) -> None:
    at = at_noon(row["entered_on"])
    project = Project(deal=deal)
    values = row | {
        "main_measure": parts.measures[row["main_measure"]],
        "executor": parts.executors[row["executor"]],
        "areas": [parts.areas[code] for code in row["areas"]],
    }
    project.enter(by=by, at=at, values=values)
    lines = {}
    for line in row["plans"]:
        indicator = parts.indicators[line["indicator"]]
        item = parts.items[indicator, line["item"]] if line["item"] else None
        lines[indicator, item, line["year"]] = Decimal(line["value"])
    revise_plan(project, lines, by=by, at=at, version=project.version)
    for milestone in row["milestones"]:
        reached = milestone["reached_on"]
        found = Milestone(
            title=milestone["title"],
            due_on=date.fromisoformat(milestone["due_on"]),
            reached_on=date.fromisoformat(reached) if reached else None,
        )
        project.milestone(found, by=by, at=at)
    for step in row["steps"]:
        project.take(step, by=by, at=at, version=project.version, reason=NO_REASON)
