"""Changing the budget of a project: all lines and years at once, on the version that was seen, with a row of trail.

A budget is amended without art. 12, within the financial frame (art. 3): it divides no money over the pillars.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils import timezone

from finance.base.amounts import ZERO
from finance.base.money_fields import MoneyField
from finance.budget.forms import lines_of
from finance.budget.models import BudgetLine
from finance.budget.project_fit import misfit, refuse_misfit
from finance.grants.models import ProjectBudget
from pillars.projects.models import Project
from regiodeal.base.dutch import euro
from regiodeal.deals.models import User
from regiodeal.lifecycle.steps import MOVED_ON

type BudgetValues = Mapping[tuple[int, int], Decimal]  # by (key of the line, year), in euro incl. btw


def lines_for_project(project: Project) -> list[BudgetLine]:
    """The budget lines on which money of the project can stand, in their order."""
    return [line for line in lines_of(project.deal) if not misfit(project, line=line)]


def budget_of(project: Project, *, on: date) -> dict[tuple[int, int], Decimal]:
    """The budget of a project at the end of that day, by (key of the line, year), in euro; without what is nothing."""
    rows = ProjectBudget.objects.filter(project=project, counts_from__lte=on).order_by()
    sums = rows.values_list("line", "year").annotate(total=models.Sum("amount", output_field=MoneyField()))
    return {(line, year): total for line, year, total in sums if total}


@transaction.atomic
def revise_budget(project: Project, values: BudgetValues, *, by: User, at: datetime, version: int) -> None:
    """Let the budget of the project be exactly this from today; what is not named is nothing.

    Raises WrongStateError for a project that was settled, or that is in another version than was seen, and
    ProjectMisfitError for a line that the project is not for.
    """
    today = timezone.localdate(at)
    before = budget_of(project, on=today)
    places = {**before, **values}
    differences = {place: values.get(place, ZERO) - before.get(place, ZERO) for place in places}
    changed = {place: amount for place, amount in differences.items() if amount}
    if not changed:
        return
    lines = BudgetLine.objects.select_related("pillar", "source").in_bulk({line for line, _year in changed})
    for line in lines.values():
        refuse_misfit(project, line=line)
    stood = project.content()
    project.change_or_refuse(project.can_be_revised() & models.Q(version=version), MOVED_ON, version=version + 1)
    ProjectBudget.objects.bulk_create(
        ProjectBudget(project=project, line_id=line, year=year, amount=amount, counts_from=today)
        for (line, year), amount in changed.items()
    )
    told = [
        [f"Begroting {lines[place[0]].code} {place[1]}", euro(before.get(place, ZERO)), euro(values.get(place, ZERO))]
        for place in sorted(changed, key=lambda place: (lines[place[0]].position, place[1]))
    ]
    project.tell(by=by, at=at, before=stood, changes=told)
