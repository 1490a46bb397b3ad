"""What the review of figures, texts and corrections gives to notices."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.review.work_lines import figure_title
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Right, rights_of
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import NEWS_FOR, NOW, Notice
from regiodeal.notices.review_notices import ReviewSort, review_notices
from regiodeal.stages.models import Correction, CorrectionState


def entry_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Figures, texts, outcome figures and explanations that came back or wait."""
    for sort in _sorts(deal):
        yield from review_notices(deal, members, sort)


def _sorts(deal: Deal) -> tuple[ReviewSort, ...]:
    rights = {"enters": Right.ENTER_PROGRESS, "reviews": Right.REVIEW_PROGRESS}
    work = reverse("my-work", args=[deal.slug])
    measurements = Measurement.objects.filter(indicator__deal=deal)
    entries = ProgressEntry.objects.filter(measure__deal=deal)
    explanations = Explanation.objects.filter(target__deal=deal)
    outcomes = OutcomeMeasurement.objects.filter(indicator__deal=deal)
    return (
        ReviewSort(
            "cijfer",
            measurements.select_related("indicator", "item", "project", "entered_by"),
            ("cijfer", "cijfers"),
            title=figure_title,
            path=lambda row: reverse("measurement", args=[deal.slug, row.pk]),
            list_path=lambda state: work,
            **rights,
        ),
        ReviewSort(
            "voortgang",
            entries.select_related("measure", "entered_by"),
            ("tekst over de voortgang", "teksten over de voortgang"),
            title=lambda row: f"voortgang {row.year} van {row.measure}",
            path=lambda row: reverse("progress-entry", args=[deal.slug, row.pk]),
            list_path=lambda state: work,
            **rights,
        ),
        ReviewSort(
            "uitleg",
            explanations.select_related("target", "entered_by"),
            ("uitleg", "keer uitleg"),
            title=lambda row: f"uitleg bij {row.target.code}",
            path=lambda row: reverse("explain", args=[deal.slug, row.target.code]),
            list_path=lambda state: work,
            **rights,
        ),
        ReviewSort(
            "maatschappelijk",
            outcomes.select_related("indicator__deal", "area", "entered_by"),
            ("maatschappelijk cijfer", "maatschappelijke cijfers"),
            title=str,
            path=lambda row: reverse("outcome", args=[deal.slug, row.pk]),
            list_path=lambda state: work,
            **rights,
        ),
    )


def correction_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Slips of the pen that wait for a second person, and those that were not taken over, for who proposed them."""
    may = {row.user_id for row in members if Right.CORRECT_DEAL in rights_of([row.role])}
    rows = Correction.objects.filter(deal_id=deal.pk, state__in=(CorrectionState.PROPOSED, CorrectionState.REFUSED))
    path = reverse("corrections", args=[deal.slug])
    for row in rows:
        told = {"deal": deal, "key": f"correctie {row.pk}", "moment": NOW, "last_day": None, "path": path}
        if row.state == CorrectionState.PROPOSED and (others := frozenset(may - {row.proposed_by_id})):
            title = f"Correctie wacht op een tweede persoon: {row.label}"
            yield Notice(kind=ReminderKind.REVIEW, title=title, people=others, at=row.proposed_at, **told)  # type: ignore[arg-type]
        is_news = row.decided_at is not None and timezone.localdate(row.decided_at) + NEWS_FOR >= on
        if row.state == CorrectionState.REFUSED and is_news and row.proposed_by_id in may:
            title, own = f"Correctie niet overgenomen: {row.label}", frozenset({row.proposed_by_id})
            yield Notice(
                kind=ReminderKind.RETURNED,
                title=title,
                people=own,
                at=row.decided_at,
                waits=False,
                **told,  # type: ignore[arg-type]
            )
