"""All measures on one page, each norm as a small picture of its own kind: bars, steps, places, or a dot."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pillars.agreed.models import Target
from pillars.agreed.scale import SCALE_WORDS
from pillars.progress.deal_progress import DealProgress, TargetProgress
from pillars.progress.facts import figure
from regiodeal.base.dutch import counted, number
from reporting.overview.matrix import MeasureRow, measure_rows

WIDTH, HEIGHT, FOOT = 120.0, 40.0, 38.0
BARS, STEPS, PLACES, DOT, NOTHING = "bars", "steps", "places", "dot", "nothing"
IN_A_ROW, MOST_PLACES = 10, 30
WIDEST_BAR = 18.0

type Points = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class Bar:
    """A year on the picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PlaceMark:
    """One of the places that are needed, or a step of a scale: filled or not."""

    x: int
    y: int
    is_filled: bool


@dataclass(frozen=True)
class Spark:
    """The picture of one norm: what it is drawn as, and where its norm lies (None without a number)."""

    kind: str
    bars: tuple[Bar, ...] = ()
    places: tuple[PlaceMark, ...] = ()
    path: str = ""
    norm: float | None = None
    is_done: bool = False


@dataclass(frozen=True)
class NormPicture:
    """A norm with its picture and the figure that the picture ends with."""

    progress: TargetProgress
    spark: Spark

    @property
    def figure(self) -> str:
        """Return the value and what is needed, in words; of a scale its step; of a milestone nothing: see its dot."""
        outcome = self.progress.outcome
        if self.progress.target.kind == Target.Kind.MILESTONE:
            return ""
        if self.progress.target.kind == Target.Kind.QUALITATIVE and outcome.value is not None:
            return self.progress.target.indicator.in_words(outcome.value)
        norm = f", norm {outcome.needed_words}" if outcome.needed_words else ""
        if outcome.value is None:
            return f"nog geen cijfer{norm}"
        return f"{number(outcome.value)}{f' in {outcome.year}' if outcome.year else ''}{norm}"


@dataclass(frozen=True)
class MeasurePicture:
    """A measure with the pictures of its norms."""

    row: MeasureRow
    norms: tuple[NormPicture, ...]


def measure_pictures(progress: DealProgress) -> list[MeasurePicture]:
    """Every measure in the order of the covenant; a norm of two measures is with both."""
    return [
        MeasurePicture(
            row,
            tuple(NormPicture(target, spark(target, progress)) for result in row.results for target in result.targets),
        )
        for row in measure_rows(progress)
    ]


def in_one_sentence(pictures: list[MeasurePicture]) -> str:
    """What the page shows, in words."""
    lagging = [each.row.measure.code for each in pictures if each.row.status == "behind"]
    told = f"Van de {counted(len(pictures), 'maatregel', 'maatregelen')} "
    if not lagging:
        return f"{told}loopt er geen achter."
    return f"{told}{'loopt' if len(lagging) == 1 else 'lopen'} er {len(lagging)} achter: {', '.join(lagging)}."


def spark(target: TargetProgress, progress: DealProgress) -> Spark:
    """The picture that fits the kind.

    Bars for a norm of each year, a dot for a milestone, places for so many of a fixed number and for the steps of a
    scale, else steps over time.
    """
    points, needed, value = target.line.points, target.outcome.needed, target.outcome.value
    if target.target.kind == Target.Kind.MILESTONE:
        return Spark(DOT, is_done=target.outcome.share == 1)
    if target.target.kind == Target.Kind.QUALITATIVE:
        return Spark(PLACES, places=_places(value or Decimal(0), len(SCALE_WORDS) - 1))
    if target.target.kind == Target.Kind.COVERAGE and value is not None and needed and 1 < needed <= MOST_PLACES:
        return Spark(PLACES, places=_places(value, math.ceil(needed)))
    years = _by_year(target) if target.target.kind == Target.Kind.PER_YEAR else {}
    if not points and not years:
        return Spark(NOTHING)
    greatest = max(
        [*(value for _, value in points), *years.values(), target.outcome.up_to or needed or Decimal(0), Decimal(1)]
    )
    norm = None if needed is None else _y(needed, greatest)
    if years:
        return Spark(BARS, bars=_bars(list(years.values()), greatest), norm=norm)
    return Spark(STEPS, path=_steps(points, greatest, progress), norm=norm)


def _places(value: Decimal, needed: int) -> tuple[PlaceMark, ...]:
    """Ten places in a row, of which the first are filled; more than is needed fills them all."""
    return tuple(
        PlaceMark(6 + 12 * (place % IN_A_ROW), 7 + 13 * (place // IN_A_ROW), place < int(value))
        for place in range(needed)
    )


def _by_year(target: TargetProgress) -> dict[int, Decimal]:
    """The figure of each year that has one, in order: what a yearly norm is judged by."""
    facts, aggregation = target.case.facts, target.target.indicator.aggregation
    years = sorted({fact.year for fact in facts if fact.year is not None})
    values = {year: figure(aggregation, [fact for fact in facts if fact.year == year]) for year in years}
    return {year: value for year, value in values.items() if value is not None}


def _y(value: Decimal, greatest: Decimal) -> float:
    return round(FOOT - float(max(value, Decimal(0)) / greatest) * (FOOT - 4), 1)


def _bars(values: list[Decimal], greatest: Decimal) -> tuple[Bar, ...]:
    step = min(WIDTH / len(values), WIDEST_BAR + 8)
    found = []
    for place, value in enumerate(values):
        y = _y(value, greatest)
        found.append(Bar(round(place * step + 2, 1), y, round(step - 8, 1), round(max(FOOT - y, 0.5), 1)))
    return tuple(found)


def _steps(points: Points, greatest: Decimal, progress: DealProgress) -> str:
    """A line that stays level until the next figure, over the whole term of the deal."""
    first, last = progress.deal.in_force_on, progress.deal.ends_on
    days = max((last - first).days, 1)
    places = [(round(WIDTH * min((at - first).days / days, 1), 1), _y(value, greatest)) for at, value in points]
    begin = f"M{places[0][0]:g} {places[0][1]:g}"
    return begin + "".join(f"H{x:g}V{y:g}" for x, y in places[1:]) + ("h3" if len(places) == 1 else "")
