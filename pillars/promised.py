"""What is promised: the measures of a deal, their results and the targets of those, as they were first agreed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from pillars.models import Measure, Result, Target
from regiodeal.covenant.models import Deal
from regiodeal.covenant.prepared import Prepared, some_day, some_deal


@dataclass(frozen=True)
class Promised:
    """Results in the order of the covenant, and the targets of each by the key of the result."""

    results: list[Result]
    targets: dict[int, list[Target]]

    @classmethod
    def in_deal(cls, deal: Deal) -> "Promised":
        """All that a deal promises."""
        return cls._of(_RESULTS.objects(deal), _TARGETS.objects(deal))

    @classmethod
    def by_measure(cls, measure: Measure) -> "Promised":
        """What is promised for one measure."""
        return cls._of(_RESULTS_OF_MEASURE.objects(measure), _TARGETS_OF_MEASURE.objects(measure))

    @classmethod
    def _of(cls, results: list[Result], targets: Iterable[Target]) -> "Promised":
        by_key = {result.pk: result for result in results}
        found: dict[int, list[Target]] = {key: [] for key in by_key}
        for target in targets:
            target.result = by_key[target.result_id]
            found[target.result_id].append(target)
        return cls(results, found)


def measures_in(deal: Deal) -> list[Measure]:
    """The measures of a deal, each with its goal and its pillar."""
    return _MEASURES.objects(deal)


def results_by_measure(deal: Deal) -> dict[int, set[int]]:
    """The keys of the results of each measure of a deal, by the key of the measure."""
    found: dict[int, set[int]] = defaultdict(set)
    for measure, result in _PAIRS.rows(deal):
        found[measure].add(result)
    return found


def targets_of(measure: Measure) -> QuerySet[Target]:
    """The targets of the results of a measure."""
    return Target.objects.filter(result__measures=measure)


def some_measure(number: int) -> Measure:
    """A measure that stands in for the one that will be asked for (regiodeal/covenant/prepared.py)."""
    return Measure(pk=2_000_000_211 + number, deal=some_deal(number))


def some_measure_and_day(number: int) -> tuple[Measure, date]:
    """What most queries about a measure are asked with."""
    return some_measure(number), some_day(number)


def _by_deal(build: Callable[[Deal], QuerySet[Any, Any]]) -> Prepared[Deal]:
    return Prepared(build, values=lambda deal: (deal.pk,), stand_in=lambda number: (some_deal(number),))


def _by_measure(build: Callable[[Measure], QuerySet[Any, Any]]) -> Prepared[Measure]:
    return Prepared(build, values=lambda measure: (measure.pk,), stand_in=lambda number: (some_measure(number),))


def _with_indicators(targets: QuerySet[Target]) -> QuerySet[Target]:
    return targets.select_related("indicator", "whole_indicator")


_MEASURES = _by_deal(lambda deal: Measure.objects.filter(deal=deal).select_related("goal__pillar"))
_RESULTS = _by_deal(lambda deal: Result.objects.filter(deal=deal))
_TARGETS = _by_deal(lambda deal: _with_indicators(Target.objects.filter(deal=deal)))
_PAIRS = _by_deal(
    lambda deal: Result.measures.through.objects.filter(result__deal=deal).values_list("measure_id", "result_id")
)
_RESULTS_OF_MEASURE = _by_measure(lambda measure: Result.objects.filter(measures=measure))
_TARGETS_OF_MEASURE = _by_measure(lambda measure: _with_indicators(targets_of(measure)))
