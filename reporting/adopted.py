"""What of earlier years is taken along into the reporting of a deal that is adopted half-way: rounds and reports."""

from django.urls import reverse

from regiodeal.deals.contributions import Adopted
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right
from reporting.rounds.models import ReportRound


def earlier_rounds(deal: Deal, rights: frozenset[Right]) -> list[Adopted]:
    """The rounds of earlier years."""
    return [
        Adopted(
            "Rondes en rapportages van eerdere jaren",
            ReportRound.objects.filter(deal_id=deal.pk).count(),
            reverse("reports", args=[deal.slug]),
            "Per jaar de laatste dag, en de rapportage die toen is verstuurd.",
        )
    ]
