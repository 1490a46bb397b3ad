"""What waits for whom: to review, returned, still a draft, and agreed in a meeting."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.questions.models import EntryQuestion, EntryQuestionQuerySet
from pillars.stories.models import ProgressEntry
from regiodeal.covenant.agreement.consents import waiting_for
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.meetings.models import ActionItem, Meeting
from regiodeal.covenant.meetings.written_round import rounds_to_answer
from regiodeal.deals.contributions import WaitingPage
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.models import UnsavedWork
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.stages.models import Correction
from regiodeal.stages.text_corrections import corrections_for

GIVEN_TO = "review_assignment__person"  # whose review it is (review_assignments.py)


@dataclass(frozen=True)
class Work:
    """Holds what waits for one person in a deal."""

    measurements_to_review: QuerySet[Measurement]
    entries_to_review: QuerySet[ProgressEntry]
    own_measurements: QuerySet[Measurement]
    own_entries: QuerySet[ProgressEntry]
    explanations_to_review: QuerySet[Explanation]
    own_explanations: QuerySet[Explanation]
    outcomes_to_review: QuerySet[OutcomeMeasurement]
    own_outcomes: QuerySet[OutcomeMeasurement]
    actions: QuerySet[ActionItem]
    consents: QuerySet[Amendment]
    corrections: QuerySet[Correction]  # counted along here, so that they cost no query of their own
    half_typed: QuerySet[UnsavedWork]
    written_rounds: QuerySet[Meeting]
    questions: EntryQuestionQuerySet

    @property
    def lists(self) -> tuple[QuerySet[Model], ...]:
        """Return all lists of work."""
        return (
            self.measurements_to_review,
            self.entries_to_review,
            self.explanations_to_review,
            self.outcomes_to_review,
            self.own_measurements,
            self.own_entries,
            self.own_explanations,
            self.own_outcomes,
            self.actions,
            self.consents,
            self.corrections,
            self.half_typed,
            self.written_rounds,
            self.questions,
        )

    @property
    def to_review(self) -> tuple[QuerySet[Model], ...]:
        """Return the lists of what others entered and wait for."""
        return (
            self.measurements_to_review,
            self.entries_to_review,
            self.explanations_to_review,
            self.outcomes_to_review,
        )


def work_of(deal: Deal, user: User, rights: frozenset[Right], *, on: date) -> Work:
    """Return what the user has to review (never their own), and what of their own is a draft or was returned."""
    measurements = Measurement.objects.filter(indicator__deal=deal).select_related(
        "project", "indicator", "item", "entered_by", "replaces__indicator", GIVEN_TO
    )
    entries = ProgressEntry.objects.filter(measure__deal=deal).select_related("measure", "entered_by", GIVEN_TO)
    outcomes = OutcomeMeasurement.objects.filter(indicator__deal=deal).select_related(
        "indicator__deal", "area", "source", "entered_by", "replaces", GIVEN_TO
    )
    explanations = Explanation.objects.filter(target__deal=deal).select_related("target", "entered_by", GIVEN_TO)
    may_review = Right.REVIEW_PROGRESS in rights
    may_enter = Right.ENTER_PROGRESS in rights
    open_states = (State.DRAFT, State.RETURNED)
    return Work(
        measurements_to_review=_submitted_by_others(measurements, user) if may_review else measurements.none(),
        entries_to_review=_submitted_by_others(entries, user) if may_review else entries.none(),
        own_measurements=(
            measurements.filter(state__in=open_states, entered_by=user) if may_enter else measurements.none()
        ),
        own_entries=entries.filter(state__in=open_states, entered_by=user) if may_enter else entries.none(),
        explanations_to_review=_submitted_by_others(explanations, user) if may_review else explanations.none(),
        outcomes_to_review=_submitted_by_others(outcomes, user) if may_review else outcomes.none(),
        own_outcomes=outcomes.filter(state__in=open_states, entered_by=user) if may_enter else outcomes.none(),
        actions=ActionItem.objects.waiting_for(deal, user).select_related("meeting"),
        consents=waiting_for(deal, user, rights, on=on),
        corrections=corrections_for(deal, user, rights),
        written_rounds=(
            rounds_to_answer(deal, user, on=on) if Right.COMMENT_REPORT in rights else Meeting.objects.none()
        ),
        questions=_questions(deal, user, rights),
        half_typed=_half_typed(deal, user) if Right.SEE_UNAPPROVED in rights else UnsavedWork.objects.none(),
        own_explanations=(
            explanations.filter(state__in=open_states, entered_by=user) if may_enter else explanations.none()
        ),
    )


def review_order(deal: Deal, user: User, rights: frozenset[Right]) -> list[WaitingPage]:
    """Return the pages of what the user has to review, in the order in which it is listed."""
    if Right.REVIEW_PROGRESS not in rights:
        return []
    sorts: tuple[tuple[str, QuerySet[ReviewedEntry], str], ...] = (
        ("measurement", Measurement.objects.filter(indicator__deal=deal), "pk"),
        ("progress-entry", ProgressEntry.objects.filter(measure__deal=deal), "pk"),
        ("outcome", OutcomeMeasurement.objects.filter(indicator__deal=deal), "pk"),
        ("explain", Explanation.objects.filter(target__deal=deal), "target__code"),
    )
    return [
        WaitingPage(name, (str(key),))
        for name, rows, named_by in sorts
        for key in _submitted_by_others(rows, user).values_list(named_by, flat=True)
    ]


def _questions(deal: Deal, user: User, rights: frozenset[Right]) -> EntryQuestionQuerySet:
    """What was asked of the user, and answers to what the user asked, about what they may read."""
    rows = EntryQuestion.objects
    if Right.ANSWER_QUESTIONS not in rights:
        return rows.none()
    return rows.visible_to(deal, rights=rights).waiting_for(user)


def _half_typed(deal: Deal, user: User) -> QuerySet[UnsavedWork]:
    """Forms that one left without saving, as far as the page is known on which they stand."""
    return UnsavedWork.objects.filter(deal_id=deal.pk, user=user).exclude(path="").order_by("-kept_at")


def _submitted_by_others[Row: ReviewedEntry](rows: QuerySet[Row], user: User) -> QuerySet[Row]:
    return rows.filter(state=State.SUBMITTED).exclude(entered_by=user).order_by("entered_at", "pk")
