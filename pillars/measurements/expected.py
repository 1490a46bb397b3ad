"""Which figures a round asks for, and how far each of them is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from pillars.agreed.models import Indicator, IndicatorItem, Result, Target
from pillars.measurements.assignments import FigurePlace, assigned_people
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import Round
from pillars.projects.models import Project
from pillars.projects.planning import lines_of
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import OPEN_STATES, State

type Place = tuple[Indicator, IndicatorItem | None]

# What of a measurement says how far its place is.
_COUNTED = (
    *("pk", "indicator_id", "indicator__is_yearly", "item_id", "state", "entered_by_id"),
    *("year", "measured_on", "decided_at", "value", "project_id", "indicator__value_kind"),
)


def key_of(indicator: Indicator, item: IndicatorItem | None) -> str:
    """Return what a figure is known by on a page: the indicator's code, with the item's where there is one."""
    return f"{indicator.code}--{item.code}" if item else indicator.code


@dataclass(frozen=True)
class ExpectedFigure:
    """One figure that a round asks for: an indicator, or one item of it, that some target reads.

    `current` is the figure entered in the round (the open one, else the newest that was approved), `last` the newest
    approved figure before that one. They are those of the `project`, or of the whole where there is none; then
    `of_projects` are the figures of this round that name a project, and `last` is of a project where that alone reached
    a milestone: what is there is there, whoever told it.
    """

    round: Round
    indicator: Indicator
    item: IndicatorItem | None
    targets: tuple[Target, ...]
    current: Measurement | None
    last: Measurement | None
    project: Project | None = None
    of_projects: tuple[Measurement, ...] = ()
    assigned: User | None = None  # to whom it was given

    @cached_property
    def key(self) -> str:
        """Return what the figure is known by on a page."""
        return key_of(self.indicator, self.item)

    @property
    def name(self) -> str:
        """The indicator, and the item where there is one."""
        return f"{self.indicator.name}, {self.item.name}" if self.item else self.indicator.name

    @property
    def year(self) -> int | None:
        """The year that the figure is about; None for a figure about a day."""
        return self.round.figure_year if self.indicator.is_yearly else None

    @cached_property
    def results(self) -> list[Result]:
        """The results that it counts for, each once."""
        return list(dict.fromkeys(target.result for target in self.targets))

    @cached_property
    def state(self) -> State | None:
        """The state of the figure in this round; None while nothing was entered."""
        if self.current:
            return State(self.current.state)
        return State.APPROVED if self.is_reached else None

    @property
    def is_reached(self) -> bool:
        """Tell whether it is a milestone that was reached before the round: what is there is not asked for again."""
        kind = Indicator.ValueKind(self.indicator.value_kind)
        return self.current is None and kind.is_reached(self.last.value if self.last else None)

    @property
    def is_provisional(self) -> bool:
        """Tell whether it was measured before its year was over: the figure of the whole year is still asked for."""
        return self.current is not None and self.current.is_provisional

    @property
    def is_reported(self) -> bool:
        """Tell whether it was submitted or approved for good, so that nobody still has to enter it.

        A newer draft takes nothing back: what was approved in the round before it stays reported.
        """
        if self.state in {State.SUBMITTED, State.APPROVED} and not self.is_provisional:
            return True
        if self.is_told_by_projects:
            return True
        return self.last is not None and self._is_final(self.last)

    def _is_final(self, row: Measurement) -> bool:
        is_of_round = self.round.holds_figure(row, is_yearly=self.indicator.is_yearly)
        return is_of_round and row.state == State.APPROVED and not row.is_provisional

    @cached_property
    def is_told_by_projects(self) -> bool:
        """Tell whether projects reported it, so that nobody has to enter it for the whole.

        At least one did, and no figure of a project still is a draft, was returned, or is of a part of the year.
        """
        return bool(self.of_projects) and all(map(_is_final_of_project, self.of_projects))

    @property
    def is_to_enter(self) -> bool:
        """Tell whether somebody has to type here: it is empty, was returned, or is of a part of the year."""
        if self.state is None and self.is_told_by_projects:
            return False
        return self.state in {None, State.RETURNED} or (self.state == State.APPROVED and self.is_provisional)

    def is_draft_of(self, user: User) -> bool:
        """Tell whether it is a draft of this user."""
        return self.state == State.DRAFT and self.current is not None and self.current.entered_by_id == user.pk

    @property
    def owner(self) -> User | None:
        """Return who fills it in: who has it in hand, else to whom it was given, else who last entered it, or None."""
        if self.current is not None and self.current.state in OPEN_STATES:
            return self.current.entered_by
        figure = self.current or self.last
        return self.assigned or (figure.entered_by if figure else None)


@dataclass(frozen=True)
class RoundFigures:
    """All figures that a round asks for, as they stood on a date, in the order in which targets first read them."""

    round: Round
    on: date
    targets: tuple[Target, ...]
    rows: tuple[ExpectedFigure, ...]

    @cached_property
    def by_key(self) -> dict[str, ExpectedFigure]:
        """The figures by their key."""
        return {row.key: row for row in self.rows}

    @cached_property
    def by_target(self) -> dict[int, list[ExpectedFigure]]:
        """The figures that each target reads, by the target's primary key."""
        found: dict[int, list[ExpectedFigure]] = defaultdict(list)
        for row in self.rows:
            for target in row.targets:
                found[target.pk].append(row)
        return found

    @property
    def to_enter(self) -> int:
        """Return how many somebody still has to enter."""
        return sum(row.is_to_enter for row in self.rows)

    @cached_property
    def counts(self) -> Counter[State | None]:
        """Return how many are in each state; None counts the empty ones."""
        return Counter(row.state for row in self.rows)

    def drafts_of(self, user: User) -> list[Measurement]:
        """The drafts of this user among them."""
        return [row.current for row in self.rows if row.current and row.is_draft_of(user)]


@dataclass(frozen=True)
class Counts:
    """Holds how much of a round is left: figures that somebody still has to enter, and drafts of the one who asks."""

    to_enter: int
    drafts: int


@dataclass(frozen=True)
class Expectation:
    """Holds what a round asks for, before anybody looks what was entered: each place with the targets that read it.

    A place is an indicator, with one of its items where it has items.
    """

    round: Round
    on: date
    targets: tuple[Target, ...]
    readers: Mapping[Place, Sequence[Target]]
    project: Project | None = None
    assigned: Mapping[FigurePlace, User] = field(default_factory=dict)

    def figure(self, key: str) -> ExpectedFigure | None:
        """The figure with that key as it stands, in one query; None for what the round does not ask for."""
        place = next((place for place in self.readers if key_of(*place) == key), None)
        if place is None:
            return None
        indicator, item = place
        return self._figure(place, standing_on(self.on).filter(indicator=indicator, item=item))

    def counts(self, user: User) -> Counts:
        """Return how much is left, with the drafts of this user, in one query that reads no more than it needs."""
        earlier = self.round.earlier_figures & Q(indicator__value_kind=Indicator.ValueKind.MILESTONE)
        standing = standing_on(self.on).filter(self.round.figures | earlier, indicator__deal=self.round.deal)
        rows = list(standing.select_related(None).values_list(*_COUNTED, named=True))
        project = self.project.pk if self.project else None
        year, first_day = self.round.figure_year, self.round.first_day
        now: dict[tuple[int, int | None], Any] = {}
        before: dict[tuple[int, int | None], Any] = {}
        of_projects: dict[tuple[int, int | None], list[bool]] = defaultdict(list)
        reached: set[tuple[int, int | None]] = set()
        for row in newest_first(rows):
            is_now = row.year == year if row.indicator__is_yearly else row.measured_on >= first_day
            if row.project_id != project:
                if project is None and _has_reached(row, row.indicator__value_kind):
                    reached.add((row.indicator_id, row.item_id))
                if is_now and project is None:
                    of_projects[row.indicator_id, row.item_id].append(_is_final_of_project(row))
            elif is_now:
                now.setdefault((row.indicator_id, row.item_id), row)
            elif row.state == State.APPROVED:
                before.setdefault((row.indicator_id, row.item_id), row)
        places = [(indicator.pk, item.pk if item else None) for indicator, item in self.readers]
        returned = sum(place in now and _is_to_enter_again(now[place]) for place in places)
        told = {place for place, found in of_projects.items() if all(found)} | (reached - before.keys())
        empty = sum(
            place not in now and not (place in before and before[place].value >= 1) and place not in told
            for place in places
        )
        drafts = [now[place] for place in places if place in now and now[place].state == State.DRAFT]
        return Counts(empty + returned, sum(row.entered_by_id == user.pk for row in drafts))

    def rows(self, entered: Iterable[Measurement]) -> tuple[ExpectedFigure, ...]:
        """The figure of every place, out of what was entered in this round and before."""
        found: dict[tuple[int, int | None], list[Measurement]] = defaultdict(list)
        for row in entered:
            found[row.indicator_id, row.item_id].append(row)
        return tuple(
            self._figure((indicator, item), found[indicator.pk, item.pk if item else None])
            for indicator, item in self.readers
        )

    def _figure(self, place: Place, entered: Iterable[Measurement]) -> ExpectedFigure:
        indicator, item = place
        project = self.project.pk if self.project else None
        every = newest_first(entered)
        for row in every:
            row.indicator = indicator  # it is: so nobody has to ask the database for it
        found = [row for row in every if row.project_id == project]
        others = [row for row in every if row.project_id is not None and project is None]
        now = [row for row in found if self.round.holds_figure(row, is_yearly=indicator.is_yearly)]
        approved = [row for row in found if row.state == State.APPROVED]
        before = [row for row in approved if self.round.follows_figure(row, is_yearly=indicator.is_yearly)]
        last = [*(row for row in now[1:] if row in approved), *before]
        current = now[0] if now else None
        if not last and current is None:
            last = [row for row in others if _has_reached(row, indicator.value_kind)]
        return ExpectedFigure(
            self.round,
            indicator,
            item,
            tuple(self.readers[place]),
            current,
            last[0] if last else None,
            project=self.project,
            assigned=self.assigned.get((indicator.pk, item.pk if item else None, project)),
            of_projects=tuple(row for row in others if self.round.holds_figure(row, is_yearly=indicator.is_yearly)),
        )


def expectation_of(the_round: Round, *, on: date, along: str = "result", project: Project | None = None) -> Expectation:
    """Return what the round asks for as agreed on the date, in two queries; each target has what lies `along` it.

    Of a project only what it can plan for.
    """
    rows = Target.objects.filter(deal=the_round.deal).select_related("indicator", "whole_indicator", along)
    targets = terms(the_round.deal, on=on).apply(rows)
    if not the_round.asks_years(on=on):
        targets = [target for target in targets if not target.indicator.is_yearly]
    places = _places(the_round.deal, targets)
    if project is not None:
        lines = {line.key for line in lines_of(project)}
        places = {
            (indicator, item): readers
            for (indicator, item), readers in places.items()
            if (indicator.pk, item.pk if item else None) in lines
        }
    return Expectation(the_round, on, tuple(targets), places, project)


def figures_of(the_round: Round, *, on: date, project: Project | None = None) -> RoundFigures:
    """All figures that the round asks for as they stood at the end of `on`, in six queries however many there are.

    With a project those of that project, in three queries more.
    """
    expectation = expectation_of(the_round, on=on, along="result__goal__pillar", project=project)
    expectation = replace(expectation, assigned=assigned_people(the_round.deal))
    currents = standing_on(on).filter(the_round.figures, indicator__deal=the_round.deal)
    rows = expectation.rows([*currents, *_last_before(the_round, on)])
    return RoundFigures(the_round, on, expectation.targets, rows)


def standing_on(on: date) -> QuerySet[Measurement]:
    """The figures that were there at the end of that day, approved or open, without those that a correction replaced.

    Of a figure that was decided since, its state on that day is not known: then it is left out.
    """
    decided = Q(state=State.APPROVED, decided_at__date__lte=on)
    entered = Q(state__in=OPEN_STATES, entered_at__date__lte=on)
    rows = Measurement.objects.filter(decided | entered, measured_on__lte=on).exclude(corrections__state=State.APPROVED)
    return rows.select_related("entered_by", "project")


class DatedFigure(Protocol):
    """Holds what of an entered figure says which of two is the newer."""

    @property
    def pk(self) -> int:
        """Return the primary key of the figure."""

    @property
    def state(self) -> str:
        """Return the state of the figure: approved, or what it was then."""

    @property
    def measured_on(self) -> date:
        """The day that it is about."""

    @property
    def decided_at(self) -> datetime | None:
        """Return when it was approved or returned."""


def newest_first[Row: DatedFigure](rows: Iterable[Row]) -> list[Row]:
    """Open figures before approved ones, then by the day they are about, then by decision."""
    return sorted(rows, key=lambda m: (m.state != State.APPROVED, m.measured_on, _decided(m), m.pk), reverse=True)


def _is_to_enter_again(row: Any) -> bool:
    is_part_of_year = row.year is not None and row.measured_on < date(row.year, 12, 31)
    return row.state == State.RETURNED or (row.state == State.APPROVED and is_part_of_year)


def _has_reached(row: Any, kind: str) -> bool:
    return row.state == State.APPROVED and Indicator.ValueKind(kind).is_reached(row.value)


def _is_final_of_project(row: Any) -> bool:
    is_part_of_year = row.year is not None and row.measured_on < date(row.year, 12, 31)
    return row.state in {State.SUBMITTED, State.APPROVED} and not is_part_of_year


def _decided(measurement: DatedFigure) -> float:
    return measurement.decided_at.timestamp() if measurement.decided_at else 0.0


def _last_before(the_round: Round, on: date) -> QuerySet[Measurement]:
    """The newest approved figure of each indicator, item and project from before the round."""
    rows = standing_on(on).filter(the_round.earlier_figures, indicator__deal=the_round.deal, state=State.APPROVED)
    newest = [F("measured_on").desc(), F("decided_at").desc(), F("pk").desc()]
    rank = Window(RowNumber(), partition_by=[F("indicator"), F("item"), F("project")], order_by=newest)
    return rows.annotate(rank=rank).filter(rank=1)


def _asked_items(deal: Deal) -> dict[int, list[IndicatorItem]]:
    """The items that are asked for, by indicator. A fifteenth place counts in no coverage of 14: nobody waits."""
    items: dict[int, list[IndicatorItem]] = defaultdict(list)
    beyond = Q(named_item__in_agreed_set=False, named_item__item_set__is_fixed=True)
    for item in IndicatorItem.objects.filter(indicator__deal=deal).exclude(beyond):
        items[item.indicator_id].append(item)
    return items


def _places(deal: Deal, targets: Iterable[Target]) -> dict[Place, list[Target]]:
    """Every indicator and item that a target reads, with its targets: a shared one once, items of one together."""
    items = _asked_items(deal)
    readers: dict[Indicator, list[tuple[Target, set[str]]]] = defaultdict(list)
    for target in targets:
        readers[target.indicator].append((target, set(target.reads)))
        if target.whole_indicator:
            readers[target.whole_indicator].append((target, set()))
    places: dict[Place, list[Target]] = {}
    for indicator, reads in readers.items():
        if indicator.breakdown == Indicator.Breakdown.NONE:
            places[indicator, None] = [target for target, _codes in reads]
            continue
        for item in items[indicator.pk]:
            found = [target for target, codes in reads if not codes or item.code in codes]
            if found:
                places[indicator, item] = found
    return places
