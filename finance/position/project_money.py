"""The position of each project, and of what belongs to none: the cells of the position, divided over projects.

A project and what is outside any are sums of the same rows as a budget line, so that together they are the line, the
pillar, the source and the deal, to the cent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.db.models import Sum

from finance.base.amounts import ZERO
from finance.base.money_fields import MoneyField
from finance.grants.models import Advance, GrantAmount, ProjectBudget, Settlement, SettlementAmount
from finance.ledger.models import known_by
from finance.position.figures import Amounts, LinePosition, Position, PromisedAmounts, amounts_of, sum_of
from finance.position.forecast import Monthly
from finance.position.money_position import position
from finance.position.sums import CONFIRMED, PLEDGED, REALISED, SumCell
from pillars.projects.models import ProjectState
from pillars.projects.project_states import StoodProject, projects_on
from regiodeal.deals.models import Deal

OUTSIDE = 0  # the key of what belongs to no project, as in SumCell

NO_AMOUNTS = Amounts()
NOT_PROMISED = PromisedAmounts()

type OfLines = Mapping[int, Decimal]  # euro by the key of a budget line


@dataclass(frozen=True)
class ProjectMoney:
    """The money of one project at the end of a day; euro incl. btw.

    `budget`, `granted` and `settled` are by budget line; `settled` is None while nothing was settled. `advances` is
    what was paid on its grants, `claimed_back` what the settlement claims back.
    """

    project: StoodProject
    amounts: Amounts = NO_AMOUNTS
    by_line: Mapping[int, Amounts] = field(default_factory=dict)
    budget_lines: OfLines = field(default_factory=dict)
    budget_years: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
    granted_lines: OfLines = field(default_factory=dict)
    settled_lines: OfLines | None = None
    advances: Decimal = ZERO
    oldest_advance: date | None = None
    claimed_back: Decimal = ZERO
    promised: PromisedAmounts = NOT_PROMISED

    @property
    def budget(self) -> Decimal:
        """Return what it may cost by its own budget."""
        return sum(self.budget_lines.values(), ZERO)

    @property
    def granted(self) -> Decimal:
        """Return what was granted to it."""
        return sum(self.granted_lines.values(), ZERO)

    @property
    def settled(self) -> Decimal | None:
        """Return what it gets in the end; None while that is not settled."""
        return None if self.settled_lines is None else sum(self.settled_lines.values(), ZERO)

    @property
    def to_ask_back(self) -> Decimal:
        """Return what was paid in advance beyond what was settled, and is not claimed back yet; nothing before that."""
        if self.settled is None:
            return ZERO
        return max(self.advances - self.settled - self.claimed_back, ZERO)

    def taken(self, line: int) -> Decimal:
        """Return what the project takes of a line: what was granted, or what is bound where that is more.

        Once it is settled, what was settled stands in the place of what was granted.
        """
        given = self.granted_lines if self.settled_lines is None else self.settled_lines
        return max(given.get(line, ZERO), self.by_line.get(line, NO_AMOUNTS).bound)


@dataclass(frozen=True)
class LineOfProjects:
    """A budget line and what projects do with it; euro incl. btw."""

    position: LinePosition
    granted: Decimal
    taken: Decimal
    outside: Amounts

    @property
    def free(self) -> Decimal:
        """Return what is free to programme: what was agreed and no cap holds back, less what the projects take of it
        and less what is bound outside any project. Below nothing when more was given away than there is.

        A project takes what was granted to it, or what is already bound where that is more, and what was settled once
        it is (`ProjectMoney.taken`). So without a grant it is the room of the line, and no euro is free twice.
        """
        amounts = self.position.amounts
        return amounts.agreed - amounts.held_back - self.taken - self.outside.bound


@dataclass(frozen=True)
class ProjectsPosition:
    """The money of all projects of a deal at the end of a day, beside the position that it is part of."""

    money: Position
    projects: tuple[ProjectMoney, ...]

    @property
    def deal(self) -> Deal:
        """The deal."""
        return self.money.deal

    @property
    def on(self) -> date:
        """The day."""
        return self.money.on

    @cached_property
    def outside(self) -> Amounts:
        """Return what is of no project."""
        return amounts_of(cell for cell in self.money.cells if cell.project == OUTSIDE)

    @cached_property
    def lines(self) -> tuple[LineOfProjects, ...]:
        """The budget lines, each with what was granted on it and what is free."""
        found = []
        for row in self.money.lines:
            if row.line is None:
                continue
            key = row.line.pk
            outside = [cell for cell in self.money.cells if cell.line == key and cell.project == OUTSIDE]
            found.append(
                LineOfProjects(
                    row,
                    granted=sum((each.granted_lines.get(key, ZERO) for each in self.projects), ZERO),
                    taken=sum((each.taken(key) for each in self.projects), ZERO),
                    outside=amounts_of(outside),
                )
            )
        return tuple(found)

    def as_read(self, *, unapproved: bool) -> Self:
        """The same money, with the names of those projects alone that one may know of."""
        rows = (replace(row, project=row.project.as_read(unapproved=unapproved)) for row in self.projects)
        return replace(self, projects=tuple(rows))

    def of_project(self, code: str) -> ProjectMoney:
        """The money of the project with that code. Raises KeyError."""
        for row in self.projects:
            if row.project.code == code:
                return row
        raise KeyError(code)


def projects_position(deal: Deal, *, on: date, months: Monthly | None = None) -> ProjectsPosition:
    """The money of every project at the end of that day, in five queries beside the position and the projects.

    However many projects, grants and bookings there are. Only what counted on that day is in it. With a forecast where
    a page has the `months` for it.
    """
    money = position(deal, on=on, with_forecast=months is not None, months=months, by_project=True)
    decided = _Decided(deal, on)
    cells: dict[int, list[SumCell]] = {}
    for cell in money.cells:
        cells.setdefault(cell.project, []).append(cell)
    rows = [_money_of(row, cells.get(row.pk, []), decided) for row in projects_on(deal, on=on)]
    return ProjectsPosition(money, tuple(rows))


def project_money(money: Position, key: int) -> ProjectMoney | None:
    """The money of one project, as it stands among all others (`projects_position`), at the cost of one.

    Of a position by project, at the end of its day. None where the project was not there yet.
    """
    for row in projects_on(money.deal, on=money.on, only=key):
        return _money_of(row, (cell for cell in money.cells if cell.project == key), _Decided(money.deal, money.on))
    return None


def _money_of(project: StoodProject, cells: Iterable[SumCell], decided: "_Decided") -> ProjectMoney:
    own = list(cells)
    by_line: dict[int, list[SumCell]] = {}
    for cell in own:
        by_line.setdefault(cell.line or 0, []).append(cell)
    years = decided.budget.get(project.pk, {})
    budget: dict[int, Decimal] = {}
    for (line, _year), amount in years.items():
        budget[line] = budget.get(line, ZERO) + amount
    advances, oldest = decided.advances.get(project.pk, (ZERO, None))
    is_settled = project.pk in decided.claimed_back
    return ProjectMoney(
        project=project,
        amounts=amounts_of(own),
        by_line={line: amounts_of(found) for line, found in by_line.items()},
        budget_lines=budget,
        budget_years=years,
        granted_lines=decided.granted.get(project.pk, {}),
        settled_lines=decided.settled.get(project.pk, {}) if is_settled else None,
        advances=advances,
        oldest_advance=oldest,
        claimed_back=decided.claimed_back.get(project.pk, ZERO),
        promised=PromisedAmounts(*(sum_of(own, what) for what in (PLEDGED, CONFIRMED, REALISED))),
    )


class _Decided:
    """What was decided about the money of the projects of a deal and counted on a day, by the key of the project."""

    def __init__(self, deal: Deal, on: date) -> None:
        of_grant = {"grant__project__deal": deal, "grant__decided_on__lte": on}
        grants = GrantAmount.objects.filter(known_by(on, of="grant__"), **of_grant)
        of_settlement = {"settlement__project__deal": deal, "settlement__decided_on__lte": on}
        settlements = SettlementAmount.objects.filter(known_by(on, of="settlement__"), **of_settlement)
        self.granted = _by_line(grants, "grant__project")
        self.settled = _by_line(settlements, "settlement__project")
        ended = Settlement.objects.filter(known_by(on), project__deal=deal, decided_on__lte=on)
        self.claimed_back: dict[int, Decimal] = dict(ended.values_list("project", "claimed_back"))
        self.advances = self._advances(deal, on)
        self.budget: dict[int, dict[tuple[int, int], Decimal]] = {}
        budgets = ProjectBudget.objects.filter(project__deal=deal, counts_from__lte=on).order_by()
        for project, line, year, total in budgets.values_list("project", "line", "year").annotate(total=_SUM):
            if total:
                self.budget.setdefault(project, {})[line, year] = total

    def _advances(self, deal: Deal, on: date) -> dict[int, tuple[Decimal, date | None]]:
        """Per project what was paid in advance, and when the first of it."""
        paid = Advance.objects.filter(known_by(on), grant__project__deal=deal, paid_on__lte=on).order_by("paid_on")
        found: dict[int, tuple[Decimal, date | None]] = {}
        for project, amount, day in paid.values_list("grant__project", "amount", "paid_on"):
            before, first = found.get(project, (ZERO, None))
            found[project] = (before + amount, first or day)
        return found


_SUM = Sum("amount", output_field=MoneyField())


def _by_line(rows: Any, project: str) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    for key, line, total in rows.order_by().values_list(project, "line").annotate(total=_SUM):
        found.setdefault(key, {})[line] = total
    return found


def is_over(row: ProjectMoney) -> bool:
    """Tell whether nothing more is spent on the project by its own state."""
    return row.project.state in {ProjectState.FINISHED, ProjectState.SETTLED, ProjectState.STOPPED}
