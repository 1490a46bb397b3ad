"""Why a cap and the rounded cell of the table differ, worked out from what was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from finance.budget.models import AgreedTotal, AmountKind, BudgetLine, Source
from finance.budget.sources import DealSources
from finance.caps.cap_position import cap_amount
from finance.caps.models import Cap
from regiodeal.deals.models import Party


@dataclass(frozen=True)
class Explained:
    """A cap at the most that can be received, beside the cell of the table for the same costs. Euro incl. btw."""

    cap: Cap
    maximum: Decimal
    at_most: Decimal
    cell: Decimal
    others: Decimal

    @property
    def difference(self) -> Decimal:
        """Return how much more the cap is than the cell; negative when it is less."""
        return self.at_most - self.cell

    @property
    def left_for_others(self) -> Decimal:
        """Return what is left of the maximum for the other lines when the cap is used wholly."""
        return self.maximum - self.at_most

    @property
    def cell_share(self) -> Decimal:
        """The share (0..1) of the maximum that the cell is."""
        return self.cell / self.maximum


def explained(
    lines: Iterable[BudgetLine], totals: Iterable[AgreedTotal], caps: Iterable[Cap], sources: DealSources
) -> list[Explained]:
    """Each cap of what is received, against the exact maximum that the text names for that source; others do not grow
    to a maximum, and are left out, as is a cap without an exact maximum to take a share of."""
    of_table, exact = list(lines), [row for row in totals if row.kind == AmountKind.MAXIMUM and not row.is_rounded]
    found = []
    for cap in caps:
        if cap.base != Cap.Base.RECEIVED:
            continue
        whose = sources.within(cap.base_source.code) if cap.base_source else sources.of_side(Party.Side.NATIONAL)
        maximum = _maximum_of([row for row in sources.rows if row.code in whose], exact)
        if maximum:
            others = [row.amount for row in of_table if row.source.code in whose and row.pk != cap.budget_line_id]
            at_most = cap_amount(cap.rate, maximum)
            found.append(Explained(cap, maximum, at_most, cap.budget_line.amount, sum(others, Decimal(0))))
    return found


def _maximum_of(whose: list[Source], exact: list[AgreedTotal]) -> Decimal | None:
    """The exact maxima of these sources together, a whole before its parts; None unless they cover all of them."""
    named: dict[str, Decimal] = {row.contributor.code: row.amount for row in exact}
    codes = {row.code for row in whose}

    def of(source: Source) -> Decimal | None:
        if source.code in named:
            return named[source.code]
        parts = [of(row) for row in whose if row.part_of == source.code]
        known = [amount for amount in parts if amount is not None]
        return sum(known, Decimal(0)) if parts and len(known) == len(parts) else None

    tops = [of(row) for row in whose if row.part_of not in codes]
    found = [amount for amount in tops if amount is not None]
    return sum(found, Decimal(0)) if tops and len(found) == len(tops) else None
