"""What one has to do, in the order in which to do it: too late first, then what came back, then by its last day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pillars.agreed.models import Measure
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.measurements.readiness import Readiness
from pillars.progress.deal_progress import TargetProgress, deal_progress
from pillars.questions.models import EntryQuestion, QuestionState
from pillars.review.queue import Work
from pillars.stories.story_assignments import to_write
from regiodeal.base.dutch import counted
from regiodeal.deals.contributions import WaitingList
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.models import UnsavedWork
from regiodeal.lifecycle.review import OPEN_STATES, ReviewedEntry, State


@dataclass(frozen=True)
class WorkLine:
    """One thing to do, or `count` of a sort: where, by when, what it is (a badge), and what was said about it."""

    title: str
    url: str
    badge: str = ""
    last_day: date | None = None
    is_returned: bool = False
    note: str = ""
    count: int = 1

    def is_late(self, on: date) -> bool:
        """Tell whether its last day has passed."""
        return self.last_day is not None and self.last_day < on

    @property
    def is_first(self) -> bool:
        """Tell whether it comes before what others wait for: it came back, or has a last day."""
        return self.is_returned or self.last_day is not None

    def place(self, on: date) -> tuple[int, date]:
        """Where it stands among the others."""
        rank = 0 if self.is_late(on) else 1 if self.is_returned else 2 if self.last_day else 3
        return rank, self.last_day or date.max


def work_lines(deal: Deal, work: Work, others: Sequence[WaitingList], *, on: date) -> list[WorkLine]:
    """All that waits for one person besides what they have to review, the most urgent first."""
    lines = [
        *_own(deal, work),
        *(_of_list(row) for row in others),
        *(
            WorkLine(
                str(row),
                reverse("action", args=[deal.slug, row.pk]),
                "afgesproken in een overleg",
                row.due_on,
                note=str(row.meeting),
            )
            for row in work.actions
        ),
        *(
            WorkLine(
                str(row),
                reverse("amendment", args=[deal.slug, row.number]),
                "Instemming gevraagd",
                row.meeting.held_on if row.meeting and row.meeting.held_on >= on else None,
                note="Uw Partij kan instemmen of weigeren.",
            )
            for row in work.consents.select_related("meeting")
        ),
        *(
            WorkLine(
                f"Reageer op de schriftelijke ronde {row}",
                reverse("reply-to-round", args=[deal.slug, row.pk]),
                last_day=row.held_on,
            )
            for row in work.written_rounds
        ),
        *(_question(deal, row) for row in work.questions.with_subjects()),
        *(_half_typed(row) for row in work.half_typed),
    ]
    return sorted(lines, key=lambda line: line.place(on))


def _of_list(row: WaitingList) -> WorkLine:
    badge = "teruggestuurd" if row.is_returned else ""
    return WorkLine(row.title, row.url, badge, row.last_day, row.is_returned, count=row.count)


def _own(deal: Deal, work: Work) -> Iterator[WorkLine]:
    for row in work.own_measurements:
        yield _entry(row, figure_title(row), reverse("measurement", args=[deal.slug, row.pk]))
    for outcome in work.own_outcomes:
        yield _entry(outcome, str(outcome), reverse("outcome", args=[deal.slug, outcome.pk]))
    for text in work.own_entries:
        where = reverse("write-entry", args=[deal.slug, text.measure.code, text.year])
        yield _entry(text, f"Voortgang {text.year} van {text.measure}", where)
    for why in work.own_explanations:
        title = f"Uitleg bij {why.target.code} {why.target.title}"
        yield _entry(why, title, reverse("explain", args=[deal.slug, why.target.code]))


def _entry(row: ReviewedEntry, title: str, url: str) -> WorkLine:
    is_returned = row.state == State.RETURNED
    note = row.return_reason if is_returned else ""
    return WorkLine(title, url, row.get_state_display(), is_returned=is_returned, note=note)


def figure_title(row: Measurement) -> str:
    """A figure as a list names it: what was counted, by which project, how much, and over what."""
    item = f", {row.item}" if row.item else ""
    project = f", {row.project.code}" if row.project else ""
    return f"{row.indicator.name}{item}{project}: {row.value_words} ({row.about})"


def _question(deal: Deal, row: EntryQuestion) -> WorkLine:
    is_asked = row.state == QuestionState.ASKED
    title = f"Vraag van {row.asked_by} over {row.subject}" if is_asked else f"Antwoord op uw vraag over {row.subject}"
    note = row.text if is_asked else row.answer
    return WorkLine(title, reverse("question", args=[deal.slug, row.pk]), row.get_state_display(), note=note)


def _half_typed(row: UnsavedWork) -> WorkLine:
    return WorkLine(row.title or row.key, row.path, "half getypt, niet opgeslagen")


@dataclass(frozen=True)
class RoundWork:
    """What the round still asks: figures of the user, figures of nobody yet, and targets that drift unexplained."""

    round_year: int
    submit_by: date
    mine: int
    start_on: date | None
    nobodys: int
    unexplained: list[TargetProgress]
    stories: list[Measure]  # of which the user writes the story of the year, and did not begin
    story_year: int

    @property
    def asks(self) -> bool:
        """Tell whether the round asks anything of who enters figures."""
        return bool(self.mine or self.nobodys or self.unexplained or self.stories)

    @property
    def words_of_mine(self) -> str:
        """How many figures one still has to report."""
        return counted(self.mine, "cijfer", "cijfers")


def round_work(deal: Deal, user: User, readiness: Readiness, *, on: date) -> RoundWork:
    """What the round asks of who enters figures; a target that is being explained asks nothing more."""
    plans = {plan.person.pk if plan.person else None: plan for plan in readiness.plans}
    mine, nobodys = plans.get(user.pk), plans.get(None)
    writing = Explanation.objects.filter(target__deal=deal, state__in=OPEN_STATES).values_list("target", flat=True)
    being_written = set(writing)
    drifting = [row for row in deal_progress(deal, on=on).targets if row.drifts and row.explanation is None]
    return RoundWork(
        readiness.round.year,
        readiness.submit_by,
        mine.figures if mine else 0,
        mine.start_on if mine else None,
        nobodys.figures if nobodys else 0,
        [row for row in drifting if row.target.pk not in being_written],
        [row.measure for row in to_write(deal, readiness.round.figure_year) if row.person_id == user.pk],
        readiness.round.figure_year,
    )
