"""The position: what was agreed, received, committed and spent, and what room is left, as of a date.

Computed here and nowhere else. All amounts are `Decimal` euros with cents, including btw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from finance.fields import CENT, MoneyField
from finance.models import AgreedTotal, BudgetLine, Cap, Commitment, Expenditure, Receipt, Source
from regiodeal.covenant.models import Deal

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Amounts:
    """The amounts of one line or of several together. `bound` counts no euro twice: see `room`."""

    agreed: Decimal = ZERO
    received: Decimal = ZERO
    committed: Decimal = ZERO
    spent: Decimal = ZERO
    spent_uncommitted: Decimal = ZERO

    @property
    def bound(self) -> Decimal:
        """What is no longer free: commitments, and what was spent without one."""
        return self.committed + self.spent_uncommitted

    @property
    def room(self) -> Decimal:
        """What may still be committed: agreed less bound. Negative when more was bound than agreed."""
        return self.agreed - self.bound

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            self.agreed + other.agreed,
            self.received + other.received,
            self.committed + other.committed,
            self.spent + other.spent,
            self.spent_uncommitted + other.spent_uncommitted,
        )


@dataclass(frozen=True)
class LinePosition:
    """The position of one budget line; `line` is None for receipts that are not yet divided over the lines."""

    line: BudgetLine | None
    amounts: Amounts

    @property
    def source(self) -> str:
        """Whose money it is. Only national receipts come undivided."""
        return self.line.source if self.line else Source.NATIONAL

    @property
    def label(self) -> str:
        """The line's name for people."""
        return self.line.label if self.line else "Ontvangen rijksbijdrage, nog niet verdeeld"


@dataclass(frozen=True)
class CapPosition:
    """A cap as of the date: rate (share 0..1) times base (euro received) is the amount; less spent is the room."""

    cap: Cap
    base: Decimal
    spent: Decimal

    @property
    def amount(self) -> Decimal:
        """The most that may be spent, to the cent, rounded down: a cent above the share is above the cap."""
        return cap_amount(self.cap.rate, self.base)

    @property
    def room(self) -> Decimal:
        """What may still be spent under the cap; negative when it was passed."""
        return self.amount - self.spent


@dataclass(frozen=True)
class Position:
    """The money of a deal on a date, per line, with sums over any choice of lines."""

    deal: Deal
    on: date
    lines: tuple[LinePosition, ...]
    caps: tuple[CapPosition, ...]

    def total(self, *, source: str | None = None, pillar: str | None = None) -> Amounts:
        """The sum over the lines of a source and of a pillar (by code); over all lines without either."""
        chosen: Iterable[LinePosition] = self.lines
        if source is not None:
            chosen = [line for line in chosen if line.source == source]
        if pillar is not None:
            chosen = [line for line in chosen if line.line and line.line.pillar and line.line.pillar.code == pillar]
        return sum((line.amounts for line in chosen), Amounts())

    @property
    def elapsed(self) -> Decimal:
        """The share (0..1) of the term of the deal (art. 18) that has gone by at the end of the date."""
        total = Decimal((self.deal.ends_on - self.deal.in_force_on).days + 1)
        gone = Decimal((self.on - self.deal.in_force_on).days + 1)
        return min(max(gone / total, Decimal(0)), Decimal(1))


def cap_amount(rate: Decimal, base: Decimal) -> Decimal:
    """The cap in euro: 3% of 18,000,000.00 received is 540,000.00 (art. 5 lid 2); never from a rounded cell."""
    return (rate * base).quantize(CENT, rounding=ROUND_DOWN)


def position(deal: Deal, *, on: date) -> Position:
    """The position of the deal at the end of `on`, in two queries however many bookings there are."""
    lines = list(_lines(deal, on))
    undivided = lines[0].undivided if lines else ZERO
    positions = [
        LinePosition(line, Amounts(line.amount, line.received, line.committed, line.spent, line.uncommitted))
        for line in lines
    ]
    if undivided:
        positions.append(LinePosition(None, Amounts(received=undivided)))
    national = sum((p.amounts.received for p in positions if p.source == Source.NATIONAL), ZERO)
    spent = {line.pk: line.spent for line in lines}
    return Position(
        deal,
        on,
        lines=tuple(positions),
        caps=tuple(
            CapPosition(cap, national, spent[cap.budget_line_id])
            for cap in Cap.objects.filter(deal=deal).select_related("budget_line")
        ),
    )


def _lines(deal: Deal, on: date) -> QuerySet[Any]:
    """The budget lines, each with the sums of its bookings up to the date."""
    of_line = {"line": OuterRef("pk")}
    return (
        BudgetLine.objects.filter(deal=deal)
        .select_related("pillar")
        .annotate(
            received=_sum(Receipt.objects.booked_by(deal, on).filter(**of_line)),
            committed=_sum(Commitment.objects.booked_by(deal, on).filter(**of_line)),
            spent=_sum(Expenditure.objects.booked_by(deal, on).filter(**of_line)),
            uncommitted=_sum(Expenditure.objects.booked_by(deal, on).filter(commitment__isnull=True, **of_line)),
            undivided=_sum(Receipt.objects.booked_by(deal, on).filter(line__isnull=True)),
        )
    )


def contributions(deal: Deal, *, on: date) -> list[Any]:
    """The totals that art. 5 names for a contributor, each with `received`: what came in from that contributor."""
    of_contributor = {"contributor": OuterRef("contributor")}
    received = _sum(Receipt.objects.booked_by(deal, on).filter(**of_contributor))
    return list(AgreedTotal.objects.filter(deal=deal).annotate(received=received))


def _sum(rows: QuerySet[Any]) -> Coalesce:
    """The sum of the rows' amounts as a subquery; 0.00 without rows."""
    # order_by() clears the model's ordering, which would otherwise split the group per day.
    total = rows.order_by().values("deal").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total), Value(ZERO), output_field=MoneyField())


def as_rows(money: Position) -> dict[str, object]:
    """The position as plain rows for a file: amounts as text with two decimals, the rate as text."""
    first_cap = money.caps[0] if money.caps else None
    return {
        "deal": money.deal.slug,
        "on": money.on.isoformat(),
        "lines": [
            {
                "code": line.line.code if line.line else "onverdeeld",
                "article": line.line.article if line.line else "5 lid 2",
                "pillar": line.line.pillar.code if line.line and line.line.pillar else None,
                "source": line.source,
                **_amount_texts(line.amounts),
            }
            for line in money.lines
        ],
        "totals": {source: _amount_texts(money.total(source=source)) for source in Source.values},
        "cap": cap_row(first_cap) if first_cap else None,
        "caps": [cap_row(cap) for cap in money.caps],
    }


def cap_row(cap: CapPosition) -> dict[str, str]:
    """A cap as text: rate as a share of 1, amounts with two decimals."""
    return {
        "code": cap.cap.code,
        "article": cap.cap.article,
        "rate": f"{cap.cap.rate:.2f}" if cap.cap.rate == cap.cap.rate.quantize(CENT) else str(cap.cap.rate),
        "base": f"{cap.base:.2f}",
        "amount": f"{cap.amount:.2f}",
        "spent": f"{cap.spent:.2f}",
        "room": f"{cap.room:.2f}",
    }


def _amount_texts(amounts: Amounts) -> dict[str, str]:
    return {
        "agreed": f"{amounts.agreed:.2f}",
        "received": f"{amounts.received:.2f}",
        "committed": f"{amounts.committed:.2f}",
        "spent": f"{amounts.spent:.2f}",
        "room": f"{amounts.room:.2f}",
    }
