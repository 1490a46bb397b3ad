"""Example fulfilments: made-up days on which obligations were met."""

from datetime import date, datetime, time

from django.utils import timezone

from regiodeal.base.values import FileRow
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.deals.models import Deal, User


def load_fulfilments(deal: Deal, data: FileRow) -> None:
    """Write down which obligations were met, on the day itself, by the first of the example's bureau."""
    bureau = User.objects.get(email=next(row["email"] for row in data["users"] if row["role"] == "bureau"))
    obligations = {row.code: row for row in Obligation.objects.filter(deal=deal)}
    for row in data["fulfilments"]:
        done_on = date.fromisoformat(row["done_on"])
        Fulfilment.record(
            obligations[row["obligation"]],
            due_on=date.fromisoformat(row["due_on"]),
            done_on=done_on,
            evidence=row["evidence"],
            by=bureau,
            at=timezone.make_aware(datetime.combine(done_on, time(16))),
        )
