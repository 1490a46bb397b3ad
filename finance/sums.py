"""What the ledger adds up to, grouped as finely as any figure of the position needs, in one query.

Every figure of the money is a sum of these cells, so that the parts are the whole in every view.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from finance.models import Commitment, Contribution, Expenditure, Receipt
from finance.models.bookings import end_of, known_by, waiting_on
from regiodeal.covenant.models import Deal
from regiodeal.covenant.prepared import Prepared, some_deal_and_day

ZERO = Decimal("0.00")

RECEIVED = "received"
COMMITTED = "committed"
SPENT = "spent"  # under a commitment that counts
UNCOMMITTED = "uncommitted"  # spent without one
OVERSPENT = "overspent"  # spent under a commitment beyond its amount
ALSO_SERVES = "also_serves"
PROMISE, UNDER = "promise", "under"  # per commitment, to find what was overspent
PLEDGED, CONFIRMED, REALISED = "pledged", "confirmed", "realised"
WAITING = "waiting_"  # before one of these: it waits for approval and counts for nothing yet


_NO_YEAR = Value(0, IntegerField())


@dataclass(frozen=True)
class Cell:
    """A sum in euro of bookings that are alike: `what` it is, and its line, year, contributor, partner and pillar.

    `line` and `pillar` are primary keys, None and 0 where there is none; `pillar` is the one that is also served.
    """

    what: str
    line: int | None
    year: int
    contributor: str
    partner: str
    pillar: int
    amount: Decimal


def cells(deal: Deal, on: date) -> tuple[Cell, ...]:
    """All sums of the deal at the end of that day, in one query however many bookings there are."""
    found, left = [], Left()
    for what, line, year, contributor, partner, key, amount in _SUMS.rows(deal, on):
        if what in (PROMISE, UNDER):
            left.add(key, line, amount if what == PROMISE else -amount)
        else:
            # PostgreSQL gives the year of a date as a numeric.
            found.append(Cell(what, line, int(year), contributor, partner, key, amount))
    return (*found, *left.overspent())


def _sums(deal: Deal, on: date) -> QuerySet[Any, Any]:
    first, *others = (*_bookings(deal, on), *_contributions(deal, on))
    return first.union(*others, all=True).order_by()


_SUMS = Prepared(
    _sums,
    values=lambda deal, on: (deal.pk, on, end_of(on)),
    stand_in=some_deal_and_day,
)


class Left:
    """What is left of each commitment, by the key of its first row and its line: its amount less what was spent."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[int, int], Decimal] = {}

    def add(self, root: int, line: int, amount: Decimal) -> None:
        """Add to it; take from it with a negative amount."""
        self._amounts[root, line] = self._amounts.get((root, line), ZERO) + amount

    def overspent(self) -> Iterable[Cell]:
        """Per line what was spent under commitments beyond their amounts. It belongs to no year."""
        lines: dict[int, Decimal] = {}
        for (_root, line), amount in self._amounts.items():
            lines[line] = lines.get(line, ZERO) + max(-amount, ZERO)
        return [Cell(OVERSPENT, line, 0, "", "", 0, amount) for line, amount in lines.items() if amount]


def _bookings(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    counts, waits = known_by(on), waiting_on(on)
    known_or_waiting = {"deal": deal, "booked_on__lte": on}
    receipts = Receipt.objects.filter(counts | waits, **known_or_waiting)
    yield _grouped(receipts.annotate(what_=_either(counts, RECEIVED)), contributor="contributor")
    commitments = Commitment.objects.filter(counts | waits, **known_or_waiting)
    yield _grouped(commitments.annotate(what_=_either(counts, COMMITTED)))
    yield _grouped(_expenditures(deal, on))
    also = Expenditure.objects.booked_by(deal, on).filter(also_serves__isnull=False)
    yield _grouped(also.annotate(what_=_text(ALSO_SERVES)), pillar="also_serves_id", amount="also_serves_amount")
    yield from _commitments(deal, on)


def _expenditures(deal: Deal, on: date) -> QuerySet[Any]:
    """Each expenditure as spent under a commitment, or without one: a commitment that does not count, is none."""
    counts, waits = known_by(on), waiting_on(on)
    booked = Q(commitment__booked_on__lte=on)
    under = booked & known_by(on, of="commitment__")
    will_be_under = booked & (known_by(on, of="commitment__") | waiting_on(on, of="commitment__"))
    what = Case(
        When(counts & under, then=_text(SPENT)),
        When(counts, then=_text(UNCOMMITTED)),
        When(will_be_under, then=_text(WAITING + SPENT)),
        default=_text(WAITING + UNCOMMITTED),
        output_field=CharField(),
    )
    return Expenditure.objects.filter(counts | waits, deal=deal, booked_on__lte=on).annotate(what_=what)


def _commitments(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    """Per commitment, by its first row, and line: its amount with its corrections, and what was spent under it."""
    promised = Commitment.objects.booked_by(deal, on).annotate(root_=Coalesce("corrects_id", "pk"))
    yield _grouped(promised.annotate(what_=_text(PROMISE)), pillar="root_", year=_NO_YEAR)
    known = known_by(on, of="commitment__") & Q(commitment__booked_on__lte=on)
    spent = Expenditure.objects.booked_by(deal, on).filter(known)
    under = spent.annotate(root_=Coalesce("commitment__corrects_id", "commitment_id"))
    yield _grouped(under.annotate(what_=_text(UNDER)), pillar="root_", year=_NO_YEAR)


def _contributions(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    standing = Contribution.objects.standing(deal, on)
    year = Coalesce("year", ExtractYear("pledged_on"))
    partner = Coalesce("party__name", "organisation__name")
    for what, amount, rows in (
        (PLEDGED, "amount", standing),
        (CONFIRMED, "confirmed_amount", standing.filter(confirmed_on__lte=on)),
        (REALISED, "realised_amount", standing.filter(realised_on__lte=on)),
    ):
        named = rows.annotate(what_=_text(what))
        yield _grouped(named, contributor="contributor", partner=partner, year=year, amount=amount)


def _grouped(rows: QuerySet[Any], *, amount: str = "amount", **columns: Any) -> Any:
    """The sums of the rows per cell. order_by() clears the model's ordering, which would split the groups per day."""
    year, pillar = columns.get("year", "year"), columns.get("pillar")
    return (
        rows.order_by()
        .annotate(
            line_=F("line_id"),
            year_=F(year) if isinstance(year, str) else year,
            contributor_=F(columns["contributor"]) if "contributor" in columns else _text(""),
            partner_=columns.get("partner", _text("")),
            pillar_=F(pillar) if pillar else Value(0, IntegerField()),
        )
        .values_list("what_", "line_", "year_", "contributor_", "partner_", "pillar_")
        .annotate(total_=Sum(amount))
    )


def _either(counts: Q, what: str) -> Case:
    return Case(When(counts, then=_text(what)), default=_text(WAITING + what), output_field=CharField())


def _text(text: str) -> Value:
    return Value(text, CharField())
