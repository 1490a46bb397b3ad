"""How ready a round is: which results are reported, which are not, who has to enter what, and by when.

How it is computed:

- A **result** is reported when every target of it is; a target is reported when each figure that it reads (each item
  of a breakdown, and the whole of "n of all N") was submitted or approved in the round. A draft does not count yet, nor
  does a figure that was returned, nor one of a year that was not over yet ("voorlopig"). A milestone that was reached
  before the round counts: it is not asked for again.
- The **owner** of a figure that is missing is to whom it was given, else who last entered it, in this round or before.
  Nobody owns a figure that was never given or entered, or that is of somebody who may enter nothing any more.
- Everything has to be **submitted** `ROUND_REVIEW_DAYS` (a week) before the last day of the round, so that a reviewer
  has that time; on a weekend that becomes the Friday before it. With 14 June 2027 as the last day: Monday 7 June.
- Each **person starts** as many working days earlier as their missing figures take at `ROUND_FIGURES_PER_DAY` (20),
  the day of submitting included: 45 figures take three working days, so Thursday 3 June. Holidays are not known here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil

from django.conf import settings

from pillars.agreed.models import Result
from pillars.measurements.assignments import writers
from pillars.measurements.expected import ExpectedFigure, RoundFigures, figures_of
from pillars.measurements.rounds import Round, round_of
from regiodeal.covenant.due_rules.due_rules import working_day_up_to
from regiodeal.deals.models import Deal, User


@dataclass(frozen=True)
class ResultReadiness:
    """One result in a round: the figures that are still missing, and whether it is reported."""

    result: Result
    missing: tuple[ExpectedFigure, ...]
    is_reported: bool


@dataclass(frozen=True)
class PersonPlan:
    """Holds what one person (None: nobody yet) still has to enter, and the day on which to start with it."""

    person: User | None
    results: tuple[Result, ...]
    figures: int
    start_on: date


@dataclass(frozen=True)
class Readiness:
    """Holds how ready a round is, as it stood on a date."""

    round: Round
    on: date
    results: tuple[ResultReadiness, ...]

    @property
    def reported(self) -> list[ResultReadiness]:
        """The results that are reported."""
        return [each for each in self.results if each.is_reported]

    @property
    def open(self) -> list[ResultReadiness]:
        """The results that are not: what stands between us and the last day."""
        return [each for each in self.results if not each.is_reported]

    @property
    def is_over(self) -> bool:
        """Tell whether the last day has passed."""
        return self.on > self.round.last_day

    @property
    def submit_by(self) -> date:
        """The last working day on which everything can be submitted, so that there is time to review it."""
        return working_day_up_to(self.round.last_day - timedelta(days=settings.ROUND_REVIEW_DAYS))

    @cached_property
    def _writers(self) -> frozenset[int]:
        """The users who may enter figures in this deal now."""
        return frozenset(writers(self.round.deal).values_list("pk", flat=True))

    @cached_property
    def plans(self) -> list[PersonPlan]:
        """Return what each person still has to enter: who has to start first on top, what nobody owns at the end."""
        missing: dict[User | None, dict[str, ExpectedFigure]] = defaultdict(dict)
        results: dict[User | None, list[Result]] = defaultdict(list)
        writers = self._writers
        for each in self.open:
            for figure in each.missing:
                # Whoever left enters nothing any more: what stood on their name is nobody's.
                owner = figure.owner if figure.owner and figure.owner.pk in writers else None
                missing[owner][figure.key] = figure  # a shared figure is entered once
                results[owner].append(each.result)
        plans = [
            PersonPlan(
                person, tuple(dict.fromkeys(results[person])), len(figures), start_by(self.submit_by, len(figures))
            )
            for person, figures in missing.items()
        ]
        return sorted(plans, key=lambda plan: (plan.person is None, plan.start_on, str(plan.person)))


def readiness(deal: Deal, *, year: int, on: date) -> Readiness | None:
    """Return how ready the round that closes in `year` was at the end of `on`; None when there is no such round."""
    found = round_of(deal, year, on=on)
    return readiness_of(figures_of(found, on=on)) if found else None


def readiness_of(figures: RoundFigures) -> Readiness:
    """Return how ready a round is, from the figures it asks for; results in the order of the covenant."""
    targets = defaultdict(list)
    for target in figures.targets:
        targets[target.result].append(figures.by_target[target.pk])
    results = [
        ResultReadiness(
            result,
            tuple({row.key: row for rows in read for row in rows if not row.is_reported}.values()),
            # A target that reads nothing yet (a breakdown without items) cannot have been reported.
            all(rows and all(row.is_reported for row in rows) for rows in read),
        )
        for result, read in targets.items()
    ]
    return Readiness(figures.round, figures.on, tuple(results))


def start_by(submit_by: date, figures: int) -> date:
    """The working day on which to start with so many figures, to be done at the end of `submit_by`."""
    day = submit_by
    for _ in range(ceil(figures / settings.ROUND_FIGURES_PER_DAY) - 1):
        day = working_day_up_to(day - timedelta(days=1))
    return day
