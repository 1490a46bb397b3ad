"""What the tests of the pages of the money share."""

from typing import Any

from regiodeal.deals.models import Deal
from tests.plugins.deal import SLUG

MONEY = f"/deals/{SLUG}/financien/"


def expenditure(deal: Deal, **other: Any) -> dict[str, Any]:
    """An expenditure as its form sends it."""
    line = deal.budgetline_set.get(code=other.pop("line", "A-rijk"))
    measure = deal.measure_set.get(code="1.1.1")
    return {
        "code": "F-2026-001",
        "booked_on": "2026-06-01",
        "line": line.pk,
        "amount": "1.250,50",
        "btw_amount": "217,03",
        "measure": measure.pk,
        "counterpart": "Stichting Zon",
        "description": "Inrichting",
    } | other


def seen(row: Any) -> dict[str, Any]:
    """What the forms of a booking carry of what was on the screen: its version, and the rows that go with it."""
    from finance.bookings.entry import together
    from regiodeal.lifecycle.seen import seen_text

    row.refresh_from_db()
    others = [seen_text(other) for other in together(row) if other.pk != row.pk]
    return {"version": str(row.version), "samen": others}
