"""Results and targets with how they stand, as records: the command, the snapshot and the API tell the same."""

from collections.abc import Mapping
from typing import Annotated, NotRequired, TypedDict

from pillars.agreed.models import Target
from pillars.progress.deal_progress import DealProgress, ResultProgress, TargetProgress
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

    `needed` follows from the rule of its kind, `status_by_rule` from its figures alone.
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
    target, outcome = row.target, row.outcome
    ceiling: dict[str, bool] = {"is_ceiling": True} if target.is_ceiling else {}
    return {
        **ceiling,  # type: ignore[typeddict-item]
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
    }
