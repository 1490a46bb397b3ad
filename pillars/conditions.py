"""What stands beside the results of a measure: lessons, bottlenecks, external checks and acknowledgements."""

from dataclasses import dataclass
from datetime import date

from pillars.models import Acknowledgement, Bottleneck, ExternalCheck, Lesson, Measure
from regiodeal.covenant.models.register import as_of


@dataclass(frozen=True)
class CheckState:
    """One kind of check of art. 10 for a measure; `check` is None as long as nobody has looked."""

    kind: ExternalCheck.Kind
    check: ExternalCheck | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look."""
        return self.check is None or self.check.state == ExternalCheck.State.TO_DO


@dataclass(frozen=True)
class MeasureRegisters:
    """All registers of a measure."""

    lessons: list[Lesson]
    bottlenecks: list[Bottleneck]
    checks: list[CheckState]
    acknowledgements: list[Acknowledgement]


def registers_of(measure: Measure, *, on: date) -> MeasureRegisters:
    """The registers of a measure as they stood at the end of `on`.

    A lesson or bottleneck belongs to the measures that it named on that date, so all of the deal's are looked at.
    """
    deal = measure.deal
    checks = {check.kind: check for check in as_of(measure.external_checks.all(), on)}
    lessons = as_of(deal.lessons.prefetch_related("measures"), on)
    bottlenecks = as_of(deal.bottlenecks.select_related("theme").prefetch_related("measures"), on)
    return MeasureRegisters(
        lessons=[lesson for lesson in lessons if measure in lesson.measures.all()],
        bottlenecks=[bottleneck for bottleneck in bottlenecks if measure in bottleneck.measures.all()],
        checks=[CheckState(kind, checks.get(kind)) for kind in ExternalCheck.Kind],
        acknowledgements=as_of(measure.acknowledgements.all(), on),
    )
