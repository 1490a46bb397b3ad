"""What waits for whom: to review, returned, still a draft, and agreed in a meeting."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.stories.models import ProgressEntry
from regiodeal.covenant.agreement.consents import waiting_for
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import State
from regiodeal.stages.models import Correction
from regiodeal.stages.text_corrections import corrections_for


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
        )


def work_of(deal: Deal, user: User, rights: frozenset[Right], *, on: date) -> Work:
    """Return what the user has to review (never their own), and what of their own is a draft or was returned."""
    measurements = Measurement.objects.filter(indicator__deal=deal).select_related(
        "indicator", "item", "entered_by", "replaces__indicator"
    )
    entries = ProgressEntry.objects.filter(measure__deal=deal).select_related("measure", "entered_by")
    outcomes = OutcomeMeasurement.objects.filter(indicator__deal=deal).select_related(
        "indicator__deal", "area", "entered_by"
    )
    explanations = Explanation.objects.filter(target__deal=deal).select_related("target", "entered_by")
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
        own_explanations=(
            explanations.filter(state__in=open_states, entered_by=user) if may_enter else explanations.none()
        ),
    )


def _submitted_by_others[Row: (Measurement, ProgressEntry, Explanation, OutcomeMeasurement)](
    rows: QuerySet[Row], user: User
) -> QuerySet[Row]:
    return rows.filter(state=State.SUBMITTED).exclude(entered_by=user).order_by("entered_at", "pk")
