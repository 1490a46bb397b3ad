"""Deals, Parties and measures: what was agreed."""

from typing import Any, Protocol

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router

from pillars.agreed.models import Measure, Result
from regiodeal.api_clients.models import ApiKind
from regiodeal.deals.in_force import changes_of, terms
from regiodeal.deals.models import Deal, Party
from reporting.api import schemas
from reporting.api.paging import ListPartOnDay, OnDay, list_page
from reporting.api.problems import not_found
from reporting.api.reader import client_of, deal_of

router = Router(tags=["afspraken"], by_alias=True)


@router.get("/deals", response=schemas.Page[schemas.DealAnswer], summary="De deals van dit token")
def deals(request: HttpRequest, asked: Query[ListPartOnDay]) -> object:
    """The deals that the token may read, with the dates in force on the day."""
    rows: Any = Deal.objects.filter(api_clients=client_of(request)).annotate(later=changes_of("pk")).order_by("slug")
    found = []
    for row in rows:
        row.known_changes = row.later or []
        found.append(_deal(row, asked))
    return list_page(request, found, asked, lambda item: item.slug)


@router.get("/deals/{slug:deal}", response=schemas.DealAnswer, summary="Een deal")
def deal(request: HttpRequest, deal: str, asked: Query[OnDay]) -> object:
    """One deal."""
    return _deal(deal_of(request, deal), asked)


def _deal(row: Deal, asked: OnDay) -> schemas.DealAnswer:
    agreed = terms(row, on=asked.day).deal_itself()
    names = [name for name in schemas.DealAnswer.model_fields if name != "on"]
    return schemas.DealAnswer(**{name: getattr(agreed, name) for name in names}, on=asked.day)


@router.get("/deals/{slug:deal}/parties", response=schemas.Page[schemas.PartyAnswer], summary="De Partijen")
def parties(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """The Parties on the day."""
    return list_page(request, _parties(request, deal, asked), asked, lambda item: item.code)


@router.get("/deals/{slug:deal}/parties/{code:code}", response=schemas.PartyAnswer, summary="Een Partij")
def party(request: HttpRequest, deal: str, code: str, asked: Query[OnDay]) -> object:
    """One Party."""
    return one(_parties(request, deal, asked), code)


def _parties(request: HttpRequest, slug: str, asked: OnDay) -> list[schemas.PartyAnswer]:
    found = deal_of(request, slug, ApiKind.AGREEMENT)
    rows = terms(found, on=asked.day).apply(Party.objects.filter(deal=found))
    return [schemas.PartyAnswer.model_validate(row) for row in rows]


@router.get("/deals/{slug:deal}/measures", response=schemas.Page[schemas.MeasureAnswer], summary="De maatregelen")
def measures(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """The measures on the day, in the order of the covenant."""
    return list_page(request, _measures(request, deal, asked), asked, lambda item: item.code)


@router.get("/deals/{slug:deal}/measures/{code:code}", response=schemas.MeasureAnswer, summary="Een maatregel")
def measure(request: HttpRequest, deal: str, code: str, asked: Query[OnDay]) -> object:
    """One measure."""
    return one(_measures(request, deal, asked), code)


def _measures(request: HttpRequest, slug: str, asked: OnDay) -> list[schemas.MeasureAnswer]:
    found = deal_of(request, slug, ApiKind.AGREEMENT)
    agreed = terms(found, on=asked.day)
    results = Prefetch("results", Result.objects.order_by("position"))
    rows = Measure.objects.filter(deal=found).select_related("goal__pillar").prefetch_related(results)
    return [
        schemas.MeasureAnswer(
            code=row.code,
            article=row.article,
            title=row.title,
            wording=row.wording,
            goal=row.goal.code,
            pillar=row.goal.pillar.code,
            pillar_name=row.goal.pillar.name,
            results=[result.code for result in agreed.apply(row.results.all())],
        )
        for row in agreed.apply(rows)
    ]


class HasCode(Protocol):
    """An answer with a code."""

    code: str


def one[Answer: HasCode](items: list[Answer], code: str) -> Answer:
    """The one with that code. Raises ProblemError when it is not agreed on that day."""
    for item in items:
        if item.code == code:
            return item
    raise not_found()
