"""Which figures a round asks for, and how far each of them is."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from pillars.models import Indicator, IndicatorItem, Measurement, Result, State, Target
from pillars.rounds import Round
from regiodeal.covenant.in_force import terms
from regiodeal.covenant.models import Deal, User
from regiodeal.covenant.models.review import OPEN_STATES
from regiodeal.covenant.prepared import Prepared, some_day, some_deal


@dataclass(frozen=True)
class ExpectedFigure:
    """One figure that a round asks for: an indicator, or one item of it, that some target reads.

    `current` is the figure entered in the round (the open one, else the newest that was approved), `last` the newest
    approved figure before that one.
    """

    round: Round
    indicator: Indicator
    item: IndicatorItem | None
    targets: tuple[Target, ...]
    current: Measurement | None
    last: Measurement | None

    @property
    def key(self) -> str:
        """What the figure is known by on a page: the indicator's code, with the item's where there is one."""
        return f"{self.indicator.code}--{self.item.code}" if self.item else self.indicator.code

    @property
    def name(self) -> str:
        """The indicator, and the item where there is one."""
        return f"{self.indicator.name}, {self.item.name}" if self.item else self.indicator.name

    @property
    def year(self) -> int | None:
        """The year that the figure is about; None for a figure about a day."""
        return self.round.figure_year if self.indicator.is_yearly else None

    @property
    def results(self) -> list[Result]:
        """The results that it counts for, each once."""
        return list(dict.fromkeys(target.result for target in self.targets))

    @property
    def state(self) -> State | None:
        """The state of the figure in this round; None while nothing was entered."""
        if self.current:
            return State(self.current.state)
        return State.APPROVED if self.is_reached else None

    @property
    def is_reached(self) -> bool:
        """Whether it is a milestone that was reached before the round: what is there is not asked for again."""
        is_milestone = self.indicator.value_kind == Indicator.ValueKind.MILESTONE
        return is_milestone and self.current is None and self.last is not None and self.last.value >= 1

    @property
    def is_reported(self) -> bool:
        """Whether it was submitted or approved, so that nobody still has to enter it."""
        return self.state in {State.SUBMITTED, State.APPROVED}

    @property
    def is_to_enter(self) -> bool:
        """Whether somebody has to type here: it is empty, or was returned."""
        return self.state in {None, State.RETURNED}

    @property
    def owner(self) -> User | None:
        """Who last entered it, in this round or before; None when nobody ever did."""
        figure = self.current or self.last
        return figure.entered_by if figure else None


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
        """How many somebody still has to enter."""
        return sum(row.is_to_enter for row in self.rows)

    @cached_property
    def counts(self) -> Counter[State | None]:
        """How many are in each state; None counts the empty ones."""
        return Counter(row.state for row in self.rows)

    def with_entered(self, row: ExpectedFigure, measurement: Measurement) -> "RoundFigures":
        """The same figures after this one was entered, without asking the database again."""
        entered = replace(row, current=measurement)
        return replace(self, rows=tuple(entered if each.key == row.key else each for each in self.rows))

    def drafts_of(self, user: User) -> list[Measurement]:
        """The drafts of this user among them."""
        currents = (row.current for row in self.rows)
        return [m for m in currents if m and m.state == State.DRAFT and m.entered_by_id == user.pk]


def figures_of(the_round: Round, *, on: date) -> RoundFigures:
    """All figures that the round asks for as they stood at the end of `on`, in four queries however many there are."""
    targets = terms(the_round.deal, on=on).apply(_TARGETS.objects(the_round.deal))
    currents = _by_place(newest_first(_CURRENTS.objects(the_round, on)))
    earlier = _by_place(_EARLIER.objects(the_round, on))
    rows = []
    for (indicator, item), readers in _places(the_round.deal, targets).items():
        entered = currents.get((indicator.pk, item.pk if item else None), [])
        current = entered[0] if entered else None
        approved = [m for m in entered[1:] if m.state == State.APPROVED]
        last = [*approved, *earlier.get((indicator.pk, item.pk if item else None), [])]
        rows.append(ExpectedFigure(the_round, indicator, item, tuple(readers), current, last[0] if last else None))
    return RoundFigures(the_round, on, tuple(targets), tuple(rows))


def standing_on(on: date) -> QuerySet[Measurement]:
    """The figures that were there at the end of that day, approved or open, without those that a correction replaced.

    Of a figure that was decided since, its state on that day is not known: then it is left out.
    """
    decided = Q(state=State.APPROVED, decided_at__date__lte=on)
    entered = Q(state__in=OPEN_STATES, entered_at__date__lte=on)
    rows = Measurement.objects.filter(decided | entered, measured_on__lte=on).exclude(replaced_by__state=State.APPROVED)
    return rows.select_related("entered_by")


def newest_first(rows: Iterable[Measurement]) -> list[Measurement]:
    """Open figures before approved ones, then by the day they are about, then by decision."""
    return sorted(rows, key=lambda m: (m.state != State.APPROVED, m.measured_on, _decided(m), m.pk), reverse=True)


def _decided(measurement: Measurement) -> float:
    return measurement.decided_at.timestamp() if measurement.decided_at else 0.0


def _last_before(the_round: Round, on: date) -> QuerySet[Measurement]:
    """The newest approved figure of each indicator and item from before the round."""
    rows = standing_on(on).filter(the_round.earlier_figures, indicator__deal=the_round.deal, state=State.APPROVED)
    newest = [F("measured_on").desc(), F("decided_at").desc(), F("pk").desc()]
    rank = Window(RowNumber(), partition_by=[F("indicator"), F("item")], order_by=newest)
    return rows.annotate(rank=rank).filter(rank=1)


def _values(the_round: Round, on: date) -> tuple[Any, ...]:
    """What in a query of a round's figures follows from the round and the day."""
    return the_round.deal.pk, the_round.figure_year, the_round.first_day, on


def _stand_in(number: int) -> tuple[Round, date]:
    year = 1880 + 2 * number
    first, last = date(year, 4 + number, 1 + number), date(year + 1, 2 + number, 27 + number)
    return Round(some_deal(number), first, last), some_day(number)


_TARGETS = Prepared(
    lambda deal: Target.objects.filter(deal=deal).select_related(
        "indicator", "whole_indicator", "result__goal__pillar"
    ),
    values=lambda deal: (deal.pk,),
    stand_in=lambda number: (some_deal(number),),
)
_ITEMS = Prepared(
    lambda deal: IndicatorItem.objects.filter(indicator__deal=deal).select_related("named_item__item_set"),
    values=lambda deal: (deal.pk,),
    stand_in=lambda number: (some_deal(number),),
)
_CURRENTS = Prepared(
    lambda the_round, on: standing_on(on).filter(the_round.figures, indicator__deal=the_round.deal),
    values=lambda the_round, on: (*_values(the_round, on), the_round.last_day),
    stand_in=_stand_in,
)
_EARLIER = Prepared(_last_before, values=_values, stand_in=_stand_in)


def _by_place(rows: Iterable[Measurement]) -> dict[tuple[int, int | None], list[Measurement]]:
    found: dict[tuple[int, int | None], list[Measurement]] = defaultdict(list)
    for row in rows:
        found[row.indicator_id, row.item_id].append(row)
    return found


type Place = tuple[Indicator, IndicatorItem | None]


def _asked_items(deal: Deal) -> dict[int, list[IndicatorItem]]:
    """The items that are asked for, by indicator. A fifteenth place counts in no coverage of 14: nobody waits."""
    items: dict[int, list[IndicatorItem]] = defaultdict(list)
    for item in _ITEMS.objects(deal):
        if item.named_item is None or item.named_item.counts_in_coverage:
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
