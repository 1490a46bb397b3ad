"""What is promised: the measures of a deal, their results and the targets of those, as they were first agreed."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from pillars.agreed.models import Measure, Result, Target, TargetQuerySet
from regiodeal.deals.models import Deal


@dataclass(frozen=True)
class Promised:
    """Results in the order of the covenant, and the targets of each by the key of the result."""

    results: list[Result]
    targets: dict[int, list[Target]]

    @classmethod
    def in_deal(cls, deal: Deal) -> "Promised":
        """All that a deal promises."""
        return cls._of(Result.objects.filter(deal=deal), Target.objects.filter(deal=deal))

    @classmethod
    def by_measure(cls, measure: Measure) -> "Promised":
        """Return what is promised for one measure."""
        return cls._of(Result.objects.filter(measures=measure), targets_of(measure))

    @classmethod
    def _of(cls, results: QuerySet[Result], targets: TargetQuerySet) -> "Promised":
        by_key = {result.pk: result for result in results}
        found: dict[int, list[Target]] = {key: [] for key in by_key}
        for target in targets.with_parts().select_related("indicator", "whole_indicator"):
            target.result = by_key[target.result_id]
            found[target.result_id].append(target)
        return cls(list(by_key.values()), found)


def measures_in(deal: Deal) -> list[Measure]:
    """The measures of a deal, each with its goal and its pillar."""
    return list(Measure.objects.filter(deal=deal).select_related("goal__pillar"))


def results_by_measure(deal: Deal) -> dict[int, set[int]]:
    """The keys of the results of each measure of a deal, by the key of the measure."""
    found: dict[int, set[int]] = defaultdict(set)
    pairs = Result.measures.through.objects.filter(result__deal=deal)
    for measure, result in pairs.values_list("measure_id", "result_id"):
        found[measure].add(result)
    return found


def targets_of(measure: Measure) -> TargetQuerySet:
    """The targets of the results of a measure."""
    return Target.objects.filter(result__measures=measure)
