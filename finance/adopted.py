"""What of earlier years is taken along into the money of a deal that is adopted half-way: bookings and promises."""

from django.urls import reverse

from finance.contributions.models import Contribution
from finance.ledger.models import Commitment, Expenditure, Receipt
from regiodeal.deals.contributions import Adopted
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right


def earlier_money(deal: Deal, rights: frozenset[Right]) -> list[Adopted]:
    """What the money reads in of earlier years, with how much of it there is."""
    count = sum(model.objects.filter(deal_id=deal.pk).count() for model in (Receipt, Commitment, Expenditure))
    return [
        Adopted(
            "Ontvangsten, verplichtingen en bestedingen",
            count,
            reverse("ledger-files", args=[deal.slug]),
            "Een bestand uit de administratie, met per regel de dag, het bedrag en de post.",
        ),
        Adopted(
            "Bijdragen van anderen",
            Contribution.objects.filter(deal_id=deal.pk).count(),
            reverse("contribution-book", args=[deal.slug]),
            "Een werkboek met per toezegging de partner, het bedrag, de dag en de brief.",
        ),
    ]
