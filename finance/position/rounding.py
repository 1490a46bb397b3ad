"""Why a cap and the rounded cell of the table differ, worked out from what was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from finance.budget.models import AgreedTotal, AmountKind, BudgetLine, Contributor, Source
from finance.caps.cap_position import cap_amount
from finance.caps.models import Cap


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


def explained(lines: Iterable[BudgetLine], totals: Iterable[AgreedTotal], caps: Iterable[Cap]) -> list[Explained]:
    """Each cap against the exact maximum of the text; none where there is no exact maximum to take a share of."""
    national = [line for line in lines if line.source == Source.NATIONAL]
    maxima = [
        total.amount
        for total in totals
        if total.kind == AmountKind.MAXIMUM and total.contributor == Contributor.NATIONAL and not total.is_rounded
    ]
    return [
        Explained(
            cap=cap,
            maximum=maximum,
            at_most=cap_amount(cap.rate, maximum),
            cell=cap.budget_line.amount,
            others=sum((line.amount for line in national if line.pk != cap.budget_line_id), Decimal(0)),
        )
        for maximum in maxima[:1]
        for cap in caps
    ]
