"""What stands beside the figures of the grid: the norm, what was planned, and what the rows of a group add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pillars.agreed.models import Indicator, Target
from pillars.measurements.expected import ExpectedFigure
from pillars.projects.planned import Planned, together
from regiodeal.base.dutch import number

_WITHOUT_TOTAL = {Target.Kind.TREND, Target.Kind.QUALITATIVE}


def norm_words(target: Target) -> str:
    """Return the number of a norm as people say it: 'minimaal 100 per jaar', 'tussen 200 en 300'; empty without one."""
    if target.minimum is None:
        return ""
    operator = "streven naar" if target.operator == Target.Operator.AIM else target.get_operator_display()
    words = f"{operator} {number(target.minimum)}"
    if target.maximum is not None and target.maximum != target.minimum:
        between = "en" if target.operator == Target.Operator.BETWEEN else "tot"
        words += f" {between} {number(target.maximum)}"
    return f"{words} per jaar" if target.kind == Target.Kind.PER_YEAR else words


def norms_of(targets: Iterable[Target], indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """The norms that read an indicator itself: the code of each result, with the number of its norm in words."""
    own = (target for target in targets if target.indicator_id == indicator.pk)
    return tuple(dict.fromkeys((target.result.code, words) for target in own if (words := norm_words(target))))


def planned_by(figure: ExpectedFigure, planned: Planned) -> Decimal | None:
    """What projects plan for a row: in its year, or up to the end of its round; None where none plans anything.

    For a row of one project what that project plans.
    """
    item = figure.item.code if figure.item else None
    rows = [
        row
        for row in planned.get(figure.indicator.pk, [])
        if row.item == item
        and (row.year == figure.year if figure.year else row.year <= figure.round.year)
        and (figure.project is None or row.project == figure.project.pk)
    ]
    return together(figure.indicator.aggregation, rows)


@dataclass(frozen=True)
class GroupTotal:
    """Holds how the rows of one group add up, with what rows outside the list already bring in.

    `how` is "sum" for values that add up, "distinct" where a value of 1 or more counts as one, and empty for what
    nobody adds. `goal` is the number that was agreed for all of them together; None where there is not one such number.
    """

    how: str
    goal: Decimal | None
    filled_elsewhere: int
    value_elsewhere: Decimal
    rows_in_all: int

    @property
    def goal_words(self) -> str:
        """Return the goal as a number; empty without one."""
        return "" if self.goal is None else number(self.goal)


def total_of(indicator: Indicator, rows: Sequence[ExpectedFigure], elsewhere: Sequence[ExpectedFigure]) -> GroupTotal:
    """How the `rows` of an indicator in the list add up with those `elsewhere`, which a filter left out."""
    how = _how(indicator)
    values = [each.current.value for each in elsewhere if each.current]
    brought = [Decimal(value >= 1) if how == "distinct" else value for value in values]
    targets = {target.pk: target for each in (*rows, *elsewhere) for target in each.targets}
    return GroupTotal(
        how=how,
        goal=_goal(indicator, list(targets.values())) if how else None,
        filled_elsewhere=len(values),
        value_elsewhere=sum(brought, Decimal(0)),
        rows_in_all=len(rows) + len(elsewhere),
    )


def _how(indicator: Indicator) -> str:
    if indicator.value_kind == Indicator.ValueKind.MILESTONE:
        return "distinct"
    if indicator.value_kind != Indicator.ValueKind.NUMBER:
        return ""
    return "distinct" if indicator.aggregation == Indicator.Aggregation.DISTINCT else "sum"


def _goal(indicator: Indicator, targets: Iterable[Target]) -> Decimal | None:
    """The one number that all norms name which read the whole indicator in its own unit."""
    whole = [target for target in targets if target.indicator_id == indicator.pk and not target.reads]
    plain = [target for target in whole if target.kind not in _WITHOUT_TOTAL and target.divide_by == 1]
    numbers = {target.minimum for target in plain if target.minimum is not None}
    return numbers.pop() if len(numbers) == 1 else None
