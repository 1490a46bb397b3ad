"""Sources of the search in what was promised and what happened."""

from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Goal, Measure, NamedItem, OutcomeIndicator, Result
from pillars.evidence.models import Evidence
from pillars.evidence.record_address import record_address
from pillars.measurements.models import Measurement
from pillars.projects.models import ContactPerson, Executor, Project
from pillars.registers.models import Bottleneck, Lesson
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Neighbourhood
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.review import State
from regiodeal.search.search import SearchSource


def _state_of_figure(row: Measurement) -> str:
    """Return in which state a figure is: one that was replaced does not count."""
    if row.is_superseded:
        return "vervangen, telt niet mee"
    return f"{row.get_state_display()}, telt mee" if row.counts else str(row.get_state_display())


def _state_of_place(row: NamedItem) -> str:
    is_open = row.is_open(timezone.localdate())
    return "" if is_open is None else "open" if is_open else "niet open"


SOURCES = (
    SearchSource(
        "Maatregelen",
        rows=lambda who: Measure.objects.filter(deal=who.deal),
        fields=("title", "code", "wording"),
        title=str,
        address=lambda row, deal: reverse("measure", args=[deal.slug, row.code]),
        code="code",
    ),
    SearchSource(
        "Resultaten",
        rows=lambda who: Result.objects.filter(deal=who.deal),
        fields=("title", "code", "executor", "wording"),
        title=str,
        address=lambda row, deal: reverse("result", args=[deal.slug, row.code]),
        code="code",
    ),
    SearchSource(
        deal_text("{Pillars} en doelen"),
        rows=lambda who: Goal.objects.filter(deal=who.deal).select_related("pillar"),
        fields=("title", "code", "pillar__name"),
        title=lambda row: f"{row.code} {row.title} ({row.pillar})",
        address=lambda row, deal: f"{reverse('measures', args=[deal.slug])}#goal-{row.pk}",
        code="code",
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
        code="measure__code",
        state=lambda row: row.get_state_display(),
        day=lambda row: timezone.localdate(row.entered_at),
        counts=lambda row: row.state == State.APPROVED,
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
        title=str,
        address=lambda row, deal: reverse("measurement", args=[deal.slug, row.pk]),
        state=_state_of_figure,
        day=lambda row: row.measured_on,
        counts=lambda row: row.counts,
    ),
    SearchSource(
        "Projecten",
        rows=lambda who: Project.objects.visible_to(who.rights).filter(deal=who.deal),
        fields=("title", "code", "description", "executor__name", "leader"),
        title=str,
        address=lambda row, deal: reverse("project", args=[deal.slug, row.code]),
        code="code",
        state=lambda row: row.get_state_display(),
        day=lambda row: row.starts_on,
    ),
    SearchSource(
        "Lessen",
        rows=lambda who: Lesson.objects.filter(deal=who.deal),
        fields=("title", "why", "combination"),
        title=str,
        address=lambda row, deal: reverse("lesson", args=[deal.slug, row.pk]),
        state=lambda row: row.get_status_display(),
    ),
    SearchSource(
        "Knelpunten",
        rows=lambda who: Bottleneck.objects.filter(deal=who.deal),
        fields=("title", "case", "law", "short_term", "long_term"),
        title=str,
        address=lambda row, deal: reverse("bottleneck", args=[deal.slug, row.pk]),
        state=lambda row: row.get_state_display(),
    ),
    SearchSource(
        "Maatschappelijke indicatoren",
        rows=lambda who: OutcomeIndicator.objects.filter(deal=who.deal),
        fields=("name", "unit"),
        title=lambda row: row.name,
        address=lambda row, deal: f"{reverse('outcomes', args=[deal.slug])}#{row.code}",
        code="code",
    ),
    SearchSource(
        deal_text("{Areas}"),
        rows=lambda who: Neighbourhood.objects.filter(deal=who.deal),
        fields=("name",),
        title=str,
        address=lambda row, deal: reverse("projects", args=[deal.slug], query={"gebied": row.code}),
        code="code",
    ),
    SearchSource(
        "Plekken en gebouwen",
        rows=lambda who: NamedItem.objects.filter(deal=who.deal).select_related("neighbourhood", "item_set"),
        fields=("name", "agreed_name", "neighbourhood__name", "item_set__singular", "note"),
        title=str,
        address=lambda row, deal: reverse("item", args=[deal.slug, row.code]),
        code="code",
        state=_state_of_place,
        day=lambda row: row.opened_on,
    ),
    SearchSource(
        "Uitvoerders",
        rows=lambda who: Executor.objects.filter(deal=who.deal),
        fields=("name",),
        title=str,
        address=lambda row, deal: reverse("executor", args=[deal.slug, row.pk]),
    ),
    SearchSource(
        "Mensen van uitvoerders",
        rows=lambda who: (
            ContactPerson.objects.filter(executor__deal=who.deal).select_related("executor")
            if Right.ENTER_PROGRESS in who.rights
            else ContactPerson.objects.none()
        ),
        fields=("name", "email", "executor__name"),
        title=str,
        address=lambda row, deal: reverse("executor", args=[deal.slug, row.executor_id]),
    ),
    SearchSource(
        "Bewijsstukken",
        rows=lambda who: (
            Evidence.objects.visible_to(who.deal, **who.reader)
            .filter(removed_at=None)
            .select_related("measurement", "entry", "outcome", "explanation__target", "project")
        ),
        fields=("name",),
        title=str,
        address=lambda row, deal: record_address(row.record, deal),
        day=lambda row: timezone.localdate(row.uploaded_at),
    ),
)
