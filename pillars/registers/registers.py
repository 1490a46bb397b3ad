"""What stands beside the results of a measure: lessons, bottlenecks, external checks and acknowledgements."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from pillars.agreed.models import Measure
from pillars.projects.as_read import with_project_as_read
from pillars.registers.models import Acknowledgement, Bottleneck, ExternalCheck, Lesson
from regiodeal.lifecycle.register import stood, with_later


@dataclass(frozen=True)
class CheckState:
    """One kind of check of art. 10 for a measure; `check` is None as long as nobody has looked."""

    kind: ExternalCheck.Kind
    check: ExternalCheck | None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to look."""
        return self.check is None or self.check.state == ExternalCheck.State.TO_DO


@dataclass(frozen=True)
class MeasureRegisters:
    """All registers of a measure."""

    lessons: list[Lesson]
    bottlenecks: list[Bottleneck]
    checks: list[CheckState]
    acknowledgements: list[Acknowledgement]


def registers_of(measure: Measure, *, on: date, unapproved: bool = False) -> MeasureRegisters:
    """The registers of a measure as they stood at the end of `on`, in four queries.

    A lesson or bottleneck belongs to the measures that it named on that date, so all of the deal's are looked at.
    A confidential project is named for whoever may see unapproved work.
    """
    checks = {check.kind: check for check in stood(with_later(ExternalCheck.objects.filter(measure=measure), on))}
    told = Acknowledgement.objects.filter(measure=measure).select_related("of_project")
    return MeasureRegisters(
        lessons=_naming(Lesson.objects.all(), measure, on),
        bottlenecks=_naming(Bottleneck.objects.select_related("theme"), measure, on),
        checks=[CheckState(kind, checks.get(kind)) for kind in ExternalCheck.Kind],
        acknowledgements=[
            with_project_as_read(row, unapproved=unapproved, name="of_project") for row in stood(with_later(told, on))
        ],
    )


def _named(row: Any, measure: Measure) -> bool:
    """Tell whether a row names the measure: as it stands, or as it stood then."""
    return row.names_measure if row.replaced_later is None else measure in row.measures.all()


def _naming[Row: (Lesson, Bottleneck)](rows: QuerySet[Row], measure: Measure, on: date) -> list[Row]:
    naming = rows.model._default_manager.filter(pk=OuterRef("pk"), measures=measure)
    of_deal = rows.filter(deal=measure.deal_id).annotate(names_measure=Exists(naming))
    return [row for row in stood(with_later(of_deal, on)) if _named(row, measure)]
