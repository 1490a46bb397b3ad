"""How a round stands: which steps were taken, in time or not, and which one is next."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from regiodeal.covenant.meetings.models import TAKEN_PLACE, Meeting
from regiodeal.deals.words import deal_text
from reporting.reports.models import AnnualReport
from reporting.rounds.last_days import LastDay, last_days
from reporting.rounds.models import ReportComment, ReportRound, RoundStep, Step

OF_THE_FINAL = {Step.HANDED, Step.SUBMITTED, Step.PUBLISHED}  # taken anew for each final edition

TO_DO = {
    Step.KICK_OFF: "start de ronde",
    Step.CONCEPT: "leg het concept vast",
    Step.SHARED: deal_text("stuur het concept naar {the_overleg}"),
    Step.FINAL: "stel de rapportage definitief vast",
    Step.HANDED: deal_text("stuur de definitieve rapportage naar {the_overleg}"),
    Step.SUBMITTED: deal_text("dien de rapportage in bij {the_minister}"),
    Step.DISCUSSED: deal_text("bespreek de rapportage in {the_overleg}"),
    Step.PUBLISHED: "maak de rapportage openbaar",
}


@dataclass(frozen=True)
class StepStanding:
    """One step: when it was taken, and by when it was to be."""

    step: Step
    taken: RoundStep | None
    last_day: date | None
    is_next: bool

    @property
    def is_late(self) -> bool:
        """Tell whether it was taken after its last day."""
        return bool(self.taken and self.last_day and self.taken.done_on > self.last_day)

    @property
    def days_early(self) -> int:
        """Return how many days before the last day it was taken; negative when it was late, 0 without a last day."""
        return (self.last_day - self.taken.done_on).days if self.taken and self.last_day else 0


@dataclass(frozen=True)
class RoundStanding:
    """A round with the steps that stand, oldest first, its last days, and how many comments wait for an answer."""

    round: ReportRound
    taken: tuple[RoundStep, ...]
    last_days: dict[Step, LastDay]
    open_comments: int
    on: date

    @cached_property
    def concept(self) -> AnnualReport | None:
        """The newest concept that was laid down."""
        return self._newest(Step.CONCEPT)

    @cached_property
    def final(self) -> AnnualReport | None:
        """Return the newest final edition."""
        return self._newest(Step.FINAL)

    @cached_property
    def shared(self) -> AnnualReport | None:
        """The newest concept that was sent to the overleg: what comments are about."""
        return self._newest(Step.SHARED)

    @cached_property
    def concept_to_send(self) -> AnnualReport | None:
        """A newer concept than the one that was sent to the overleg, which can still be sent and supersede it."""
        is_newer = self.shared is not None and self.concept is not None and self.shared.pk != self.concept.pk
        return self.concept if is_newer and self.final is None else None

    @property
    def takes_comments(self) -> bool:
        """Tell whether one can comment: from when a concept was sent up to the last day or the final report."""
        return self.shared is not None and self.final is None and not self.comments_are_over

    @property
    def comments_are_over(self) -> bool:
        """Tell whether the last day for comments has passed; without a last day it never has."""
        return self.round.comments_until is not None and self.round.comments_until < self.on

    @cached_property
    def submitted(self) -> AnnualReport | None:
        """The newest edition that the minister has."""
        return self._newest(Step.SUBMITTED)

    @cached_property
    def published(self) -> AnnualReport | None:
        """The newest edition that everybody may read."""
        return self._newest(Step.PUBLISHED)

    @cached_property
    def steps(self) -> tuple[StepStanding, ...]:
        """All steps in their order."""
        following = self.next_step
        return tuple(
            StepStanding(step, self.step(step), self._last_day(step), is_next=step == following) for step in Step
        )

    @cached_property
    def next_step(self) -> Step | None:
        """The first step that was not taken; None when the round is done."""
        return next((step for step in Step if self.step(step) is None), None)

    @property
    def to_do(self) -> str:
        """Return what has to be done now, in words; empty when all was done."""
        return str(TO_DO[self.next_step]) if self.next_step else ""

    def step(self, step: Step) -> RoundStep | None:
        """Return when a step was taken: for its first time, or for the newest final edition where it belongs to one."""
        rows = [row for row in self.taken if row.step == step]
        if step in OF_THE_FINAL:
            rows = [row for row in rows if self.final and row.report_id == self.final.pk]
        if step in {Step.CONCEPT, Step.FINAL}:
            return rows[-1] if rows else None
        return rows[0] if rows else None

    @property
    def newest(self) -> RoundStep | None:
        """The step that was taken last."""
        return self.taken[-1] if self.taken else None

    def _newest(self, step: Step) -> AnnualReport | None:
        reports = [row.report for row in self.taken if row.step == step]
        return reports[-1] if reports else None

    def _last_day(self, step: Step) -> date | None:
        found = self.last_days.get(step)
        return found.day if found else None


def round_standing(round_: ReportRound, *, on: date) -> RoundStanding:
    """Return how the round stands, in three queries and those of the last days."""
    rows = RoundStep.objects.standing().filter(round=round_).select_related("report", "by", "meeting")
    rows = rows.defer("report__snapshot")
    comments = ReportComment.objects.filter(
        report__deal=round_.deal_id, report__year=round_.year, state=ReportComment.State.OPEN
    )
    return RoundStanding(
        round_, tuple(rows), last_days(round_.deal, round_.year, on=on), open_comments=comments.count(), on=on
    )


def meetings_about(round_: ReportRound) -> list[Meeting]:
    """The meetings that can have discussed the report: those that were held in its year or the next, newest first."""
    years = (round_.year, round_.year + 1)
    rows = Meeting.objects.filter(deal=round_.deal, held_on__year__in=years, state__in=TAKEN_PLACE)
    return list(rows.order_by("-held_on"))
