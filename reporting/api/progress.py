"""Results and targets, with how they stand on a day."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from pillars.agreed.models import Target
from pillars.progress.deal_progress import DealProgress, ResultProgress, TargetProgress, deal_progress
from regiodeal.api_clients.models import ApiKind
from reporting.api import schemas
from reporting.api.agreement import one
from reporting.api.decimals import two_decimals
from reporting.api.paging import ListPartOnDay, OnDay, list_page
from reporting.api.reader import client_of, deal_of

router = Router(tags=["voortgang"], by_alias=True)


@router.get("/deals/{slug:deal}/results", response=schemas.Page[schemas.ResultAnswer], summary="De resultaten (art. 4)")
def results(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> Any:
    """The results, each as good as its worst target on the day."""
    return list_page(request, _results(request, deal, asked), asked, lambda item: item.code)


@router.get("/deals/{slug:deal}/results/{code:code}", response=schemas.ResultAnswer, summary="Een resultaat")
def result(request: HttpRequest, deal: str, code: str, asked: Query[OnDay]) -> Any:
    """One result."""
    return one(_results(request, deal, asked), code)


@router.get("/deals/{slug:deal}/targets", response=schemas.Page[schemas.TargetAnswer], summary="De normen")
def targets(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> Any:
    """The targets, with value, status and forecast on the day."""
    return list_page(request, _targets(request, deal, asked), asked, lambda item: item.code)


@router.get("/deals/{slug:deal}/targets/{code:code}", response=schemas.TargetAnswer, summary="Een norm")
def target(request: HttpRequest, deal: str, code: str, asked: Query[OnDay]) -> Any:
    """One target."""
    return one(_targets(request, deal, asked), code)


def _progress(request: HttpRequest, slug: str, asked: OnDay) -> tuple[DealProgress, bool]:
    """How the deal stands, and whether the client may know it: what was agreed is another kind than how it goes."""
    found, client = deal_of(request, slug, ApiKind.AGREEMENT), client_of(request)
    progress = deal_progress(found, on=asked.day, with_pending=client.sees_unapproved)
    return progress, ApiKind.PROGRESS in client.kinds


def _results(request: HttpRequest, slug: str, asked: OnDay) -> list[schemas.ResultAnswer]:
    progress, may_know = _progress(request, slug, asked)
    return [_result(row, progress, asked, may_know=may_know) for row in progress.results]


def _result(row: ResultProgress, progress: DealProgress, asked: OnDay, *, may_know: bool) -> schemas.ResultAnswer:
    agreed = row.result
    goals = {measure.goal_id: measure.goal.code for measure in progress.measures}
    return schemas.ResultAnswer(
        code=agreed.code,
        document_code=agreed.document_code,
        article=agreed.article,
        title=agreed.title,
        wording=agreed.wording,
        goal=goals.get(agreed.goal_id) or agreed.goal.code,
        executor=agreed.executor,
        measures=[measure.code for measure in progress.measures_of(agreed)],
        targets=[target.target.code for target in row.targets],
        status=row.status if may_know else None,
        reason=row.reason if may_know else None,
        decided_by_target=row.worst_target.target.code if may_know else None,
        on=asked.day,
    )


def _targets(request: HttpRequest, slug: str, asked: OnDay) -> list[schemas.TargetAnswer]:
    progress, may_know = _progress(request, slug, asked)
    found = ((row.result.code, target) for row in progress.results for target in row.targets)
    return [_target(code, target, asked, may_know=may_know) for code, target in found]


def _target(result_code: str, row: TargetProgress, asked: OnDay, *, may_know: bool) -> schemas.TargetAnswer:
    agreed = row.target
    how = _how(row) if may_know else dict.fromkeys(_HOW)
    return schemas.TargetAnswer(
        code=agreed.code,
        article=agreed.article,
        result=result_code,
        title=agreed.title,
        kind=Target.Kind(agreed.kind),
        operator=Target.Operator(agreed.operator),
        minimum=two_decimals(agreed.minimum),
        maximum=two_decimals(agreed.maximum),
        unit=agreed.unit,
        cadence=agreed.cadence,
        due_on=row.due_on,
        indicator=agreed.indicator.code,
        on=asked.day,
        **how,
    )


_HOW = (
    "value",
    "status",
    "status_by_rule",
    "reason",
    "forecast",
    "forecast_ground",
    "pending_value",
    "pending_status",
)


def _how(row: TargetProgress) -> dict[str, Any]:
    return {
        "value": two_decimals(row.outcome.value),
        "status": row.status,
        "status_by_rule": row.outcome.status,
        "reason": row.outcome.reason,
        "forecast": two_decimals(row.forecast.value),
        "forecast_ground": row.forecast.ground,
        "pending_value": two_decimals(row.pending.value) if row.pending else None,
        "pending_status": row.pending.status if row.pending else None,
    }
