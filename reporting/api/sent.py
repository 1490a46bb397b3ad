"""What a program sends: figures and bookings of projects, which become drafts."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from regiodeal.base.refusals import WrongStateError
from reporting.api import schemas
from reporting.api.paging import Asked
from reporting.api.problems import ProblemError
from reporting.api.reader import client_of, writing_deal_of
from reporting.sending.models import SendingScope, SentKind
from reporting.sending.sent_rows import MOST_SENT, MayNotSendError, SentFaultsError, send

router = Router(tags=["sturen"], by_alias=True)
CODE_TEXT = Annotated[str, Field(min_length=1, max_length=60)]
AMOUNT = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]


class Sent(BaseModel):
    """The base of what is sent: camelCase, and no field that is not named here."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class SentFigure(Sent):
    """Eén cijfer van een project."""

    reference: str = Field(
        min_length=1,
        max_length=100,
        description="Uw eigen nummer van deze rij. Nog eens gestuurd geeft het niets nieuws.",
    )
    project: CODE_TEXT = Field(description="De code van het project.")
    indicator: CODE_TEXT
    item: str | None = Field(None, max_length=60, description="Het onderdeel, waar de indicator die heeft.")
    year: int | None = Field(None, ge=2000, le=2100, description="Bij een cijfer per jaar.")
    measured_on: date | None = Field(None, description="Bij een stand: op welke dag dit zo was.")
    value: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
    source: str = Field(min_length=1, max_length=300)
    note: str = Field("", max_length=5000, description="Tel mensen, noem geen namen.")
    reason: str = Field(
        "", max_length=1000, description="Alleen als het een goedgekeurd cijfer vervangt: wat er niet klopte."
    )


class SentBooking(Sent):
    """Eén verplichting of besteding van een project."""

    reference: str = Field(min_length=1, max_length=100, description="Uw eigen nummer van deze rij.")
    kind: Literal["commitment", "expenditure"]
    project: CODE_TEXT
    budget_line: CODE_TEXT
    measure: str | None = Field(None, max_length=60, description="Anders de maatregel van het project.")
    code: CODE_TEXT = Field(description="Het boekstuk.")
    booked_on: date
    year: int | None = Field(None, ge=2000, le=2100, description="Het boekjaar, als dat niet dat van de dag is.")
    amount: AMOUNT = Field(description="In euro, incl. btw.")
    btw_amount: AMOUNT | None = Field(None, description="Alleen bij een besteding.")
    counterpart: str = Field(min_length=1, max_length=200)
    description: str = Field(min_length=1, max_length=300, description="Noem geen namen van bewoners.")


class SentFigures(Sent):
    """Cijfers, alle of geen."""

    rows: list[SentFigure] = Field(min_length=1, max_length=MOST_SENT)
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "rows": [
                    {
                        "reference": "KADE-2026-0001",
                        "project": "P-01",
                        "indicator": "vrijwilligers-vergoeding",
                        "year": 2026,
                        "value": "84",
                        "source": "Deelnemersregistratie, december 2026",
                    }
                ]
            }
        }
    )


class SentBookings(Sent):
    """Boekingen, alle of geen."""

    rows: list[SentBooking] = Field(min_length=1, max_length=MOST_SENT)
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "rows": [
                    {
                        "reference": "KADE-F-0017",
                        "kind": "expenditure",
                        "project": "P-01",
                        "budgetLine": "A-rijk",
                        "code": "F-0017",
                        "bookedOn": "2026-05-12",
                        "amount": "1210.00",
                        "btwAmount": "210.00",
                        "counterpart": "Drukkerij (verzonnen)",
                        "description": "Folders",
                    }
                ]
            }
        }
    )


class SendOptions(Asked):
    """How it is sent."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")
    dry_run: bool = Field(False, description="Kijk alles na en bewaar niets.")


@router.post(
    "/deals/{slug:deal}/drafts/figures",
    response={200: schemas.SentAnswer},
    summary="Cijfers van projecten sturen, als concept",
    operation_id="send_figures",
)
def send_figures(request: HttpRequest, deal: str, sent: SentFigures, options: Query[SendOptions]) -> object:
    """Make drafts of the figures, all of them or none."""
    return _send(request, deal, SentKind.FIGURES, sent, dry_run=options.dry_run)


@router.post(
    "/deals/{slug:deal}/drafts/bookings",
    response={200: schemas.SentAnswer},
    summary="Boekingen van projecten sturen, als concept",
    operation_id="send_bookings",
)
def send_bookings(request: HttpRequest, deal: str, sent: SentBookings, options: Query[SendOptions]) -> object:
    """Make drafts of the bookings, all of them or none."""
    return _send(request, deal, SentKind.BOOKINGS, sent, dry_run=options.dry_run)


def _send(
    request: HttpRequest, slug: str, kind: SentKind, sent: SentFigures | SentBookings, *, dry_run: bool
) -> schemas.SentAnswer:
    deal = writing_deal_of(request, slug)
    scopes = SendingScope.objects.select_related("client", "deal", "executor", "drafts_of")
    scope = scopes.filter(client=client_of(request), deal=deal).first()
    if scope is None:
        raise ProblemError(HTTPStatus.FORBIDDEN, "Dit token mag niets sturen. De beheerder van de deal kan dat geven.")
    rows = [row.model_dump() for row in sent.rows]
    try:
        with transaction.atomic():
            found = send(scope, kind, rows, at=timezone.now(), dry_run=dry_run)
    except MayNotSendError as refusal:
        raise ProblemError(HTTPStatus.FORBIDDEN, str(refusal)) from refusal
    except WrongStateError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, str(refusal)) from refusal
    except SentFaultsError as refusal:
        errors = [
            {"in": "body", "name": f"rows/{fault.row}/{to_camel(fault.field)}", "detail": fault.detail}
            for fault in refusal.faults
        ]
        told = "Er is niets bewaard. Verbeter de genoemde velden en stuur alles opnieuw."
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, told, errors=errors) from refusal
    answers = [
        schemas.SentRowAnswer(reference=row.reference, outcome=row.outcome, id=None if dry_run else row.number)
        for row in found
    ]
    return schemas.SentAnswer(dry_run=dry_run, rows=answers)
