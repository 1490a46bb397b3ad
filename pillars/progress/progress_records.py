"""Results and targets with how they stand, as records: the command, the snapshot and the API tell the same."""

from collections.abc import Mapping
from typing import Annotated, NotRequired, TypedDict

from pillars.agreed.models import Target
from pillars.progress.deal_progress import DealProgress, ResultProgress, TargetProgress
from pillars.progress.norm_plans import norm_plan
from pillars.status.status import Status
from regiodeal.base.json_values import Day, Figure, Share, day_text, said, two_decimals

type StatusCode = Annotated[str, said(Status)]


class ResultRecord(TypedDict):
    """A result with its status; its targets and measures by their codes."""

    code: str
    document_code: str
    article: str
    title: str
    wording: str
    goal: str
    executor: str
    measures: list[str]
    targets: list[str]
    status: StatusCode
    status_label: str
    reason: str
    decided_by_target: str


class TargetRecord(TypedDict):
    """A target of a result: what was agreed, its value, what is needed for it, its status and its forecast.

    `needed` follows from the rule of its kind, `status_by_rule` from its figures alone. `planned` is what projects plan
    together and `uncovered` what of `needed` none of them plans; `forecast_gap` what the forecast falls short of it.
    """

    code: str
    article: str
    result: str
    title: str
    kind: Annotated[str, said(Target.Kind)]
    kind_label: str
    operator: Annotated[str, said(Target.Operator)]
    minimum: Figure | None
    maximum: Figure | None
    is_ceiling: NotRequired[bool]  # only where it is
    divide_by: NotRequired[int]  # only of an average
    parts: NotRequired[int]  # only where it counts parts that were agreed
    unit: str
    cadence: str
    due_on: Day | None
    indicator: str
    value: Figure | None
    needed: Figure | None
    share: Share | None
    status: StatusCode
    status_label: str
    status_by_rule: StatusCode
    status_by_rule_label: str
    reason: str
    forecast: Figure | None
    forecast_on: Day
    forecast_label: str
    forecast_ground: str
    planned: NotRequired[Figure | None]  # not in what was laid down before projects were told
    uncovered: NotRequired[Figure | None]
    forecast_gap: NotRequired[Figure | None]
    forecast_by_plans: NotRequired[bool]
    forecast_reaches: NotRequired[bool | None]  # None where it cannot be said


def result_records(progress: DealProgress) -> list[ResultRecord]:
    """The results in the order of the covenant."""
    goals = {measure.goal_id: measure.goal.code for measure in progress.measures}
    return [_result(row, progress, goals) for row in progress.results]


def _result(row: ResultProgress, progress: DealProgress, goals: Mapping[int, str]) -> ResultRecord:
    result = row.result
    return {
        "code": result.code,
        "document_code": result.document_code,
        "article": result.article,
        "title": result.title,
        "wording": result.wording,
        "goal": goals.get(result.goal_id) or result.goal.code,
        "executor": result.executor,
        "measures": [measure.code for measure in progress.measures_of(result)],
        "targets": [target.target.code for target in row.targets],
        "status": row.status.value,
        "status_label": str(row.status.label),
        "reason": row.reason,
        "decided_by_target": row.worst_target.target.code if row.worst_target else "",
    }


def target_record(row: TargetProgress) -> TargetRecord:
    """One target."""
    target, outcome, plan = row.target, row.outcome, norm_plan(row)
    return {
        **_where_it_is(target),  # type: ignore[typeddict-item]
        "code": target.code,
        "article": target.article,
        "result": target.result.code,
        "title": target.title,
        "kind": target.kind,
        "kind_label": target.get_kind_display(),
        "operator": target.operator,
        "minimum": two_decimals(target.minimum),
        "maximum": two_decimals(target.maximum),
        "unit": target.unit,
        "cadence": target.cadence,
        "due_on": day_text(row.due_on),
        "indicator": target.indicator.code,
        "value": two_decimals(outcome.value),
        "needed": two_decimals(outcome.needed),
        "share": None if outcome.share is None else str(outcome.share),
        "status": row.status.value,
        "status_label": str(row.status.label),
        "status_by_rule": outcome.status.value,
        "status_by_rule_label": str(outcome.status.label),
        "reason": outcome.reason,
        "forecast": two_decimals(row.forecast.value),
        "forecast_on": row.forecast.on.isoformat(),
        "forecast_label": row.forecast.label,
        "forecast_ground": row.forecast.ground,
        "planned": two_decimals(plan.planned) if plan else None,
        "uncovered": two_decimals(plan.uncovered) if plan else None,
        "forecast_gap": two_decimals(plan.forecast_gap) if plan else None,
        "forecast_by_plans": row.forecast.is_by_plans,
        "forecast_reaches": row.forecast.reaches,
    }


def _where_it_is(target: Target) -> dict[str, int]:
    """What only some targets have: a ceiling, an average, parts."""
    found = {"is_ceiling": target.is_ceiling, "parts": target.parts}
    found |= {"divide_by": target.divide_by} if target.divide_by > 1 else {}
    return {name: value for name, value in found.items() if value}
