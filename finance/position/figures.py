"""The figures of the money on a date, and how they add up. All amounts are `Decimal` euros, including btw."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine, Source
from finance.budget.sources import DealSources
from finance.caps.cap_position import CapPosition
from finance.forecasts.models import ControllerForecast
from finance.payment_plans.planned import PlannedPayment
from finance.position import sums
from finance.position.forecast import Horizon, Monthly, SpendingForecast, path
from finance.position.sums import SumCell
from regiodeal.base.dutch import euro
from regiodeal.deals.models import Deal, Party

UNDIVIDED = "onverdeeld"  # stands in the place of a line's code


@dataclass(frozen=True)
class Amounts:
    """The amounts of one line or of several together. `bound` counts no euro twice: see `room`.

    `held_back` is the part of what was agreed that a cap does not let be spent as of the date. `forecast` is what
    will have been spent when the deal ends; None where that of one of the lines cannot be told.
    """

    agreed: Decimal = ZERO
    received: Decimal = ZERO
    committed: Decimal = ZERO
    spent: Decimal = ZERO
    spent_uncommitted: Decimal = ZERO
    overspent: Decimal = ZERO
    forecast: Decimal | None = ZERO
    held_back: Decimal = ZERO

    @property
    def bound(self) -> Decimal:
        """Return what is no longer free: commitments, what was spent without one, and what was spent beyond one."""
        return self.committed + self.spent_uncommitted + self.overspent

    @property
    def room(self) -> Decimal:
        """Return what may still be committed: what was agreed and no cap holds back, less bound. Negative when more was
        bound than that."""
        return self.agreed - self.held_back - self.bound

    @property
    def outstanding(self) -> Decimal:
        """Return what was committed and is not paid yet."""
        return self.committed - (self.spent - self.spent_uncommitted) + self.overspent

    @property
    def left(self) -> Decimal | None:
        """Return what of the agreed amount will be left when the deal ends; negative when more will have been spent."""
        return None if self.forecast is None else self.agreed - self.forecast

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            self.agreed + other.agreed,
            self.received + other.received,
            self.committed + other.committed,
            self.spent + other.spent,
            self.spent_uncommitted + other.spent_uncommitted,
            self.overspent + other.overspent,
            None if self.forecast is None or other.forecast is None else self.forecast + other.forecast,
            self.held_back + other.held_back,
        )


@dataclass(frozen=True)
class PromisedAmounts:
    """Holds what the region promised to put in, as of the date: each later stage is part of the one before it."""

    pledged: Decimal = ZERO
    confirmed: Decimal = ZERO
    realised: Decimal = ZERO


@dataclass(frozen=True)
class LinePosition:
    """The position of one budget line; `line` is None for the receipts of a source that are not yet divided over lines.

    `pending` waits for approval and counts for nothing yet; `cap` is the lowest cap on the line; `also_serves` is the
    part of what was spent that also serves another pillar, by its code (footnote 2): it is in `amounts` once, and in no
    other line.
    """

    line: BudgetLine | None
    amounts: Amounts
    source: Source
    pending: Amounts = Amounts()
    also_serves: tuple[tuple[str, Decimal], ...] = ()
    forecast: SpendingForecast = SpendingForecast.NOTHING
    cap: CapPosition | None = None
    undivided_code: str = UNDIVIDED

    @property
    def room_reason(self) -> str:
        """Why the room is lower than agreed less bound: the cap that holds it back, in words; empty where none does."""
        if self.cap is None or not self.amounts.held_back:
            return ""
        most = f"{self.cap.sentence} {euro(self.cap.amount)}"
        return f"{self.cap.cap.title}: {most}. Dat is minder dan afgesproken ({euro(self.amounts.agreed)})."

    @property
    def code(self) -> str:
        """The line's code. What is not divided yet has `undivided_code`."""
        return self.line.code if self.line else self.undivided_code

    @property
    def label(self) -> str:
        """The line's name for people."""
        return self.line.label if self.line else f"Ontvangen {self.source.name}, nog niet verdeeld"


@dataclass(frozen=True)
class Position:
    """The money of a deal on a date, per line, with sums over any choice of lines."""

    deal: Deal
    on: date
    lines: tuple[LinePosition, ...]
    caps: tuple[CapPosition, ...]
    ahead: Horizon
    months: Monthly | None = field(repr=False, compare=False)
    cells: tuple[SumCell, ...] = ()
    sources: DealSources = field(default_factory=DealSources)
    expected: tuple[ControllerForecast, ...] = ()  # as they stood on the date
    planned: tuple[PlannedPayment, ...] = ()  # still to be paid by payment plans

    def total(self, *, source: str | None = None, side: str | None = None, pillar: str | None = None) -> Amounts:
        """The sum over the lines of a source with its parts, of a side and of a pillar (by code); over all without."""
        return sum((row.amounts for row in self._chosen(source, side, pillar)), Amounts())

    def pending(self, *, source: str | None = None, side: str | None = None, pillar: str | None = None) -> Amounts:
        """Return the amounts that wait for approval. They are in no other figure."""
        return sum((row.pending for row in self._chosen(source, side, pillar)), Amounts())

    def own(self, source: Source) -> Amounts:
        """The sum over the lines of a source itself, without its parts: over all `line_sources` that is the whole."""
        return sum((row.amounts for row in self.lines if row.source.code == source.code), Amounts())

    def _chosen(self, source: str | None, side: str | None, pillar: str | None) -> Iterable[LinePosition]:
        within = None if source is None else self.sources.within(source)
        for row in self.lines:
            of_pillar = row.line.pillar.code if row.line and row.line.pillar else None
            is_of_source = within is None or row.source.code in within
            if is_of_source and side in {None, row.source.side} and pillar in {None, of_pillar}:
                yield row

    @property
    def national(self) -> Amounts:
        """Return the sum over all lines of the state's money."""
        return self.total(side=Party.Side.NATIONAL)

    @property
    def line_sources(self) -> list[Source]:
        """Return the sources that have lines, in the order of the deal; `own` of each, added up, is the whole."""
        used = {row.source.code for row in self.lines}
        return [source for source in self.sources.rows if source.code in used]

    @property
    def has_agreements(self) -> bool:
        """Tell whether the deal says anything about money: a deal without sources has nothing to show of it."""
        return bool(self.sources.rows)

    def of_line(self, code: str) -> LinePosition:
        """The position of the line with that code. Raises KeyError."""
        for row in self.lines:
            if row.line and row.line.code == code:
                return row
        raise KeyError(code)

    @property
    def by_year(self) -> dict[int, Amounts]:
        """Per bookkeeping year what was received, committed and spent. The covenant divides nothing over years, so
        nothing is agreed, and there is no room, per year."""
        return by((cell for cell in self.cells if cell.what != sums.OVERSPENT), lambda cell: cell.year)

    def years_of(self, line: int) -> dict[int, Amounts]:
        """The same of one line, by its primary key."""
        own = (cell for cell in self.cells if cell.line == line and cell.what != sums.OVERSPENT)
        return by(own, lambda cell: cell.year)

    @property
    def by_contributor(self) -> dict[str, Amounts]:
        """Per contributor, by the code of its source, what was received."""
        received = (cell for cell in self.cells if cell.what == sums.RECEIVED)
        return by(received, lambda cell: cell.contributor)

    def received_from(self, source: str) -> Decimal:
        """Return what came in from the contributors of a source with its parts, in euro."""
        within = self.sources.within(source)
        return sum((amounts.received for code, amounts in self.by_contributor.items() if code in within), ZERO)

    def promised(self, *, contributor: str | None = None, partner: str | None = None) -> PromisedAmounts:
        """Return what was pledged, confirmed and realised for a source with its parts, or by one partner; by all
        without either."""
        within = None if contributor is None else self.sources.within(contributor)
        chosen = [
            cell
            for cell in self.cells
            if (within is None or cell.contributor in within) and partner in {None, cell.partner}
        ]
        return PromisedAmounts(*(sum_of(chosen, what) for what in (sums.PLEDGED, sums.CONFIRMED, sums.REALISED)))

    @property
    def by_partner(self) -> dict[str, PromisedAmounts]:
        """Per partner (Party or organisation, by name) what was pledged, confirmed and realised."""
        partners = sorted({cell.partner for cell in self.cells if cell.partner})
        return {partner: self.promised(partner=partner) for partner in partners}

    @property
    def by_source_and_partner(self) -> list[tuple[Source, list[tuple[str, PromisedAmounts]], PromisedAmounts]]:
        """Per source that money comes in from: what each partner promised for it, and what they did together."""
        found = []
        for source in self.sources.contributors:
            names = sorted({cell.partner for cell in self.cells if cell.partner and cell.contributor == source.code})
            parts = [(name, self.promised(contributor=source.code, partner=name)) for name in names]
            if parts:
                found.append((source, parts, self.promised(contributor=source.code)))
        return found

    def brought_in(self, source: Source) -> Decimal:
        """Return what came in from a source itself or was confirmed for it, in euro: the larger of the two, since they
        are two accounts of the same euros and are never added."""
        own = [cell for cell in self.cells if cell.contributor == source.code]
        return max(sum_of(own, sums.RECEIVED), sum_of(own, sums.CONFIRMED))

    def also_serves(self, pillar: str) -> Decimal:
        """Return what was spent in lines of other pillars and also serves this one; no part of this pillar's total."""
        return sum((amount for row in self.lines for code, amount in row.also_serves if code == pillar), ZERO)

    def expected_path(self, source: Source) -> list[tuple[date, Decimal]]:
        """The forecast of a source's own lines as a straight line from what was spent; empty where there is none."""
        amounts = self.own(source)
        return [] if amounts.forecast is None else path(self.ahead, amounts.spent, amounts.forecast)

    @property
    def elapsed(self) -> Decimal:
        """The share (0..1) of the term of the deal (art. 18) that has gone by at the end of the date."""
        total = Decimal((self.deal.ends_on - self.deal.in_force_on).days + 1)
        gone = Decimal((self.on - self.deal.in_force_on).days + 1)
        return min(max(gone / total, Decimal(0)), Decimal(1))


def amounts_of(found: Iterable[SumCell], prefix: str = "", *, agreed: Decimal = ZERO) -> Amounts:
    """The amounts of these cells; with the prefix WAITING of what waits for approval."""
    chosen = list(found)
    uncommitted = sum_of(chosen, prefix + sums.UNCOMMITTED)
    return Amounts(
        agreed=agreed,
        received=sum_of(chosen, prefix + sums.RECEIVED),
        committed=sum_of(chosen, prefix + sums.COMMITTED),
        spent=sum_of(chosen, prefix + sums.SPENT) + uncommitted,
        spent_uncommitted=uncommitted,
        overspent=sum_of(chosen, prefix + sums.OVERSPENT),
    )


def sum_of(found: Iterable[SumCell], what: str) -> Decimal:
    """The sum in euro of the cells that are that."""
    return sum((cell.amount for cell in found if cell.what == what), ZERO)


def by[Key: (int, str)](found: Iterable[SumCell], key: Callable[[SumCell], Key]) -> dict[Key, Amounts]:
    """The amounts per key, without what is nothing."""
    groups: dict[Key, list[SumCell]] = {}
    for cell in found:
        groups.setdefault(key(cell), []).append(cell)
    totals = {name: amounts_of(group) for name, group in sorted(groups.items())}
    return {name: amounts for name, amounts in totals.items() if amounts != Amounts()}
