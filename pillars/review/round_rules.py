"""What has to be right of figures, stories and questions before a round is closed: one rule, one function.

Each rule yields what is not right, in Dutch, with the place to mend it. Figures of one indicator that lack the same are
one line, so that the list stays one that people go through.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from pillars.agreed.models import Indicator
from pillars.evidence.models import Evidence
from pillars.explanations.models import Explanation
from pillars.measurements.expected import ExpectedFigure, RoundFigures, figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.plausible import doubt_about
from pillars.measurements.rounds import Round
from pillars.outcomes.models import OutcomeMeasurement
from pillars.progress.deal_progress import DealProgress, deal_progress, stories
from pillars.progress.norm_plans import norm_plans
from pillars.questions.models import EntryQuestion, QuestionState
from pillars.review.work_lines import figure_title
from pillars.status.status import Status
from pillars.stories.models import ProgressEntry
from regiodeal.base.dutch import capital, counted
from regiodeal.deals.contributions import RoundFault
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import OPEN_STATES, State

WAITING = {
    State.DRAFT: "is nog een concept",
    State.RETURNED: "is teruggestuurd en nog niet aangepast",
    State.SUBMITTED: "wacht op beoordeling",
}


@dataclass(frozen=True)
class RoundFacts:
    """A round, and all that its rules read, fetched once whatever asks for it."""

    round: Round
    on: date

    @property
    def slug(self) -> str:
        """Return the name of the deal in addresses."""
        return self.round.deal.slug

    @cached_property
    def figures(self) -> RoundFigures:
        """The figures that the round asks for."""
        return figures_of(self.round, on=self.on)

    @cached_property
    def progress(self) -> DealProgress:
        """The progress as the report of this round tells it."""
        return deal_progress(self.round.deal, on=self.on, figure_year=self.round.figure_year)

    @cached_property
    def stories(self) -> dict[str, ProgressEntry]:
        """The newest approved story of each measure, by the measure's code."""
        return stories(self.round.deal, on=self.on)

    @property
    def approved(self) -> list[ExpectedFigure]:
        """The figures that were approved in the round."""
        return [row for row in self.figures.rows if row.current and row.current.state == State.APPROVED]


type RoundRule = Callable[[RoundFacts], Iterable[RoundFault]]


def missing_figures(facts: RoundFacts) -> Iterator[RoundFault]:
    """Figures that nobody entered."""
    empty = [row for row in facts.figures.rows if row.state is None and not row.is_reported]
    yield from _by_indicator(facts, empty, "nog niet ingevuld")


def unfinished_figures(facts: RoundFacts) -> Iterator[RoundFault]:
    """Figures of the round that are a draft, came back, or wait for a reviewer; those of projects too."""
    for row in facts.figures.rows:
        found = ((row.current,) if row.current else ()) + row.of_projects
        for figure in found:
            if figure.state in OPEN_STATES:
                words = WAITING[State(figure.state)]
                yield RoundFault(f"{row.name}: {words}", reverse("measurement", args=[facts.slug, figure.pk]))


def provisional_figures(facts: RoundFacts) -> Iterator[RoundFault]:
    """Figures of a part of a year that is over: the figure of the whole year is still to come."""
    year = facts.round.figure_year
    if year >= facts.on.year:
        return
    yield from _by_indicator(
        facts, [row for row in facts.approved if row.is_provisional], "gaat over een deel van het jaar"
    )


def unlikely_figures(facts: RoundFacts) -> Iterator[RoundFault]:
    """Approved figures that are far from the one before, or a part of what has none, without a word about why."""
    for row in facts.approved:
        assert row.current is not None
        last = row.last.value if row.last else None
        doubt = doubt_about(row.indicator, row.current.value, last=last)
        if doubt and not row.current.note.strip():
            url = reverse("measurement", args=[facts.slug, row.current.pk])
            yield RoundFault(f"{row.name}: {doubt} Er staat geen toelichting bij.", url)


def figures_without_evidence(facts: RoundFacts) -> Iterator[RoundFault]:
    """Approved figures without a file that shows where they come from."""
    keys = [row.current.pk for row in facts.approved if row.current]
    rows = Evidence.objects.filter(measurement__in=keys, removed_at=None)
    shown = set(rows.values_list("measurement", flat=True))
    bare = [row for row in facts.approved if row.current and row.current.pk not in shown]
    groups: dict[Indicator, list[ExpectedFigure]] = defaultdict(list)
    for row in bare:
        groups[row.indicator].append(row)
    for indicator, found in groups.items():
        first = found[0].current
        assert first is not None
        url = f"{reverse('measurement', args=[facts.slug, first.pk])}#bewijs"
        more = f" ({counted(len(found), 'cijfer', 'cijfers')})" if len(found) > 1 else ""
        yield RoundFault(f"{indicator.name}{more}: geen bewijs toegevoegd", url)


def running_corrections(facts: RoundFacts) -> Iterator[RoundFault]:
    """Corrections of figures of before that nobody decided about: what is corrected counts until then."""
    rows = Measurement.objects.filter(indicator__deal=facts.round.deal, state__in=OPEN_STATES, replaces__isnull=False)
    for row in rows.select_related("indicator", "item", "project").exclude(facts.round.figures):
        title = f"{figure_title(row)}: de correctie {WAITING[State(row.state)]}"
        yield RoundFault(title, reverse("measurement", args=[facts.slug, row.pk]))


def open_outcomes(facts: RoundFacts) -> Iterator[RoundFault]:
    """Figures of society that are a draft, came back, or wait."""
    rows = OutcomeMeasurement.objects.filter(indicator__deal=facts.round.deal, state__in=OPEN_STATES)
    for row in rows.select_related("indicator__deal", "area"):
        yield RoundFault(f"{row}: {WAITING[State(row.state)]}", reverse("outcome", args=[facts.slug, row.pk]))


def missing_stories(facts: RoundFacts) -> Iterator[RoundFault]:
    """Measures of which no approved story tells of the year of the round."""
    year = facts.round.figure_year
    for measure in facts.progress.measures:
        story = facts.stories.get(measure.code)
        if story is None or story.year < year:
            url = reverse("write-entry", args=[facts.slug, measure.code, year])
            yield RoundFault(f"Maatregel {measure}: nog geen goedgekeurde tekst over {year}", url, Right.ENTER_PROGRESS)


def stories_beside_figures(facts: RoundFacts) -> Iterator[RoundFault]:
    """Stories that say "op schema" of a measure of which a result lags."""
    for measure in facts.progress.measures:
        story = facts.stories.get(measure.code)
        if story is None or story.schedule != ProgressEntry.Schedule.ON_SCHEDULE:
            continue
        late = [row.result.code for row in facts.progress.of_measure(measure) if row.status == Status.BEHIND]
        if late:
            url = reverse("progress-entry", args=[facts.slug, story.pk])
            title = f"Maatregel {measure}: de tekst zegt op schema, maar {', '.join(late)} loopt achter"
            yield RoundFault(title, url)


def unexplained_deviations(facts: RoundFacts) -> Iterator[RoundFault]:
    """Norms that are off course without an approved explanation."""
    for row in facts.progress.targets:
        if row.drifts and row.explanation is None:
            url = reverse("explain", args=[facts.slug, row.target.code], query={"jaar": facts.round.figure_year})
            stands = f"{row.status.label} in de rapportage van {facts.round.year}"
            yield RoundFault(f"{row.target.code} {row.target.title}: {stands}, zonder uitleg", url)


def waiting_explanations(facts: RoundFacts) -> Iterator[RoundFault]:
    """Explanations and stories that nobody decided about."""
    explained = Explanation.objects.filter(target__deal=facts.round.deal, state__in=OPEN_STATES)
    for row in explained.select_related("target"):
        url = reverse("explain", args=[facts.slug, row.target.code])
        yield RoundFault(f"{row}: {WAITING[State(row.state)]}", url)
    told = ProgressEntry.objects.filter(measure__deal=facts.round.deal, state__in=OPEN_STATES)
    for entry in told.select_related("measure"):
        url = reverse("progress-entry", args=[facts.slug, entry.pk])
        yield RoundFault(f"Voortgang {entry.year} van {entry.measure}: {WAITING[State(entry.state)]}", url)


def counted_twice(facts: RoundFacts) -> Iterator[RoundFault]:
    """Norms for which figures or plans of projects may count the same twice."""
    for plan in norm_plans(facts.progress):
        for warning in plan.warnings:
            url = reverse("result", args=[facts.slug, plan.target.result.code])
            yield RoundFault(f"{plan.target.code} {plan.target.title}: {warning}", url)


def open_questions(facts: RoundFacts) -> Iterator[RoundFault]:
    """Questions that have no answer yet."""
    rows = EntryQuestion.objects.filter(deal_id=facts.round.deal.pk, state=QuestionState.ASKED)
    for row in rows.with_subjects():
        yield RoundFault(f"{row}: nog geen antwoord van {row.asked_of}", reverse("question", args=[facts.slug, row.pk]))


FIGURES: tuple[RoundRule, ...] = (
    missing_figures,
    unfinished_figures,
    provisional_figures,
    unlikely_figures,
    running_corrections,
    counted_twice,
    figures_without_evidence,
    open_outcomes,
)
STORIES: tuple[RoundRule, ...] = (
    missing_stories,
    stories_beside_figures,
    unexplained_deviations,
    waiting_explanations,
    open_questions,
)


def _by_indicator(facts: RoundFacts, rows: Iterable[ExpectedFigure], words: str) -> Iterator[RoundFault]:
    """One line for each indicator, that leads to its first row in the grid."""
    groups: dict[Indicator, list[ExpectedFigure]] = defaultdict(list)
    for row in rows:
        groups[row.indicator].append(row)
    grid = reverse("grid", args=[facts.slug, facts.round.year])
    for indicator, found in groups.items():
        name = found[0].name if len(found) == 1 else f"{indicator.name}, {len(found)} cijfers"
        yield RoundFault(capital(f"{name}: {words}"), f"{grid}#rij-{found[0].key}", Right.ENTER_PROGRESS)
