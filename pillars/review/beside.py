"""What a reviewer weighs a figure against: the figure before it, what its project planned, and its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from pillars.agreed.models import Indicator
from pillars.evidence.models import Evidence
from pillars.measurements.models import Measurement
from pillars.measurements.plausible import doubt_about, last_figures
from pillars.outcomes.models import OutcomeMeasurement
from pillars.projects.models import Plan
from regiodeal.base.dutch import number
from regiodeal.lifecycle.corrections import counting
from regiodeal.pages.deal_page import DealView

SAME = "Gelijk aan het vorige cijfer"


@dataclass(frozen=True)
class FigureBeside:
    """A figure, and beside it: the newest that counts before it, what its project plans, and how many files it has.

    `last` and `planned` are None where there is none; `planned` is in the unit of the indicator.
    """

    row: Measurement
    last: Measurement | None
    planned: Decimal | None
    files: int

    @property
    def doubt(self) -> str:
        """Return in Dutch what makes the figure unlikely: what its author was asked too; empty when nothing does."""
        return doubt_about(self.row.indicator, self.row.value, last=self.last.value if self.last else None)

    @property
    def difference(self) -> str:
        """Return in Dutch how far it is from the figure before it; empty where none is, or where it is no number."""
        if self.last is None:
            return ""
        if self.row.value != self.last.value and self.row.indicator.value_kind != Indicator.ValueKind.NUMBER:
            return ""
        return _difference(self.row.value - self.last.value)


@dataclass(frozen=True)
class OutcomeBeside:
    """A figure of society, and beside it the newest that counts of its area before it; None where there is none."""

    row: OutcomeMeasurement
    last: OutcomeMeasurement | None

    @property
    def difference(self) -> str:
        """Return in Dutch how far it is from the figure before it; empty where none is."""
        return _difference(self.row.value - self.last.value) if self.last else ""


def _difference(change: Decimal) -> str:
    return f"{number(abs(change))} {'meer' if change > 0 else 'minder'}" if change else SAME


def outcomes_beside(rows: Sequence[OutcomeMeasurement]) -> list[OutcomeBeside]:
    """Return each figure of society with the one before it, in one query for as many as there are."""
    if not rows:
        return []
    known = counting(OutcomeMeasurement.objects.filter(indicator__in={row.indicator_id for row in rows}))
    before = list(known.order_by("year", "pk"))
    return [
        OutcomeBeside(
            row,
            next(
                (
                    each
                    for each in reversed(before)
                    if (each.indicator_id, each.area_id) == (row.indicator_id, row.area_id) and each.year <= row.year
                ),
                None,
            ),
        )
        for row in rows
    ]


def figures_beside(view: DealView, rows: Sequence[Measurement]) -> list[FigureBeside]:
    """Return each figure with what stands beside it, in three queries for as many as there are."""
    if not rows:
        return []
    last, planned = last_figures(rows), _planned(rows)
    seen = Evidence.objects.visible_to(view.deal, **view.reader()).filter(measurement__in=rows, removed_at=None)
    files = dict(seen.order_by().values_list("measurement").annotate(Count("pk")))
    return [FigureBeside(row, last.get(row.pk), planned.get(_place(row)), files.get(row.pk, 0)) for row in rows]


def _place(row: Measurement) -> tuple[int | None, int, int | None, int]:
    return row.project_id, row.indicator_id, row.item_id, row.year or row.measured_on.year


def _planned(rows: Sequence[Measurement]) -> dict[tuple[int | None, int, int | None, int], Decimal]:
    """What the projects of these figures plan now, by project, indicator, part and year."""
    projects = {row.project_id for row in rows if row.project_id}
    plans = Plan.objects.standing().filter(project__in=projects, indicator__in={row.indicator_id for row in rows})
    found = plans.values_list("project", "indicator", "item", "year", "value")
    return {(project, indicator, item, year): value for project, indicator, item, year, value in found}
