"""What must hold after every fault: sums, states and files."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from finance.models import Commitment, Expenditure, Receipt
from finance.position import position
from regiodeal.covenant.models import AuditEntry, Deal
from regiodeal.covenant.operations.checksum import checksum, deal_models, faults


def assert_sound(deal: Deal) -> dict[str, str]:
    """Every sum is that of its bookings, every state that of its trail, every file whole, and none without a row.

    Returns the checksum of every kind of row, which is the same when it is asked twice; without the trail of who tried
    what, which grows with what failed too.
    """
    assert list(faults(deal)) == []
    today = timezone.localdate()
    total = position(deal, on=today).total()
    sums: dict[str, Any] = {"received": Receipt, "committed": Commitment, "spent": Expenditure}
    for name, model in sums.items():
        booked = sum((row.amount for row in model.objects.booked_by(deal, today)), Decimal(0))
        assert getattr(total, name) == booked, name
    assert stored() == named(deal)
    found = checksum(deal)
    assert checksum(deal) == found
    return {kind: digest for kind, (_count, digest) in found.parts.items() if kind != AuditEntry._meta.label}


def stored() -> set[str]:
    """The files on the disk."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def named(deal: Deal) -> set[str]:
    """The files that a row names."""
    found: set[str] = set()
    for model, path in deal_models():
        if any(field.name == "file" for field in model._meta.concrete_fields):
            rows = model._default_manager.filter(**{path: deal.pk}).exclude(file="")
            found |= set(rows.values_list("file", flat=True))
    return found
