"""What of earlier years is taken along into a deal that is adopted half-way: places, figures, texts and lessons."""

from django.urls import reverse

from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.registers.models import Bottleneck, Lesson
from pillars.stories.models import ProgressEntry
from regiodeal.deals.contributions import Adopted
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right


def earlier_years(deal: Deal, rights: frozenset[Right]) -> list[Adopted]:
    """What the pillars read in of earlier years, with how much of it there is."""
    exchange = reverse("exchange", args=[deal.slug])
    of_deal = {"deal_id": deal.pk}
    return [
        Adopted(
            "Cijfers van de normen",
            Measurement.objects.filter(indicator__deal_id=deal.pk).count(),
            exchange,
            "Een werkboek met per norm het cijfer, de dag of het jaar, en de bron.",
        ),
        Adopted(
            "Maatschappelijke indicatoren",
            OutcomeMeasurement.objects.filter(indicator__deal_id=deal.pk).count(),
            f"{exchange}?soort=outcomes",
            "Een werkboek met per indicator de cijfers, ook van jaren voor de deal, met de bron.",
        ),
        Adopted(
            "Voortgang per maatregel",
            ProgressEntry.objects.filter(measure__deal_id=deal.pk).count(),
            f"{exchange}?soort=entries",
            "Een werkboek met de teksten van eerdere rapportages, per maatregel en jaar.",
        ),
        Adopted(
            "Geleerde lessen en knelpunten",
            Lesson.objects.filter(**of_deal).count() + Bottleneck.objects.filter(**of_deal).count(),
            reverse("lessons", args=[deal.slug]),
            "Wat al is geleerd, en wat nog knelt.",
        ),
    ]
