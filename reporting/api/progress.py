"""Results and targets, with how they stand on a day."""

from django.http import HttpRequest
from ninja import Query, Router

from pillars.progress.deal_progress import DealProgress, TargetProgress, deal_progress
from pillars.progress.progress_records import result_records, target_record
from regiodeal.api_clients.models import ApiKind
from regiodeal.base.json_values import two_decimals
from reporting.api import schemas
from reporting.api.agreement import one
from reporting.api.paging import ListPartOnDay, OnDay, list_page
from reporting.api.reader import client_of, deal_of

router = Router(tags=["voortgang"], by_alias=True)
# What a target tells of how it goes, apart from what was agreed.
HOW = ("value", "status", "status_by_rule", "reason", "forecast", "forecast_ground", "planned", "uncovered")
HOW_AHEAD = ("forecast_gap", "forecast_by_plans")


@router.get("/deals/{slug:deal}/results", response=schemas.Page[schemas.ResultAnswer], summary="De resultaten")
def results(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """The results, each as good as its worst target on the day."""
    return list_page(request, _results(request, deal, asked), asked, lambda item: item.code)


@router.get("/deals/{slug:deal}/results/{code:code}", response=schemas.ResultAnswer, summary="Een resultaat")
def result(request: HttpRequest, deal: str, code: str, asked: Query[OnDay]) -> object:
    """One result."""
    return one(_results(request, deal, asked), code)


@router.get("/deals/{slug:deal}/targets", response=schemas.Page[schemas.TargetAnswer], summary="De normen")
def targets(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """The targets, with value, status and forecast on the day."""
    return list_page(request, _targets(request, deal, asked), asked, lambda item: item.code)


@router.get("/deals/{slug:deal}/targets/{code:code}", response=schemas.TargetAnswer, summary="Een norm")
def target(request: HttpRequest, deal: str, code: str, asked: Query[OnDay]) -> object:
    """One target."""
    return one(_targets(request, deal, asked), code)


def _progress(request: HttpRequest, slug: str, asked: OnDay) -> tuple[DealProgress, bool]:
    """How the deal stands, and whether the client may know it: what was agreed is another kind than how it goes."""
    found, client = deal_of(request, slug, ApiKind.AGREEMENT), client_of(request)
    progress = deal_progress(found, on=asked.day, with_pending=client.sees_unapproved)
    return progress, ApiKind.PROGRESS in client.kinds


def _results(request: HttpRequest, slug: str, asked: OnDay) -> list[schemas.ResultAnswer]:
    progress, may_know = _progress(request, slug, asked)
    hidden = {} if may_know else dict.fromkeys(("status", "reason", "decided_by_target"))
    return [schemas.ResultAnswer.of(row, **hidden, on=asked.day) for row in result_records(progress)]


def _targets(request: HttpRequest, slug: str, asked: OnDay) -> list[schemas.TargetAnswer]:
    progress, may_know = _progress(request, slug, asked)
    return [_target(row, asked, may_know=may_know) for row in progress.targets]


def _target(row: TargetProgress, asked: OnDay, *, may_know: bool) -> schemas.TargetAnswer:
    pending = {
        "pending_value": two_decimals(row.pending.value) if row.pending else None,
        "pending_status": row.pending.status if row.pending else None,
    }
    hidden = {} if may_know else dict.fromkeys((*HOW, *HOW_AHEAD, *pending))
    return schemas.TargetAnswer.of(target_record(row), **pending | hidden, on=asked.day)
