"""What must hold after every fault: sums, states and files."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from finance.ledger.models import Commitment, Expenditure, Receipt
from finance.position.money_position import position
from regiodeal.audit.models import AuditEntry
from regiodeal.deals.deal_models import deal_models, rows_of
from regiodeal.deals.models import Deal
from regiodeal.operations.checksums import checksum, faults


def assert_sound(deal: Deal) -> dict[str, str]:
    """Every sum is that of its bookings, every state that of its trail, every file whole, and none without a row.

    Returns the checksum of every kind of row, which is the same when it is asked twice; without the trail of who tried
    what, which grows with what failed too.
    """
    assert list(unsound(deal)) == []
    found = checksum(deal)
    assert checksum(deal) == found
    return {kind: digest for kind, (_count, digest) in found.parts.items() if kind != AuditEntry.__name__}


def unsound(deal: Deal) -> Iterator[str]:
    """What does not hold together: states and trails, sums and bookings, files and rows."""
    yield from faults(deal)
    today = timezone.localdate()
    total = position(deal, on=today).total()
    sums: dict[str, Any] = {"received": Receipt, "committed": Commitment, "spent": Expenditure}
    for name, model in sums.items():
        booked = sum((row.amount for row in model.objects.booked_by(deal, today)), Decimal(0))
        if getattr(total, name) != booked:
            yield f"{name}: {getattr(total, name)} is told, {booked} is booked"
    yield from (f"{name}: a file without a row" for name in sorted(stored() - named(deal)))
    yield from (f"{name}: a row without a file" for name in sorted(named(deal) - stored()))


def stored() -> set[str]:
    """The files on the disk."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def named(deal: Deal) -> set[str]:
    """The files that a row names."""
    found: set[str] = set()
    for model, ways in deal_models():
        if any(field.name == "file" for field in model._meta.concrete_fields):
            rows = rows_of(model, ways, deal.pk).exclude(file="")
            found |= set(rows.values_list("file", flat=True))
    return found
