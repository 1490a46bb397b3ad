"""What the money gives to the page of a project: what it may cost by source and year, and what became of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.position.money_position import position
from finance.position.project_money import ProjectMoney, project_money
from pillars.projects.models import Project
from regiodeal.deals.contributions import PagePart
from regiodeal.deals.models import Deal


@dataclass(frozen=True)
class MoneyPart:
    """The money of a project, and its budget as (source, year, amount in euro incl. btw)."""

    money: ProjectMoney
    by_source: list[tuple[str, int, Decimal]]


def money_part(deal: Deal, project: Project, on: date) -> PagePart | None:
    """The money of a project at the end of that day; None where it was not there yet, or has no money at all."""
    money = position(deal, on=on, with_forecast=False, by_project=True)
    row = project_money(money, project.pk)
    if row is None or not (row.budget or row.granted or row.by_line):
        return None
    sources = {each.line.pk: each.source.name for each in money.lines if each.line}
    sums: dict[tuple[str, int], Decimal] = {}
    for (line, year), amount in row.budget_years.items():
        place = (sources.get(line, ""), year)
        sums[place] = sums.get(place, ZERO) + amount
    by_source = [(source, year, amount) for (source, year), amount in sorted(sums.items())]
    return PagePart("finance/projects/page_part.html", MoneyPart(row, by_source))
