"""What stands beside the results of a measure: lessons, bottlenecks, external checks and acknowledgements."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from pillars.models import Acknowledgement, Bottleneck, ExternalCheck, Lesson, Measure
from pillars.promised import some_measure_and_day
from regiodeal.covenant.models.register import stood, with_later
from regiodeal.covenant.prepared import Prepared


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
    """The registers of a measure as they stood at the end of `on`, in four queries.

    A lesson or bottleneck belongs to the measures that it named on that date, so all of the deal's are looked at.
    """
    checks = {check.kind: check for check in stood(_CHECKS.objects(measure, on))}
    return MeasureRegisters(
        lessons=[row for row in stood(_LESSONS.objects(measure, on)) if _named(row, measure)],
        bottlenecks=[row for row in stood(_BOTTLENECKS.objects(measure, on)) if _named(row, measure)],
        checks=[CheckState(kind, checks.get(kind)) for kind in ExternalCheck.Kind],
        acknowledgements=stood(_ACKNOWLEDGEMENTS.objects(measure, on)),
    )


def _named(row: Any, measure: Measure) -> bool:
    """Whether a row names the measure: as it stands, or as it stood then."""
    return row.names_measure if row.replaced_later is None else measure in row.measures.all()


def _of_deal(rows: QuerySet[Any], measure: Measure, on: date) -> QuerySet[Any]:
    naming = rows.model._default_manager.filter(pk=OuterRef("pk"), measures=measure)
    return with_later(rows.filter(deal=measure.deal_id).annotate(names_measure=Exists(naming)), on)


def _in_deal(rows: QuerySet[Any]) -> Prepared[Measure, date]:
    return Prepared(
        lambda measure, on: _of_deal(rows, measure, on),
        values=lambda measure, on: (measure.deal_id, measure.pk, on),
        stand_in=some_measure_and_day,
    )


def _by_measure(rows: QuerySet[Any]) -> Prepared[Measure, date]:
    return Prepared(
        lambda measure, on: with_later(rows.filter(measure=measure), on),
        values=lambda measure, on: (measure.pk, on),
        stand_in=some_measure_and_day,
    )


_CHECKS = _by_measure(ExternalCheck.objects.all())
_ACKNOWLEDGEMENTS = _by_measure(Acknowledgement.objects.all())
_LESSONS = _in_deal(Lesson.objects.all())
_BOTTLENECKS = _in_deal(Bottleneck.objects.select_related("theme"))
