"""Money: the position per line, the caps, and the ledger."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from finance.ledger.booking_record import booking_record
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt
from finance.liquidity.liquidity import Instalment, instalments
from finance.position.money_position import position
from finance.position.position_record import PositionRecord, position_record
from regiodeal.api_clients.models import ApiKind
from regiodeal.base.json_values import two_decimals
from reporting.api import schemas
from reporting.api.agreement import one
from reporting.api.paging import ListPartOnDay, OnDay, list_page, rows_page
from reporting.api.reader import client_of, deal_of

router = Router(tags=["geld"], by_alias=True)
BOOKINGS = schemas.Page[schemas.BookingAnswer]


@router.get(
    "/deals/{slug:deal}/budget-lines", response=schemas.Page[schemas.BudgetLineAnswer], summary="De stand per regel"
)
def budget_lines(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """The position per line on the day; receipts that are not divided yet are a line of their own, `onverdeeld`."""
    return list_page(request, _lines(request, deal, asked), asked, lambda item: item.code)


@router.get(
    "/deals/{slug:deal}/budget-lines/{code:code}", response=schemas.BudgetLineAnswer, summary="Een begrotingsregel"
)
def budget_line(request: HttpRequest, deal: str, code: str, asked: Query[OnDay]) -> object:
    """One line."""
    return one(_lines(request, deal, asked), code)


def _money(request: HttpRequest, slug: str, asked: OnDay) -> PositionRecord:
    found, client = deal_of(request, slug, ApiKind.MONEY), client_of(request)
    return position_record(position(found, on=asked.day), with_pending=client.sees_unapproved)


def _lines(request: HttpRequest, slug: str, asked: OnDay) -> list[schemas.BudgetLineAnswer]:
    rows = _money(request, slug, asked)["lines"]
    return [schemas.BudgetLineAnswer.of(row, pending=row.get("pending"), on=asked.day) for row in rows]


@router.get("/deals/{slug:deal}/caps", response=schemas.Page[schemas.CapAnswer], summary="De grenzen")
def caps(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """The caps on the day, such as that on the execution costs."""
    found = [schemas.CapAnswer.of(row, on=asked.day) for row in _money(request, deal, asked)["caps"]]
    return list_page(request, found, asked, lambda item: item.code)


@router.get(
    "/deals/{slug:deal}/expected-receipts",
    response=schemas.Page[schemas.ExpectedReceiptAnswer],
    summary="De termijnen die binnenkomen",
)
def expected_receipts(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """The instalments as they stood on the day, by the day on which they are expected."""
    found = [_expected(each) for each in instalments(deal_of(request, deal, ApiKind.MONEY), asked.day)]
    return list_page(request, found, asked, lambda item: str(item.id))


def _expected(each: Instalment) -> schemas.ExpectedReceiptAnswer:
    row, more = each.row, {"on": each.on, "condition_met_on": each.row.met_on, "is_late": each.is_late}
    told = {name: getattr(row, name) for name in ("title", "expected_on", "depends_on", "is_off")}
    amounts = {"amount": two_decimals(row.amount), "received": two_decimals(each.came)}
    return schemas.ExpectedReceiptAnswer.of(told, id=row.pk, contributor=row.contributor.code, **amounts, **more)


@router.get("/deals/{slug:deal}/receipts", response=BOOKINGS, summary="De ontvangsten", tags=["grootboek"])
def receipts(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """What came in, up to and including the day."""
    return _bookings(request, deal, asked, Receipt)


@router.get("/deals/{slug:deal}/commitments", response=BOOKINGS, summary="De verplichtingen", tags=["grootboek"])
def commitments(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """What was committed, up to and including the day."""
    return _bookings(request, deal, asked, Commitment)


@router.get("/deals/{slug:deal}/expenditures", response=BOOKINGS, summary="De bestedingen", tags=["grootboek"])
def expenditures(request: HttpRequest, deal: str, asked: Query[ListPartOnDay]) -> object:
    """What was spent, up to and including the day."""
    return _bookings(request, deal, asked, Expenditure)


def _bookings(request: HttpRequest, slug: str, asked: ListPartOnDay, model: type[Booking]) -> dict[str, object]:
    found, client = deal_of(request, slug, ApiKind.LEDGER), client_of(request)
    rows: Any = model._default_manager
    shown = rows.shown_on(found, asked.day, unapproved=client.sees_unapproved)
    related = ("line", "contributor") if model is Receipt else ("line", "measure", "project")
    return rows_page(request, shown.select_related(*related), asked, _booking)


def _booking(row: Any) -> schemas.BookingAnswer:
    return schemas.BookingAnswer.of(
        booking_record(row),
        id=row.pk,
        kind=row.kind,
        btw_amount=two_decimals(getattr(row, "btw_amount", None)),
        contributor=row.contributor.code if isinstance(row, Receipt) else None,
        counterpart=row.counterpart,
        description=row.description,
        corrects=row.corrects_id,
        state=row.state,
        approved_at=row.decided_at if row.state == "approved" else None,
    )
