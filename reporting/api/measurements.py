"""Measurements: the figures themselves."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from pillars.measurements.measurement_record import measurement_record
from pillars.measurements.models import Measurement
from regiodeal.api_clients.models import ApiKind
from regiodeal.base.forms import LARGEST_KEY
from reporting.api import schemas
from reporting.api.paging import CODE, ListPartOnDay, OnDay, matching, rows_page
from reporting.api.problems import not_found
from reporting.api.reader import client_of, deal_of

router = Router(tags=["voortgang"], by_alias=True)


class Narrowed(ListPartOnDay):
    """Which measurements."""

    indicator: Annotated[str | None, *matching(CODE)] = Field(
        None, description="Alleen van de indicator met deze code."
    )
    year: Annotated[int | None, *matching(r"^20[0-9]{2}$")] = Field(None, description="Alleen over dit jaar.")


@router.get("/deals/{slug:deal}/measurements", response=schemas.Page[schemas.MeasurementAnswer], summary="De metingen")
def measurements(request: HttpRequest, deal: str, asked: Query[Narrowed]) -> object:
    """What was known on the day, in the order of entering."""
    rows = _rows(request, deal, asked)
    if asked.indicator:
        rows = rows.filter(indicator__code=asked.indicator)
    if asked.year:
        rows = rows.filter(year=asked.year)
    unapproved = client_of(request).sees_unapproved
    return rows_page(request, rows, asked, lambda row: _measurement(row, unapproved=unapproved))


@router.get("/deals/{slug:deal}/measurements/{int:number}", response=schemas.MeasurementAnswer, summary="Een meting")
def measurement(request: HttpRequest, deal: str, number: int, asked: Query[OnDay]) -> object:
    """One measurement."""
    row = _rows(request, deal, asked).filter(pk=number).first() if number <= LARGEST_KEY else None
    if row is None:
        raise not_found()
    return _measurement(row, unapproved=client_of(request).sees_unapproved)


def _rows(request: HttpRequest, slug: str, asked: OnDay) -> QuerySet[Measurement]:
    found, client = deal_of(request, slug, ApiKind.PROGRESS), client_of(request)
    rows = Measurement.objects.shown_on(asked.day, unapproved=client.sees_unapproved)
    return rows.filter(indicator__deal=found).select_related("indicator", "item", "project")


def _measurement(row: Measurement, *, unapproved: bool) -> schemas.MeasurementAnswer:
    return schemas.MeasurementAnswer.of(
        measurement_record(row, unapproved=unapproved),
        id=row.pk,
        note=row.note,
        state=row.state,
        approved_at=row.decided_at if row.state == "approved" else None,
        replaces=row.replaces_id,
    )
