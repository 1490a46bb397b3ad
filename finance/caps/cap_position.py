"""A cap on a date: what its share is of, its amount, what was spent under it, what is left, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from finance.base.amounts import ZERO
from finance.base.money_fields import CENT
from finance.budget.models import Source
from finance.caps.models import Cap
from regiodeal.base.dutch import euro, exact_percent
from regiodeal.deals.models import Party


@dataclass(frozen=True)
class RecordedDeviation:
    """Holds what a recorded decision puts in the place of a cap's rate: another rate (0..1), or an amount in euro."""

    pk: int
    rate: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True)
class CapBases:
    """What a cap can be a share of, of some sources together; euro incl. btw.

    `total` is what all contributors brought in: received or confirmed, of each the larger, since these are two accounts
    of the same euros.
    """

    received: Decimal = ZERO
    agreed: Decimal = ZERO
    total: Decimal = ZERO
    spent: Decimal = ZERO
    forecast: Decimal | None = None  # spent at the end of the deal, where that can be told


type BasesOf = Callable[[Source | None, str | None], CapBases]  # of a source or, without one, of a side or of all


def cap_base(cap: Cap, of: BasesOf) -> Decimal:
    """What the cap's share is taken of, in euro: of its source, of the state's money received, or of the whole deal."""
    side = Party.Side.NATIONAL if cap.base_source is None and cap.base == Cap.Base.RECEIVED else None
    found = of(cap.base_source, side)
    return {
        Cap.Base.RECEIVED: found.received,
        Cap.Base.AGREED: found.agreed,
        Cap.Base.TOTAL: found.total,
        Cap.Base.SPENT: found.spent,
    }[Cap.Base(cap.base)]


def largest_base(cap: Cap, base: Decimal, of: BasesOf) -> Decimal:
    """What the base can come to: all that was agreed for it, or what it is where that is more already; in euro."""
    side = Party.Side.NATIONAL if cap.base_source is None and cap.base == Cap.Base.RECEIVED else None
    return max(of(cap.base_source, side).agreed, base)


def base_at_the_end(cap: Cap, base: Decimal, of: BasesOf) -> Decimal:
    """What the base is when the deal ends, by the forecast: of what is spent, what will have been spent; in euro.

    What is received or brought in is then all that was agreed.
    """
    if cap.base == Cap.Base.SPENT and (expected := of(cap.base_source, None).forecast) is not None:
        return max(expected, base)
    return largest_base(cap, base, of)


@dataclass(frozen=True)
class CapPosition:
    """A cap as of the date: rate (share 0..1) times base (euro, see `cap_base`) is the amount; less spent is the room.

    `most_base` is what the base can still come to, `last_base` what it is when the deal ends, by the forecast.
    """

    cap: Cap
    base: Decimal
    spent: Decimal
    deviation: RecordedDeviation | None = None
    pending: Decimal = ZERO
    bound: Decimal = ZERO
    most_base: Decimal = ZERO
    last_base: Decimal = ZERO

    @property
    def rate(self) -> Decimal:
        """The share that counts: of the covenant, or of the recorded deviation."""
        return self.deviation.rate if self.deviation and self.deviation.rate is not None else self.cap.rate

    @property
    def amount(self) -> Decimal:
        """The most that may be spent, to the cent, rounded down: a cent above the share is above the cap."""
        if self.deviation and self.deviation.amount is not None:
            return self.deviation.amount
        return cap_amount(self.rate, self.base)

    @property
    def room(self) -> Decimal:
        """Return what may still be spent under the cap; negative when it was passed."""
        return self.amount - self.spent

    @property
    def free(self) -> Decimal:
        """Return what may still be committed under the cap, in euro: its amount less what is bound."""
        return self.amount - max(self.bound, self.spent)

    @property
    def formula(self) -> str:
        """Return how the amount comes about: '3% van € 10.000.000,00'."""
        if self.deviation and self.deviation.amount is not None:
            return "vastgelegd besluit"
        return f"{exact_percent(self.rate)} van {euro(self.base)}"

    @property
    def sentence(self) -> str:
        """The same in a sentence that ends before the amount."""
        if self.deviation and self.deviation.amount is not None:
            return "volgens het vastgelegde besluit is de grens"
        said = {
            Cap.Base.RECEIVED: f"ontvangen{self._of_source('van')}",
            Cap.Base.AGREED: f"afgesproken{self._of_source('voor')}",
            Cap.Base.TOTAL: f"totale bijdrage{self._of_source('van')}",
            Cap.Base.SPENT: f"besteed{self._of_source('van')}",
        }[Cap.Base(self.cap.base)]
        return f"{self.formula} {said} is"

    @property
    def movement(self) -> str:
        """Return with what the cap grows, in a sentence."""
        source = self.cap.base_source
        who = source.who if source else "het Rijk" if self.cap.base == Cap.Base.RECEIVED else "allen samen"
        return {
            Cap.Base.RECEIVED: f"De grens groeit mee met wat van {who} is ontvangen.",
            Cap.Base.AGREED: "De grens verandert alleen als de afspraak verandert.",
            Cap.Base.TOTAL: f"De grens groeit mee met wat is ingebracht door {who}.",
            Cap.Base.SPENT: "De grens groeit mee met wat is besteed.",
        }[Cap.Base(self.cap.base)]

    @property
    def most(self) -> Decimal:
        """The most that may ever be spent under the cap, in euro: when its base has come to all that was agreed."""
        fixed = self.deviation.amount if self.deviation else None
        return fixed if fixed is not None else cap_amount(self.rate, self.most_base)

    @property
    def at_the_end(self) -> Decimal:
        """The most that may have been spent when the deal ends, by the forecast; in euro."""
        fixed = self.deviation.amount if self.deviation else None
        return fixed if fixed is not None else cap_amount(self.rate, self.last_base)

    def _of_source(self, preposition: str) -> str:
        """Whose money the base is, where that has to be told: the state's is what a cap is of as a rule."""
        source = self.cap.base_source
        return "" if source is None or source.is_national else f" {preposition} {source.who}"


def cap_amount(rate: Decimal, base: Decimal) -> Decimal:
    """The cap in euro: 3% of 18,000,000.00 received is 540,000.00 (art. 5 lid 2); never from a rounded cell."""
    return (rate * base).quantize(CENT, rounding=ROUND_DOWN)
