"""Sources of the search in what was promised and what happened."""

from django.urls import reverse

from pillars.agreed.models import Measure, OutcomeIndicator, Result
from pillars.measurements.models import Measurement
from pillars.registers.models import Bottleneck, Lesson
from pillars.stories.models import ProgressEntry
from regiodeal.lifecycle.review import State
from regiodeal.search.search import SearchSource


def _figure_title(row: Measurement) -> str:
    """Return what a figure is called among what was found: one that does not count says so."""
    if row.is_superseded:
        return f"{row}, vervangen, telt niet mee"
    return str(row) if row.state == State.APPROVED else f"{row}, {row.get_state_display()}"


SOURCES = (
    SearchSource(
        "Maatregelen",
        rows=lambda who: Measure.objects.filter(deal=who.deal),
        fields=("title", "code", "wording"),
        title=str,
        address=lambda row, deal: reverse("measure", args=[deal.slug, row.code]),
    ),
    SearchSource(
        "Resultaten",
        rows=lambda who: Result.objects.filter(deal=who.deal),
        fields=("title", "code", "executor", "wording"),
        title=str,
        address=lambda row, deal: reverse("result", args=[deal.slug, row.code]),
    ),
    SearchSource(
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
    SearchSource(
        "Cijfers",
        rows=lambda who: (
            Measurement.objects.filter(indicator__deal=who.deal)
            .shown_on(who.on, unapproved=who.sees_unapproved)
            .select_related("indicator", "item")
            .prefetch_related("corrections")
        ),
        fields=("indicator__name", "source", "note"),
        title=_figure_title,
        address=lambda row, deal: reverse("measurement", args=[deal.slug, row.pk]),
    ),
    SearchSource(
        "Lessen",
        rows=lambda who: Lesson.objects.filter(deal=who.deal),
        fields=("title", "why", "combination"),
        title=str,
        address=lambda row, deal: reverse("lesson", args=[deal.slug, row.pk]),
    ),
    SearchSource(
        "Knelpunten",
        rows=lambda who: Bottleneck.objects.filter(deal=who.deal),
        fields=("title", "case", "law", "short_term", "long_term"),
        title=str,
        address=lambda row, deal: reverse("bottleneck", args=[deal.slug, row.pk]),
    ),
    SearchSource(
        "Maatschappelijke indicatoren",
        rows=lambda who: OutcomeIndicator.objects.filter(deal=who.deal),
        fields=("name", "unit"),
        title=lambda row: row.name,
        address=lambda row, deal: f"{reverse('outcomes', args=[deal.slug])}#{row.code}",
    ),
)
