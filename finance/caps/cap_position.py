"""A cap on a date: its amount, what was spent under it, what is left, and in which words."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from finance.base.amounts import ZERO
from finance.base.money_fields import CENT
from finance.caps.models import Cap
from regiodeal.base.dutch import euro, exact_percent


@dataclass(frozen=True)
class RecordedDeviation:
    """Holds what a recorded decision puts in the place of a cap's rate: another rate (0..1), or an amount in euro."""

    pk: int
    rate: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True)
class CapPosition:
    """A cap as of the date: rate (share 0..1) times base (euro received) is the amount; less spent is the room."""

    cap: Cap
    base: Decimal
    spent: Decimal
    deviation: RecordedDeviation | None = None
    pending: Decimal = ZERO
    bound: Decimal = ZERO

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
        return f"{self.formula} ontvangen is"


def cap_amount(rate: Decimal, base: Decimal) -> Decimal:
    """The cap in euro: 3% of 18,000,000.00 received is 540,000.00 (art. 5 lid 2); never from a rounded cell."""
    return (rate * base).quantize(CENT, rounding=ROUND_DOWN)
