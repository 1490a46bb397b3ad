"""Sources of the search in the money: bookings by their number, partner or description, and contributions."""

from typing import Any

from django.urls import reverse

from finance.contributions.models import Contribution
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt
from regiodeal.base.dutch import euro
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State
from regiodeal.search.search import Searcher, SearchSource


def _bookings(kind: str, slug: str, model: Any, fields: tuple[str, ...]) -> SearchSource:
    """One sort of booking: known by its number, whom it is with, what it is about, and its amount."""

    def rows(who: Searcher) -> Any:
        return model.objects.shown_on(who.deal, who.on, unapproved=who.sees_unapproved)

    def title(row: Any) -> str:
        return ", ".join(filter(None, (row.code, row.counterpart, euro(row.amount))))

    def address(row: Booking, deal: Deal) -> str:
        return reverse("booking", args=[deal.slug, slug, row.pk])

    return SearchSource(
        kind,
        rows=rows,
        fields=fields,
        title=title,
        address=address,
        code="code",
        state=lambda row: row.get_state_display(),
        day=lambda row: row.booked_on,
        counts=lambda row: row.state == State.APPROVED,
    )


def _partner(row: Contribution) -> str:
    return str(row.party or row.organisation)


SOURCES = (
    _bookings("Verplichtingen", "verplichtingen", Commitment, ("description", "counterpart", "code")),
    _bookings("Bestedingen", "bestedingen", Expenditure, ("description", "counterpart", "code")),
    _bookings("Ontvangsten", "ontvangsten", Receipt, ("reference", "code")),
    SearchSource(
        "Bijdragen",
        rows=lambda who: Contribution.objects.standing(who.deal, who.on).select_related("party", "organisation"),
        fields=("description", "reference", "party__name", "organisation__name"),
        title=lambda row: f"{_partner(row)}: {row.description}, {euro(row.amount)}",
        address=lambda row, deal: reverse("contribution", args=[deal.slug, row.pk]),
        state=lambda row: row.get_state_display(),
        day=lambda row: row.pledged_on,
    ),
)
