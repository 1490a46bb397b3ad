"""The account to the Rijk over a bookkeeping year (SiSa): each indicator with its amount, from the same sums as the
position. It is another document than the progress report, with another last day: uiterlijk 15 juli."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine
from finance.budget.sources import DealSources, sources_of
from finance.position import sums
from finance.position.sums import SumCell, cells
from finance.sisa.models import SisaIndicator
from regiodeal.covenant.due_rules.due_rules import due_dates
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.models import Deal

FIGURES = {
    SisaIndicator.Figure.RECEIVED: {sums.RECEIVED},
    SisaIndicator.Figure.COMMITTED: {sums.COMMITTED},
    SisaIndicator.Figure.SPENT: {sums.SPENT, sums.UNCOMMITTED},
}


@dataclass(frozen=True)
class SisaRow:
    """One indicator with its amount in euro, including btw."""

    indicator: SisaIndicator
    amount: Decimal


@dataclass(frozen=True)
class SisaOverview:
    """The answers over a bookkeeping year, from what was booked and approved by `on`."""

    deal: Deal
    year: int
    on: date
    rows: tuple[SisaRow, ...]
    obligation: Obligation | None
    due_on: date | None

    @property
    def days_left(self) -> int | None:
        """Days until the last day; negative when it has passed."""
        return (self.due_on - self.on).days if self.due_on else None


def sisa(deal: Deal, year: int, *, on: date) -> SisaOverview:
    """The overview of a bookkeeping year, by the indicators that are for that year."""
    indicators = SisaIndicator.objects.filter(deal=deal, first_year__lte=year, last_year__gte=year)
    chosen = list(indicators.select_related("pillar", "obligation", "source"))
    lines = {line.pk: line for line in BudgetLine.objects.filter(deal=deal).select_related("source")}
    found, sources = cells(deal, on), sources_of(deal)
    obligation = chosen[0].obligation if chosen else None
    return SisaOverview(
        deal,
        year,
        on,
        tuple(SisaRow(each, _amount(each, year, found, lines, sources)) for each in chosen),
        obligation,
        _due(obligation, year),
    )


def sisa_years(deal: Deal, *, on: date) -> list[int]:
    """The bookkeeping years that can be accounted for: those of the deal that have begun, the newest first."""
    return list(range(min(deal.ends_on.year, on.year), deal.in_force_on.year - 1, -1))


def _due(obligation: Obligation | None, year: int) -> date | None:
    """The last day over a bookkeeping year: that of the obligation in the year after it."""
    if obligation is None:
        return None
    return next((last for last in due_dates(obligation.due, obligation.deal) if last.year == year + 1), None)


def _amount(
    asked: SisaIndicator, year: int, found: tuple[SumCell, ...], lines: dict[int, BudgetLine], sources: DealSources
) -> Decimal:
    within = sources.within(asked.source.code)
    wanted = FIGURES[SisaIndicator.Figure(asked.figure)]
    is_total = asked.period == SisaIndicator.Period.TO_DATE
    return sum(
        (
            cell.amount
            for cell in found
            if cell.what in wanted
            and (cell.year == year or (is_total and cell.year < year))
            and _is_asked(asked, within, cell, lines.get(cell.line) if cell.line else None)
        ),
        ZERO,
    )


def _is_asked(asked: SisaIndicator, within: frozenset[str], cell: SumCell, line: BudgetLine | None) -> bool:
    """Tell whether a sum is meant. What is not divided over lines yet has no purpose and pillar, and its own source."""
    source, purpose, pillar = (line.source.code, line.purpose, line.pillar_id) if line else (cell.contributor, "", None)
    return source in within and asked.purpose in {"", purpose} and asked.pillar_id in {None, pillar}
