"""Closing a period of the books by two people, and what may not be booked in one that is closed."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from finance.closing.models import SHUT, BookClosing, ClosingState
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt
from regiodeal.base.dutch import capital
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.review import State

BOOKS: dict[str, type[Booking]] = {"ontvangen": Receipt, "verplicht": Commitment, "besteed": Expenditure}
NOT_DIVIDED = ""  # the line of a receipt that was not divided
NO_REASON = "Geef een reden: wie later kijkt, moet weten waarom."
OWN_CLOSING = "U hebt dit zelf voorgesteld. Een ander moet het doen."


class ClosedPeriodError(WrongStateError):
    """Raised for a booking in a period that is closed. Its text is Dutch, and says what to do."""


def period_of(text: str) -> tuple[date, date]:
    """First and last day of `2026`, `2026-K1` or `2026-03`. Raises ValueError for anything else."""
    year, _, part = text.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first, last = (3 * int(part[1:]) - 2, 3 * int(part[1:])) if part.startswith("K") else (int(part), int(part))
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


def closed_periods(deal: Deal) -> list[BookClosing]:
    """The periods of a deal in which nothing is booked any more."""
    return list(BookClosing.objects.filter(deal=deal, state=ClosingState.CLOSED))


def closings_to_decide(deal: Deal, user: User, rights: frozenset[Right]) -> QuerySet[BookClosing]:
    """The periods that another proposed to close or asked to open again, for who may decide that."""
    rows = BookClosing.objects.filter(deal=deal)
    if Right.APPROVE_MONEY not in rights:
        return rows.none()
    proposed = Q(state=ClosingState.PROPOSED) & ~Q(proposed_by=user)
    asked = Q(state=ClosingState.CLOSED, reopening_asked_by__isnull=False) & ~Q(reopening_asked_by=user)
    return rows.filter(proposed | asked)


def refusal_of(closings: Iterable[BookClosing], *, booked_on: date, year: int) -> str:
    """Why a booking of that day and bookkeeping year cannot be made; empty when it can."""
    found = next((each for each in closings if each.holds(booked_on=booked_on, year=year)), None)
    if found is None:
        return ""
    what = f"boekjaar {year}" if found.year == year else str(found)
    return f"{capital(what)} is afgesloten. Boek dit in een open periode, als correctie die het boekstuk noemt."


def refuse_closed(deal: Deal, bookings: Iterable[Booking]) -> None:
    """Raise ClosedPeriodError when one of the bookings is in a closed period of the deal."""
    closings = closed_periods(deal)
    for booking in bookings if closings else ():
        if refusal := refusal_of(closings, booked_on=booking.booked_on, year=booking.year):
            raise ClosedPeriodError(f"{booking.code}: {refusal}")


type Figures = dict[str, dict[str, str]]  # euro as text, by code of the line and kind of booking


def booked_in(closing: BookClosing) -> Figures:
    """What counts in a period, in euro as text, by code of the line and kind of booking."""
    return booked_in_each(closing.deal, [closing])[closing.pk]


def booked_in_each(deal: Deal, closings: Collection[BookClosing]) -> dict[int, Figures]:
    """What counts in each of these periods of a deal, by its key; as many queries for many periods as for one."""
    found: dict[int, Figures] = {each.pk: {} for each in closings}
    sums = {f"sum_{each.pk}": Sum("amount", filter=each.bookings()) for each in closings}
    for name, model in BOOKS.items() if closings else ():
        bookings: Any = model._default_manager
        rows = bookings.filter(deal=deal, state=State.APPROVED).order_by().values("line__code").annotate(**sums)
        for row in rows:
            for each in closings:
                if (total := row[f"sum_{each.pk}"]) is not None:
                    found[each.pk].setdefault(row["line__code"] or NOT_DIVIDED, {})[name] = str(total)
    return found


def total_of(figures: Figures, name: str) -> Decimal:
    """The sum of one kind of booking over all lines, in euro."""
    return sum((Decimal(amounts.get(name, "0")) for amounts in figures.values()), Decimal(0))


def waiting_in(closing: BookClosing) -> int:
    """How many bookings of the period wait for approval."""
    submitted = {"deal": closing.deal, "state": State.SUBMITTED}
    return sum(model._default_manager.filter(closing.bookings(), **submitted).count() for model in BOOKS.values())


@transaction.atomic
def propose(deal: Deal, first: date, last: date, *, by: User, at: datetime) -> BookClosing:
    """Ask to close a period that is over. Raises ValueError for one that is not, WrongStateError where one overlaps."""
    hold_running(deal.pk)
    if last >= timezone.localdate(at):
        raise ValueError("Deze periode is nog niet voorbij.")
    overlapping = BookClosing.objects.filter(deal=deal, state__in=SHUT, first_day__lte=last, last_day__gte=first)
    # A year may be closed over months that are closed already; the same period, or a part of a closed one, may not.
    if taken := overlapping.filter(first_day__lte=first, last_day__gte=last).first():
        raise WrongStateError(f"{capital(str(taken))} is al {taken.get_state_display()}.")
    closing = BookClosing.objects.create(deal=deal, first_day=first, last_day=last, proposed_by=by, proposed_at=at)
    closing.tell(by=by, at=at, before={}, to_state=ClosingState.PROPOSED)
    return closing


@transaction.atomic
def close(closing: BookClosing, *, by: User, at: datetime, version: int) -> None:
    """Close a period that another proposed, with nothing in it that waits. Raises FourEyesError and WrongStateError."""
    hold_running(closing.deal_id)
    if by.pk == closing.proposed_by_id:
        raise FourEyesError(OWN_CLOSING)
    if count := waiting_in(closing):
        what = "1 boeking wacht" if count == 1 else f"{count} boekingen wachten"
        raise WrongStateError(f"In deze periode {what} nog op goedkeuring. Beslis daar eerst over.")
    closing.move(
        [ClosingState.PROPOSED],
        ClosingState.CLOSED,
        by=by,
        at=at,
        version=version,
        closed_by=by,
        closed_at=at,
        figures=booked_in(closing),
    )


def drop(closing: BookClosing, *, by: User, at: datetime, version: int, reason: str) -> None:
    """Do not close a proposed period. Raises ValueError without a reason, WrongStateError when it is too late."""
    _need(reason)
    step = {"reason": reason}
    closing.move([ClosingState.PROPOSED], ClosingState.DROPPED, by=by, at=at, version=version, step=step)


def ask_reopening(closing: BookClosing, *, by: User, at: datetime, version: int, reason: str) -> None:
    """Ask that a closed period opens again, with a reason. Raises ValueError without one, WrongStateError too late."""
    _need(reason)
    closed = models.Q(state=ClosingState.CLOSED)
    asked = {"reopening_asked_by": by, "reopening_reason": reason.strip()}
    step = {"by": by, "at": at, "reason": reason}
    closing.change(closed, asked, version=version, refusal=closing.moved_on, step=step)


@transaction.atomic
def reopen(closing: BookClosing, *, by: User, at: datetime, version: int) -> None:
    """Open a closed period again, as another asked. Raises FourEyesError and WrongStateError."""
    hold_running(closing.deal_id)
    if closing.reopening_asked_by_id is None:
        raise WrongStateError("Niemand heeft gevraagd om deze periode te heropenen.")
    if by.pk == closing.reopening_asked_by_id:
        raise FourEyesError("U hebt hier zelf om gevraagd. Een ander moet het doen.")
    step = {"reason": closing.reopening_reason}
    closing.move([ClosingState.CLOSED], ClosingState.REOPENED, by=by, at=at, version=version, step=step)


def _need(reason: str) -> None:
    if not reason.strip():
        raise ValueError(NO_REASON)
