"""The results of a snapshot where the report tells of them."""

from dataclasses import dataclass

from pillars.progress.progress_records import ResultRecord
from reporting.snapshot.schema import ExplainedTarget, GoalRecord, MeasureRecord, PillarRecord, Snapshot


@dataclass(frozen=True)
class ToldResult:
    """A result with its targets, and the first of its measures: the report tells of it there, and once."""

    result: ResultRecord
    targets: list[ExplainedTarget]
    measure: MeasureRecord
    goal: GoalRecord
    pillar: PillarRecord


def told_results(snapshot: Snapshot) -> dict[str, ToldResult]:
    """Every result in the order of the report, by its code."""
    results = {row["code"]: row for row in snapshot["results"]}
    targets = {row["code"]: row for row in snapshot["targets"]}
    told: dict[str, ToldResult] = {}
    for pillar in snapshot["pillars"]:
        for goal in pillar["goals"]:
            for measure in goal["measures"]:
                for code in measure["results"]:
                    if code not in told:
                        result = results[code]
                        own = [targets[name] for name in result["targets"]]
                        told[code] = ToldResult(result, own, measure, goal, pillar)
    return told


def unexplained(snapshot: Snapshot) -> int:
    """How many results are off course without an explanation of any of their targets."""
    explained = {row["result"] for row in snapshot["targets"] if row["explanation"]}
    return sum(code not in explained for code in snapshot["deviations"])


def told_by_measure(told: dict[str, ToldResult]) -> dict[str, list[ToldResult]]:
    """The results that are told under each measure, by its code."""
    found: dict[str, list[ToldResult]] = {}
    for row in told.values():
        found.setdefault(row.measure["code"], []).append(row)
    return found
