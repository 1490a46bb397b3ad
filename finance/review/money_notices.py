"""What the review of money gives to notices."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from finance.caps.models import CapDeviation
from finance.contributions.realisation_views import KIND as REALISATIONS
from finance.contributions.realisation_views import part_address
from finance.contributions.realisations import realisations_of
from finance.ledger.ledger import KINDS, text_of
from finance.ledger.models import Booking
from finance.review.queue import DEVIATIONS
from regiodeal.base.dutch import euro
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import State
from regiodeal.notices.reminders import Notice
from regiodeal.notices.review_notices import ReviewSort, review_notices

RIGHTS = {"enters": Right.ENTER_MONEY, "reviews": Right.APPROVE_MONEY}


def money_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Bookings, parts of contributions, and decisions to let a cap be another, that came back or wait."""
    for kind, model in KINDS.items():
        yield from review_notices(deal, members, _of_bookings(deal, kind, model))
    yield from review_notices(
        deal,
        members,
        ReviewSort(
            REALISATIONS,
            realisations_of(deal),
            ("realisatie van een bijdrage", "realisaties van bijdragen"),
            title=lambda row: f"{row.contribution}, {euro(row.amount)}",
            path=lambda row: part_address(deal.slug, row),
            list_path=lambda state: reverse("contributions", args=[deal.slug]),
            **RIGHTS,
        ),
    )
    caps = reverse("cap-deviations", args=[deal.slug])
    rows = CapDeviation.objects.filter(cap__deal=deal).select_related("cap", "entered_by")
    words = ("afwijking van een grens", "afwijkingen van een grens")
    yield from review_notices(
        deal,
        members,
        ReviewSort(DEVIATIONS, rows, words, title=str, path=lambda row: caps, list_path=lambda state: caps, **RIGHTS),
    )


def _of_bookings(deal: Deal, kind: str, model: type[Booking]) -> ReviewSort:
    def listed(state: State) -> str:
        return reverse("ledger", args=[deal.slug], query={"soort": kind, "stand": state})

    return ReviewSort(
        kind,
        model._default_manager.filter(deal=deal).select_related("entered_by"),
        (kind.removesuffix("en"), kind),
        title=lambda row: f"{text_of(row)}, {euro(row.amount)}",
        path=lambda row: reverse("booking", args=[deal.slug, kind, row.pk]),
        list_path=listed,
        **RIGHTS,
    )
