"""The progress as plain rows for the snapshot: pillars with their measures and results, and the figures behind them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from pillars.agreed.models import Measure
from pillars.evidence.models import Evidence
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.progress.deal_progress import DealProgress, ResultProgress, TargetProgress, stories
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal
from regiodeal.files.models import Openness

type Row = dict[str, Any]


def pillar_rows(deal: Deal, progress: DealProgress, *, on: date) -> list[Row]:
    """Pillars with their goals and measures. A result of two measures stands in full under the first of them."""
    entries = stories(deal, on=on)
    told: set[str] = set()
    pillars: dict[str, Row] = {}
    goals: dict[str, Row] = {}
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
        results = progress.of_measure(measure)
        goals[goal.code]["measures"].append(
            _measure(measure, entries.get(measure.code))
            | {
                "results": [result_row(r) for r in results if r.result.code not in told],
                "told_before": [r.result.code for r in results if r.result.code in told],
            }
        )
        told |= {r.result.code for r in results}
    return list(pillars.values())


def _measure(measure: Measure, entry: ProgressEntry | None) -> Row:
    return {
        "code": measure.code,
        "title": measure.title,
        "article": measure.article,
        "wording": measure.wording,
        "entry": _entry(entry) if entry else None,
    }


def _entry(entry: ProgressEntry) -> Row:
    assert entry.decided_by is not None
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


def result_row(progress: ResultProgress) -> Row:
    """A result with its targets, its status and why."""
    result = progress.result
    return {
        "code": result.code,
        "document_code": result.document_code,
        "article": result.article,
        "title": result.title,
        "wording": result.wording,
        "status": progress.status.value,
        "status_label": progress.status.label,
        "reason": progress.reason,
        "targets": [_target(target) for target in progress.targets],
    }


def _target(progress: TargetProgress) -> Row:
    target, outcome = progress.target, progress.outcome
    return {
        "code": target.code,
        "title": target.title,
        "kind": target.kind,
        "kind_label": target.get_kind_display(),
        "unit": target.unit,
        "value": None if outcome.value is None else f"{outcome.value:.2f}",
        "needed": None if outcome.needed is None else f"{outcome.needed:.2f}",
        "maximum": None if target.maximum is None else f"{target.maximum:.2f}",
        "share": None if outcome.share is None else str(outcome.share),
        "status": progress.status.value,
        "status_label": progress.status.label,
        "reason": outcome.reason,
        "status_by_rule_label": outcome.status.label,
        "explanation": _explanation(progress.explanation),
        "forecast": None if progress.forecast.value is None else f"{progress.forecast.value:.2f}",
        "forecast_on": progress.forecast.on.isoformat(),
        "forecast_label": progress.forecast.label,
        "forecast_ground": progress.forecast.ground,
        "due_on": progress.due_on.isoformat() if progress.due_on else None,
    }


def _explanation(explanation: Explanation | None) -> Row | None:
    if explanation is None:
        return None
    return {
        "text": explanation.text,
        "expected_value": None if explanation.expected_value is None else f"{explanation.expected_value:.2f}",
        "proposal": explanation.proposal,
        "decision": explanation.public_decision,
        "entered_by": str(explanation.entered_by),
    }


def _measurements(deal: Deal, on: date) -> Iterable[Measurement]:
    rows = Measurement.objects.known_on(on).filter(indicator__deal=deal)
    public = Prefetch("evidence", Evidence.objects.filter(openness=Openness.PUBLIC), to_attr="open_evidence")
    related = rows.select_related("indicator", "item", "entered_by", "decided_by").prefetch_related(public)
    return related.order_by("indicator__position", "measured_on", "pk")


def _source(row: Any) -> Row:
    return {
        "indicator": row.indicator.code,
        "indicator_name": row.indicator.name,
        "item": row.item.name if row.item else None,
        "year": row.year,
        "measured_on": row.measured_on.isoformat(),
        "value": f"{row.value:.2f}",
        "source": row.source,
        "entered_by": str(row.entered_by),
        "approved_by": str(row.decided_by),
        "evidence": [str(evidence) for evidence in row.open_evidence],
    }


def source_rows(deal: Deal, on: date) -> list[Row]:
    """Every figure behind the results that was known on the date, with who entered and approved it."""
    return [_source(row) for row in _measurements(deal, on)]
