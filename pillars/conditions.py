"""What stands beside the results of a measure: lessons, bottlenecks, external checks and acknowledgements."""

from dataclasses import dataclass

from pillars.models import Acknowledgement, Bottleneck, ExternalCheck, Lesson, Measure


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


def registers_of(measure: Measure) -> MeasureRegisters:
    """The registers of a measure, in four queries."""
    checks = {check.kind: check for check in measure.external_checks.all()}
    return MeasureRegisters(
        lessons=list(measure.lessons.all()),
        bottlenecks=list(measure.bottlenecks.select_related("theme")),
        checks=[CheckState(kind, checks.get(kind)) for kind in ExternalCheck.Kind],
        acknowledgements=list(measure.acknowledgements.all()),
    )
