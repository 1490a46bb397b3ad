"""The line of time as plain geometry: days become places, and an SVG template draws them."""

from dataclasses import dataclass
from datetime import date, timedelta

from regiodeal.base.dutch import MONTHS
from reporting.time_line.time_line import KINDS, PROJECT, TimeLine, TimePoint

WIDTH, LEFT, RIGHT, TOP = 960.0, 92.0, 944.0, 34.0
STEP = 15.0  # between two marks of one lane that would touch
BAR = 7.0
FIRST_MONTHS = 3  # a line of at most this many years has a tick each quarter
QUARTERS = (1, 4, 7, 10)


@dataclass(frozen=True)
class LineMark:
    """A point or a bar on the drawing; `width` is 0 for a point."""

    x: float
    y: float
    width: float
    state: str
    title: str


@dataclass(frozen=True)
class Lane:
    """One kind with its name and its marks."""

    label: str
    top: float
    bottom: float
    marks: tuple[LineMark, ...]


@dataclass(frozen=True)
class Tick:
    """A day on the axis with its word."""

    x: float
    label: str
    is_year: bool


@dataclass(frozen=True)
class TimeDrawing:
    """A finished drawing; `today` is where the reference date lies, None outside the line."""

    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    width: float = WIDTH
    left: float = LEFT
    right: float = RIGHT


def drawn(line: TimeLine) -> TimeDrawing:
    """The line with a lane for each kind that is on it; marks that would touch stand under each other."""
    lanes, top = [], TOP
    for kind, label in KINDS.items():
        rows = [row for row in line.moments if row.kind == kind]
        if rows:
            lane = _lane(label, rows, line, top)
            lanes.append(lane)
            top = lane.bottom + 8
    today = _x(line.on, line) if line.first <= line.on <= line.last else None
    return TimeDrawing(round(top + 6, 1), tuple(lanes), tuple(_ticks(line)), today)


def _x(day: date, line: TimeLine) -> float:
    day = min(max(day, line.first), line.last)
    return round(LEFT + (RIGHT - LEFT) * (day - line.first).days / max((line.last - line.first).days, 1), 1)


def _lane(label: str, rows: list[TimePoint], line: TimeLine, top: float) -> Lane:
    ends: list[float] = []  # of each row in the lane, where its last mark ends
    marks = []
    is_bars = rows[0].kind == PROJECT
    step = BAR + 3 if is_bars else STEP
    for row in rows:
        x = _x(row.begins, line)
        width = max(_x(row.ends, line) - x, 3.0) if row.ends else 0.0
        place = next((number for number, end in enumerate(ends) if end <= x), len(ends))
        ends[place : place + 1] = [x + (width + 2 if width else STEP)]
        marks.append(
            LineMark(x, round(top + 8 + place * step, 1), round(width, 1), row.state, f"{row.title}: {row.words}")
        )
    return Lane(label, top, round(top + 8 + len(ends) * step, 1), tuple(marks))


def _ticks(line: TimeLine) -> list[Tick]:
    """The years, and of a short line the quarters, or the months of one year."""
    years = range(line.first.year, line.last.year + 1)
    months = range(1, 13) if len(years) == 1 else QUARTERS if len(years) <= FIRST_MONTHS else (1,)
    days = [date(year, month, 1) for year in years for month in months]
    found = []
    for each in days:
        if line.first - timedelta(days=1) <= each <= line.last:
            name = str(each.year) if each.month == 1 and len(years) > 1 else MONTHS[each.month - 1][:3]
            found.append(Tick(_x(each, line), name, each.month == 1))
    return found
