"""The snapshot: everything a report says, frozen as plain data. The one module that asks every other app.

Values are texts (amounts and numbers with their decimals, dates in ISO form), so that the snapshot is the same as JSON.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from finance import position as money
from pillars.models import Explanation, Measure, Measurement, OutcomeIndicator, ProgressEntry
from pillars.progress import DealProgress, ResultProgress, TargetProgress, deal_progress, stories
from pillars.progress import as_rows as progress_rows
from regiodeal.covenant.deadlines import calendar
from regiodeal.covenant.due import judged_year
from regiodeal.covenant.models import Deal, Interpretation, Party

SCHEMA_VERSION = 1

type Row = dict[str, Any]


def take_snapshot(deal: Deal, *, year: int, stage: str, on: date) -> Row:
    """All that the report of a year says, as of a date."""
    progress = deal_progress(deal, on=on)
    position = money.position(deal, on=on)
    figures = progress_rows(progress)
    money_rows: Row = money.as_rows(position)
    return {
        "schema": SCHEMA_VERSION,
        "year": year,
        "stage": stage,
        "on": on.isoformat(),
        "judged_year": judged_year(deal, on),
        "deal": _deal(deal),
        "parties": [_party(party, on) for party in _parties(deal)],
        "pillars": _pillars(deal, progress, on=on),
        "counts": [
            {"status": status.value, "label": status.label, "count": count} for status, count in progress.counts.items()
        ],
        "results_total": len(progress.results),
        "deviations": [_result(r) for r in progress.results if r.status in {"behind", "attention"}],
        "money": money_rows
        | {
            "elapsed": f"{position.elapsed:.4f}",
            "lines": [_line(line, row) for line, row in zip(position.lines, money_rows["lines"], strict=True)],
            "caps": [money.cap_row(cap) | {"title": cap.cap.title} for cap in position.caps],
            "agreed_totals": [_agreed_total(total) for total in money.contributions(deal, on=on)],
            "sum": {
                "agreed": f"{position.total().agreed:.2f}",
                "received": f"{position.total().received:.2f}",
                "committed": f"{position.total().committed:.2f}",
                "spent": f"{position.total().spent:.2f}",
                "room": f"{position.total().room:.2f}",
            },
        },
        "deadlines": [_deadline(deadline) for deadline in calendar(deal, on=on)],
        "outcome_indicators": [
            _outcome(row) for row in OutcomeIndicator.objects.filter(deal=deal).select_related("goal")
        ],
        "readings": [_reading(reading) for reading in Interpretation.objects.filter(deal=deal)],
        "figures": figures["targets"],
        "sources": [_source(row) for row in _measurements(deal, on)],
    }


def canonical(snapshot: Row) -> bytes:
    """The snapshot as JSON in one fixed form: the file inside the PDF, and what the digest is taken of."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(snapshot: Row) -> str:
    """The SHA-256 of the snapshot's canonical JSON: one figure changed gives another hash."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def _deal(deal: Deal) -> Row:
    return {
        "slug": deal.slug,
        "name": deal.name,
        "short_name": deal.short_name,
        "region_name": deal.region_name,
        "signed_on": deal.signed_on.isoformat(),
        "in_force_on": deal.in_force_on.isoformat(),
        "ends_on": deal.ends_on.isoformat(),
        "core_message": deal.core_message,
        "core_message_article": deal.core_message_article,
        "example_notice": deal.example_notice,
    }


def _parties(deal: Deal) -> Iterable[Party]:
    return Party.objects.filter(deal=deal).prefetch_related("office_holders")


def _party(party: Party, on: date) -> Row:
    holders = [h for h in party.office_holders.all() if h.valid_from <= on and (h.valid_to is None or h.valid_to >= on)]
    return {
        "code": party.code,
        "name": party.name,
        "side": party.side,
        "office_holders": [f"{h.name}, {h.office}" for h in holders],
    }


def _pillars(deal: Deal, progress: DealProgress, *, on: date) -> list[Row]:
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
                "results": [_result(r) for r in results if r.result.code not in told],
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
        "entered_by": str(entry.entered_by),
        "approved_by": str(entry.decided_by),
    }


def _result(progress: ResultProgress) -> Row:
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
        "due_on": progress.due_on.isoformat() if progress.due_on else None,
    }


def _line(position: money.LinePosition, row: Row) -> Row:
    """A line of the position with what the covenant says of its agreed amount."""
    line = position.line
    words = {"kind_label": line.get_kind_display() if line else None, "is_rounded": bool(line and line.is_rounded)}
    return row | {"label": position.label, **words}


def _explanation(explanation: Explanation | None) -> Row | None:
    if explanation is None:
        return None
    return {
        "text": explanation.text,
        "expected_value": None if explanation.expected_value is None else f"{explanation.expected_value:.2f}",
        "proposal": explanation.proposal,
        "decision": explanation.decision,
        "entered_by": str(explanation.entered_by),
    }


def _agreed_total(total: Any) -> Row:
    return {
        "code": total.code,
        "article": total.article,
        "contributor_label": total.get_contributor_display(),
        "kind_label": total.get_kind_display(),
        "amount": f"{total.amount:.2f}",
        "received": f"{total.received:.2f}",
        "is_rounded": total.is_rounded,
    }


def _deadline(deadline: Any) -> Row:
    return {
        "code": deadline.obligation.code,
        "title": deadline.obligation.title,
        "article": deadline.obligation.article,
        "owner": deadline.obligation.owner,
        "due_on": deadline.due_on.isoformat(),
        "days_left": deadline.days_left,
        "is_on_weekend": deadline.is_on_weekend,
    }


def _outcome(row: OutcomeIndicator) -> Row:
    return {
        "code": row.code,
        "goal": row.goal.code,
        "name": row.name,
        "direction_label": row.get_direction_display(),
        "article": row.article,
    }


def _reading(reading: Interpretation) -> Row:
    return {
        "code": reading.code,
        "article": reading.article,
        "title": reading.title,
        "ambiguity": reading.ambiguity,
        "reading": reading.reading,
        "consequence": reading.consequence,
        "decided_on": reading.decided_on.isoformat(),
        "decided_by": reading.decided_by,
    }


def _measurements(deal: Deal, on: date) -> Iterable[Measurement]:
    rows = Measurement.objects.known_on(on).filter(indicator__deal=deal)
    return rows.select_related("indicator", "item", "entered_by", "decided_by").order_by(
        "indicator__position", "measured_on", "pk"
    )


def _source(row: Measurement) -> Row:
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
    }
