"""The account to the Rijk as it was handed in, what changed since, and what stands open at the end of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine
from finance.budget.sources import sources_of
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt, known_by
from finance.position import sums
from finance.position.sums import cells
from finance.sisa.account import SisaOverview, sisa
from finance.sisa.models import SisaReturn
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import digest_of, hold_digest

KINDS: dict[str, type[Booking]] = {"ontvangsten": Receipt, "verplichtingen": Commitment, "bestedingen": Expenditure}
MOST_CHANGED = 200


@dataclass(frozen=True)
class HandedInRow:
    """One indicator as it was handed in and as it stands now, in euro."""

    code: str
    question: str
    then: Decimal
    now: Decimal

    @property
    def difference(self) -> Decimal:
        """Return what became of it since."""
        return self.now - self.then


def answers_of(overview: SisaOverview) -> list[list[str]]:
    """The answers as plain texts: what a page shows, and what is kept."""
    return [
        [row.indicator.code, row.indicator.indicator_code, row.indicator.question, str(row.amount)]
        for row in overview.rows
    ]


@transaction.atomic
def hand_in(overview: SisaOverview, *, by: User, at: datetime) -> SisaReturn:
    """Keep the account over a year as it is handed in: what was seen, which must still stand there.

    Raises ValueError for a year that goes on, MovedOnError when the answers changed since they were seen, and
    WrongStateError when the same was handed in last.
    """
    deal, year, today = overview.deal, overview.year, timezone.localdate(at)
    hold_running(deal.pk)
    if year >= today.year:
        raise ValueError("Dit boekjaar is nog niet voorbij.")
    if not overview.rows:
        raise ValueError("Over dit boekjaar vraagt SiSa niets.")
    answers = answers_of(sisa(deal, year, on=today))
    hold_digest(answers, digest_of(answers_of(overview)), title=f"SiSa over {year}")
    last = SisaReturn.objects.filter(deal=deal, year=year).first()
    if last and last.answers == answers:
        raise WrongStateError("Dit is al zo vastgelegd.")
    return SisaReturn.objects.create(deal=deal, year=year, answers=answers, handed_in_by=by, handed_in_at=at)


def last_return(deal: Deal, year: int, *, on: date) -> SisaReturn | None:
    """The account that was handed in last over a year, as known on a day."""
    rows = SisaReturn.objects.filter(deal=deal, year=year, handed_in_at__date__lte=on)
    return rows.select_related("handed_in_by").first()


def compared(handed_in: SisaReturn, overview: SisaOverview) -> list[HandedInRow]:
    """Each indicator that was handed in, beside what it is now."""
    now = {row.indicator.code: row.amount for row in overview.rows}
    return [
        HandedInRow(code, question, Decimal(amount), now.get(key, ZERO))
        for key, code, question, amount in handed_in.answers
    ]


def changed_since(handed_in: SisaReturn, *, on: date) -> list[tuple[str, Any]]:
    """The bookings up to that year that began to count after it was handed in, by kind: what made the difference."""
    found = []
    for kind, model in KINDS.items():
        bookings: Any = model._default_manager
        rows = bookings.filter(
            known_by(on),
            deal=handed_in.deal,
            year__lte=handed_in.year,
            decided_at__gt=handed_in.handed_in_at,
            state=State.APPROVED,
        )
        found += [(kind, row) for row in rows.order_by("decided_at", "pk")[:MOST_CHANGED]]
    return found


@dataclass(frozen=True)
class UnspentLine:
    """What was received and spent of the Rijk on one line up to and including a bookkeeping year, in euro."""

    title: str
    received: Decimal
    spent: Decimal

    @property
    def unspent(self) -> Decimal:
        """Return what is kept for the years to come (vooruitontvangen); below zero it is still to be received."""
        return self.received - self.spent


def unspent_advance(deal: Deal, year: int, *, on: date) -> list[UnspentLine]:
    """Per national line what was received and not spent at the end of a bookkeeping year; the sum of all comes last."""
    lines = {row.pk: row for row in BudgetLine.objects.filter(deal=deal).select_related("source", "pillar")}
    national = sources_of(deal).of_side(Party.Side.NATIONAL)
    received: dict[int | None, Decimal] = {}
    spent: dict[int | None, Decimal] = {}
    for cell in cells(deal, on):
        line = lines.get(cell.line) if cell.line else None
        source = line.source.code if line else cell.contributor
        if cell.year > year or source not in national:
            continue
        if cell.what == sums.RECEIVED:
            received[cell.line] = received.get(cell.line, ZERO) + cell.amount
        elif cell.what in {sums.SPENT, sums.UNCOMMITTED}:
            spent[cell.line] = spent.get(cell.line, ZERO) + cell.amount
    keys = [*(pk for pk in lines if pk in received or pk in spent), *([None] if None in received else [])]
    rows = [
        UnspentLine(lines[key].label if key else "nog niet verdeeld", received.get(key, ZERO), spent.get(key, ZERO))
        for key in keys
    ]
    return [*rows, UnspentLine("Totaal", _sum(rows, "received"), _sum(rows, "spent"))] if rows else []


def _sum(rows: Sequence[UnspentLine], name: str) -> Decimal:
    return sum((getattr(row, name) for row in rows), ZERO)


def transitory(deal: Deal, year: int, *, on: date) -> list[tuple[str, Any]]:
    """The expenditures over the turn of a year: booked after it and of it (nog te betalen), or the other way round."""
    last = date(year, 12, 31)
    counted = Expenditure.objects.booked_by(deal, on).select_related("line__pillar", "line__source")
    owed = counted.filter(year__lte=year, booked_on__gt=last)
    ahead = counted.filter(year__gt=year, booked_on__lte=last)
    return [
        *(("nog te betalen", row) for row in owed.order_by("booked_on", "pk")[:MOST_CHANGED]),
        *(("vooruitbetaald", row) for row in ahead.order_by("booked_on", "pk")[:MOST_CHANGED]),
    ]
