"""The progress in the snapshot: pillars with their measures, the targets with what explains them, and measurements."""

from datetime import date
from typing import Any

from django.db.models import Prefetch

from pillars.agreed.models import Measure
from pillars.evidence.models import Evidence
from pillars.explanations.models import Explanation
from pillars.measurements.measurement_record import measurement_record
from pillars.measurements.models import Measurement
from pillars.progress.deal_progress import DealProgress, TargetProgress, stories
from pillars.progress.progress_records import target_record
from pillars.stories.models import ProgressEntry
from regiodeal.base.json_values import two_decimals
from regiodeal.deals.models import Deal
from regiodeal.files.models import Openness
from reporting.snapshot.schema import (
    ExplainedTarget,
    ExplanationRecord,
    GoalRecord,
    MeasureRecord,
    PillarRecord,
    ReportedMeasurement,
    StatusCount,
    StoryRecord,
    SumRecord,
    YearBeforeRecord,
)


def pillar_rows(deal: Deal, progress: DealProgress, *, on: date) -> list[PillarRecord]:
    """Pillars with their goals and measures."""
    entries = stories(deal, on=on)
    pillars: dict[str, PillarRecord] = {}
    goals: dict[str, GoalRecord] = {}
    for measure in progress.measures:
        goal = measure.goal
        pillar = pillars.setdefault(
            goal.pillar.code,
            {"code": goal.pillar.code, "name": goal.pillar.name, "article": goal.pillar.article, "goals": []},
        )
        if goal.code not in goals:
            goals[goal.code] = {
                "code": goal.code,
                "title": goal.title,
                "article": goal.article,
                "wording": goal.wording,
                "measures": [],
            }
            pillar["goals"].append(goals[goal.code])
        results = [row.result.code for row in progress.of_measure(measure)]
        goals[goal.code]["measures"].append(_measure(measure, entries.get(measure.code), results))
    return list(pillars.values())


def _measure(measure: Measure, entry: ProgressEntry | None, results: list[str]) -> MeasureRecord:
    return {
        "code": measure.code,
        "title": measure.title,
        "article": measure.article,
        "wording": measure.wording,
        "activities": [{"letter": row["letter"], "wording": row["wording"]} for row in measure.activities],
        "entry": _story(entry) if entry else None,
        "results": results,
    }


def _story(entry: ProgressEntry) -> StoryRecord:
    return {
        "year": entry.year,
        "done": entry.done,
        "schedule": entry.schedule,
        "schedule_label": entry.get_schedule_display(),
        "reason": entry.reason,
        "outlook": entry.outlook,
        "learned": entry.learned,
        "risks": entry.risks,
        "entered_by": str(entry.entered_by),
        "approved_by": str(entry.decided_by),
    }


def target_row(progress: TargetProgress) -> ExplainedTarget:
    """A target with its explanation and its years."""
    return {
        **target_record(progress),
        "explanation": _explanation(progress.explanation),
        "years": [{"year": year, "value": two_decimals(value)} for year, value in progress.by_year.items()],
    }


def count_rows(progress: DealProgress) -> list[StatusCount]:
    """How many results have each status."""
    return [
        {"status": status.value, "label": str(status.label), "count": count}
        for status, count in progress.counts.items()
    ]


def year_before_record(progress: DealProgress, *, on: date, money: SumRecord) -> YearBeforeRecord:
    """How results and targets stood on the day, and the money beside them."""
    return {
        "on": on.isoformat(),
        "counts": count_rows(progress),
        "results": {
            row.result.code: {"status": row.status.value, "status_label": str(row.status.label)}
            for row in progress.results
        },
        "targets": {
            row.target.code: {
                "value": two_decimals(row.outcome.value),
                "needed": two_decimals(row.outcome.needed),
            }
            for row in progress.targets
        },
        "money": money,
    }


def _explanation(explanation: Explanation | None) -> ExplanationRecord | None:
    if explanation is None:
        return None
    return {
        "text": explanation.text,
        "expected_value": two_decimals(explanation.expected_value),
        "proposal": explanation.proposal,
        "decision": explanation.public_decision,
        "entered_by": str(explanation.entered_by),
    }


def source_rows(deal: Deal, on: date) -> list[ReportedMeasurement]:
    """Every figure behind the results that was known on the date, with who entered and approved it."""
    public = Prefetch("evidence", Evidence.objects.filter(openness=Openness.PUBLIC), to_attr="open_evidence")
    known = Measurement.objects.known_on(on).filter(indicator__deal=deal).prefetch_related(public)
    rows = known.select_related("indicator", "item", "project", "entered_by", "decided_by")
    return [_source(row) for row in rows.order_by("indicator__position", "measured_on", "pk")]


def _source(row: Any) -> ReportedMeasurement:
    return {
        **measurement_record(row),
        "item_name": row.item.name if row.item else None,
        "entered_by": str(row.entered_by),
        "approved_by": str(row.decided_by),
        "evidence": [str(evidence) for evidence in row.open_evidence],
    }
