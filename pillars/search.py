"""What can be found of what was promised and what happened."""

from django.urls import reverse

from pillars.models import Bottleneck, Lesson, Measure, Measurement, OutcomeIndicator, ProgressEntry, Result
from regiodeal.covenant.searching.search import Source

SOURCES = (
    Source(
        "Maatregelen",
        rows=lambda who: Measure.objects.filter(deal=who.deal),
        fields=("title", "code", "wording"),
        title=str,
        address=lambda row, deal: reverse("measure", args=[deal.slug, row.code]),
    ),
    Source(
        "Resultaten",
        rows=lambda who: Result.objects.filter(deal=who.deal),
        fields=("title", "code", "executor", "wording"),
        title=str,
        address=lambda row, deal: reverse("result", args=[deal.slug, row.code]),
    ),
    Source(
        "Voortgang",
        rows=lambda who: (
            ProgressEntry.objects.filter(measure__deal=who.deal)
            .shown_on(who.on, unapproved=who.sees_unapproved)
            .select_related("measure")
        ),
        fields=("measure__title", "done", "reason", "outlook", "learned", "risks"),
        title=str,
        address=lambda row, deal: reverse("progress-entry", args=[deal.slug, row.pk]),
    ),
    Source(
        "Cijfers",
        rows=lambda who: (
            Measurement.objects.filter(indicator__deal=who.deal)
            .shown_on(who.on, unapproved=who.sees_unapproved)
            .select_related("indicator", "item")
        ),
        fields=("indicator__name", "source", "note"),
        title=str,
        address=lambda row, deal: reverse("measurement", args=[deal.slug, row.pk]),
    ),
    Source(
        "Lessen",
        rows=lambda who: Lesson.objects.filter(deal=who.deal),
        fields=("title", "why", "combination"),
        title=str,
        address=lambda row, deal: reverse("lesson", args=[deal.slug, row.pk]),
    ),
    Source(
        "Knelpunten",
        rows=lambda who: Bottleneck.objects.filter(deal=who.deal),
        fields=("title", "case", "law", "short_term", "long_term"),
        title=str,
        address=lambda row, deal: reverse("bottleneck", args=[deal.slug, row.pk]),
    ),
    Source(
        "Maatschappelijke indicatoren",
        rows=lambda who: OutcomeIndicator.objects.filter(deal=who.deal),
        fields=("name", "unit"),
        title=lambda row: row.name,
        address=lambda row, deal: f"{reverse('outcomes', args=[deal.slug])}#{row.code}",
    ),
)
