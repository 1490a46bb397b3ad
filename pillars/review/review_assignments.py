"""Who reviews what waits: a figure, story, explanation or figure of society is given to one of the reviewers.

Any other reviewer may still decide on it: it says who looks first, so that two do not.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from pillars.explanations.models import Explanation
from pillars.measurements.assignments import Assignment
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.questions.models import ASKED_ABOUT, name_of
from pillars.stories.models import ProgressEntry
from regiodeal.base.dutch import counted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.contributions import PagePart
from regiodeal.deals.memberships import people_with
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Right
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.steps import LifecycleEvent
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice
from regiodeal.pages.deal_page import DealView

CANNOT_REVIEW = "Deze persoon kan in deze deal niets beoordelen."
NOT_WAITING = "Dit wacht niet meer op een beoordelaar."
OWN_ENTRY = "{person} heeft dit zelf ingevuld en kan het niet beoordelen: {entry}."


class ReviewAssignment(Assignment):
    """Something that waits for a reviewer, and which of them looks at it. Back from its author it is theirs again."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+")
    measurement = models.OneToOneField(
        Measurement, on_delete=models.CASCADE, null=True, related_name="review_assignment"
    )
    entry = models.OneToOneField(ProgressEntry, on_delete=models.CASCADE, null=True, related_name="review_assignment")
    outcome = models.OneToOneField(
        OutcomeMeasurement, on_delete=models.CASCADE, null=True, related_name="review_assignment"
    )
    explanation = models.OneToOneField(
        Explanation, on_delete=models.CASCADE, null=True, related_name="review_assignment"
    )

    class Meta:
        verbose_name = "toewijzing van een beoordeling"
        verbose_name_plural = "toewijzingen van beoordelingen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(measurement__isnull=False, entry=None, outcome=None, explanation=None)
                | models.Q(measurement=None, entry__isnull=False, outcome=None, explanation=None)
                | models.Q(measurement=None, entry=None, outcome__isnull=False, explanation=None)
                | models.Q(measurement=None, entry=None, outcome=None, explanation__isnull=False),
                name="pillars_reviewassignment_about_one_entry",
            )
        ]

    def __str__(self) -> str:
        found = self.measurement or self.entry or self.outcome or self.explanation
        return f"Beoordeling van {found}: {self.person or 'niemand'}"


class ReviewAssignmentEvent(LifecycleEvent):
    """A review was given to somebody."""

    assignment = models.ForeignKey(ReviewAssignment, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een toewijzing van een beoordeling"
        verbose_name_plural = "wijzigingen van toewijzingen van beoordelingen"


def reviewers(deal: Deal) -> models.QuerySet[User]:
    """The people who may review figures and stories in the deal now."""
    return people_with(deal, Right.REVIEW_PROGRESS)


def reviews_given(deal: Deal) -> models.QuerySet[ReviewAssignment]:
    """What waits for a reviewer and is one's; not of whoever reviews nothing any more: that is nobody's."""
    waits = models.Q()
    for name in ("measurement", "entry", "outcome", "explanation"):
        waits |= models.Q(**{f"{name}__state": State.SUBMITTED})
    rows = ReviewAssignment.objects.filter(waits, deal_id=deal.pk, person__in=reviewers(deal).order_by())
    return rows.select_related("person", "assigned_by").order_by("pk")


def reviewer_part(view: DealView, subject: object) -> PagePart | None:
    """Return what the page of an entry tells of who looks at it, where that was given and its reader reviews."""
    if not isinstance(subject, ASKED_ABOUT) or subject.state != State.SUBMITTED or not view.may(Right.REVIEW_PROGRESS):
        return None
    given = reviews_given(view.deal).filter(**{name_of(subject): subject}).first()
    return PagePart("pillars/review/parts/reviewer.html", given) if given else None


@transaction.atomic
def assign_reviews(deal: Deal, rows: Sequence[ReviewedEntry], *, person: User | None, by: User, at: datetime) -> int:
    """Give what waits to a reviewer, or to nobody, all of it or nothing; how many were not theirs yet.

    Raises ValueError for somebody who reviews nothing here, or who entered one of them; WrongStateError for what does
    not wait any more, and for a deal that does not run.
    """
    hold_running(deal.pk)
    if person is not None and not reviewers(deal).filter(pk=person.pk).exists():
        raise ValueError(CANNOT_REVIEW)
    given = 0
    for row in rows:
        if row.state != State.SUBMITTED:
            raise WrongStateError(f"{NOT_WAITING} ({row})")
        if person is not None and row.entered_by_id == person.pk:
            raise ValueError(OWN_ENTRY.format(person=person, entry=row))
        about = {name_of(row): row}
        held = ReviewAssignment.objects.select_for_update(no_key=True, of=("self",)).filter(**about).first()
        given += (held or ReviewAssignment(deal=deal, **about)).give(person, by=by, at=at)
    return given


def review_assignment_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """Tell who was given something to review that still waits, what one gave at once in one line."""
    people = {row.user_id for row in members}
    given: dict[tuple[int, int, str], list[ReviewAssignment]] = {}
    for row in reviews_given(deal):
        if row.person_id in people and row.person_id != row.assigned_by_id:
            moment = f"{timezone.localtime(row.assigned_at):%Y%m%d %H%M%S}"
            given.setdefault((row.person_id, row.assigned_by_id, moment), []).append(row)
    for (person, giver, moment), found in given.items():
        what = counted(len(found), "cijfer of tekst", "cijfers en teksten")
        yield Notice(
            deal,
            ReminderKind.REVIEW,
            key=f"beoordelen van u {giver} {moment}",
            moment="given",
            title=f"{found[0].assigned_by} gaf u {what} om te beoordelen",
            last_day=None,
            path=reverse("my-work", args=[deal.slug]),
            people=frozenset({person}),
            at=found[0].assigned_at,
        )
