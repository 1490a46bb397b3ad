"""The sample of the accountant: drawn by chance, and the same again from the same seed."""

import random
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from finance.closing.models import AuditSample
from finance.ledger.models import Expenditure
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State


def population(deal: Deal, year: int, *, at: datetime) -> dict[int, Decimal]:
    """The expenditures of a bookkeeping year that counted at a moment, with their amounts in euro, in their order."""
    rows = Expenditure.objects.filter(deal=deal, year=year, state=State.APPROVED, decided_at__lte=at)
    return dict(rows.order_by("pk").values_list("pk", "amount"))


class Draw(NamedTuple):
    """How a sample is drawn: all from the threshold up (euro, without sign), and `size` of the others by chance."""

    year: int
    threshold: Decimal
    size: int
    seed: str

    def keys(self, amounts: dict[int, Decimal]) -> list[int]:
        """The keys that are drawn; the seed decides which."""
        large = [pk for pk, amount in amounts.items() if abs(amount) >= self.threshold]
        others = [pk for pk, amount in amounts.items() if abs(amount) < self.threshold]
        chance = random.Random(self.seed)  # noqa: S311  # it must come out the same again; nothing is kept secret by it
        return sorted([*large, *chance.sample(others, min(self.size, len(others)))])


@transaction.atomic
def draw(deal: Deal, asked: Draw, *, by: User, at: datetime) -> AuditSample:
    """Draw a sample of a bookkeeping year and keep it with its seed. Raises ValueError for a year without bookings."""
    amounts = population(deal, asked.year, at=at)
    if not amounts:
        raise ValueError(f"In boekjaar {asked.year} telt nog geen besteding.")
    keys = asked.keys(amounts)
    total = sum((amounts[pk] for pk in keys), Decimal(0))
    kept = {"keys": keys, "population": len(amounts), "total": total}
    return AuditSample.objects.create(deal=deal, **asked._asdict(), **kept, drawn_by=by, drawn_at=at)


def drawn_again(sample: AuditSample) -> list[int]:
    """The same draw from the kept seed, over the bookings that counted then."""
    amounts = population(sample.deal, sample.year, at=sample.drawn_at)
    return Draw(sample.year, sample.threshold, sample.size, sample.seed).keys(amounts)
