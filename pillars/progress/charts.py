"""Charts of what is measured, each above a table with the same numbers, and the small line inside a table."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pillars.agreed.models import Target
from pillars.agreed.scale import SCALE_WORDS
from pillars.progress.deal_progress import TargetProgress
from pillars.progress.forecast import Forecast, TrendLine
from pillars.progress.target_rules import assess
from pillars.projects.planned import planned_value
from regiodeal.base.chart import Chart, Trace, figure, house
from regiodeal.base.dutch import day, number

type Points = tuple[tuple[date, Decimal], ...]


SPARK_WIDTH, SPARK_HEIGHT = Decimal(100), Decimal(24)


TENTH = Decimal("0.1")
NO_FIGURE = "\u2013"
AHEAD = "dot"  # how a line is drawn that is expected
PLACES_IN_A_ROW, MOST_PLACES = 10, 120


def sparkline(line: TrendLine) -> dict[str, object]:
    """The line for components/sparkline.html: points in a box of 100 by 24, from zero up, and the norm's height."""
    values = [value for _at, value in line.points]
    top = max([*values, line.needed or Decimal(0), Decimal(1)])
    step = SPARK_WIDTH / max(len(values) - 1, 1)

    def height(value: Decimal) -> Decimal:
        return (SPARK_HEIGHT - value / top * SPARK_HEIGHT).quantize(TENTH, rounding=ROUND_HALF_UP)

    points = " ".join(f"{(step * number_of).quantize(TENTH)},{height(value)}" for number_of, value in enumerate(values))
    target = None if line.needed is None else height(line.needed)
    return {"points": points, "target": target, "label": line.label}


def target_chart(progress: TargetProgress) -> Chart | None:
    """The value of a target in the chart that fits its kind; None where there is too little to draw.

    A norm of each year: a bar a year beside what projects plan, with the norm across. A milestone: a dot on its day. So
    many of a fixed number: as many places, filled or not. A trend: a line from year to year. What adds up, and a
    judgement on a scale: steps, for between two figures nothing is known.
    """
    line, expected = progress.line, progress.forecast
    match progress.target.kind:
        case Target.Kind.PER_YEAR:
            return _by_year(progress)
        case Target.Kind.MILESTONE:
            return _milestone(progress)
        case Target.Kind.COVERAGE if _fits_in_places(progress):
            return _places(progress)
    if len(line.points) < 2:
        return None
    shape = "linear" if progress.target.kind == Target.Kind.TREND else "hv"
    drawn = [
        _trace("Stand", line.points, house(4), "solid", shape),
        *(_trace(*parts, "linear") for parts in _ahead(line, expected, progress.target.ceiling)),
    ]
    said = progress.target.indicator.in_words
    rows = [*((day(at), said(value)) for at, value in line.points), *_expected_row(progress)]
    if line.needed is not None:
        rows.append(("Norm", said(line.needed)))
    if (most := progress.target.ceiling) is not None:
        rows.append(("Plafond", said(most)))
    return Chart(
        id=_chart_id(progress.target),
        title=f"Verloop: {progress.target.title}",
        summary=f"{_latest(progress)} {expected.ground} {expected.label.capitalize()}.",
        figure=figure(drawn, yaxis=_axis(progress.target)),
        columns=("Op", f"Waarde ({progress.target.unit})"),
        rows=rows,
    )


def _expected_row(progress: TargetProgress) -> list[tuple[str, ...]]:
    """The row of the last day with what is expected then, where something is."""
    expected, points = progress.forecast, progress.line.points
    if expected.value is None or not points or expected.on <= points[-1][0]:
        return []
    return [(f"{day(expected.on)} (verwacht)", progress.target.indicator.in_words(expected.value))]


def _axis(target: Target) -> dict[str, object]:
    """From zero up; a judgement on a scale has its words beside its steps."""
    if target.kind != Target.Kind.QUALITATIVE:
        return {"rangemode": "tozero", "automargin": True}
    steps = list(range(len(SCALE_WORDS)))
    top = len(SCALE_WORDS) - 0.8
    return {"range": [-0.2, top], "tickvals": steps, "ticktext": list(SCALE_WORDS), "automargin": True}


def _by_year(progress: TargetProgress) -> Chart | None:
    """A bar for what was realised and one for what projects plan of each year; None where nothing was realised yet."""
    case, needed = progress.case, progress.outcome.needed
    realised = {year: assess(replace(case, figure_year=year)).value for year in _years(progress)}
    planned = {year: planned_value(case.target, case.plans, year=year) for year in realised}
    if all(value is None for value in realised.values()):
        return None
    drawn = [_bars("Gerealiseerd", realised, house(4)), _bars("Gepland door projecten", planned, house(2), "/")]
    if needed is not None:
        drawn.append(_norm_across(list(realised), needed))
    return Chart(
        id=_chart_id(case.target),
        title=f"Per jaar: {case.target.title}",
        summary=_year_words(case.judged_year, realised, needed),
        figure=figure(
            (trace for trace in drawn if any(value is not None for value in trace["y"])),
            barmode="group",
            xaxis={"type": "category"},
            yaxis={"rangemode": "tozero", "automargin": True},
        ),
        columns=("Jaar", f"Gerealiseerd ({case.target.unit})", "Gepland door projecten", "Norm"),
        rows=[(str(year), _told(realised[year]), _told(planned[year]), _told(needed)) for year in realised],
    )


def _fits_in_places(progress: TargetProgress) -> bool:
    """Tell whether something is known of a whole number of places that can still be counted."""
    value, needed = progress.outcome.value, progress.outcome.needed
    return value is not None and needed is not None and needed == int(needed) and 1 < needed <= MOST_PLACES


def _places(progress: TargetProgress) -> Chart:
    """As many places as are needed: filled, planned by projects, or still open; in words how that came about."""
    case, outcome, expected = progress.case, progress.outcome, progress.forecast
    value, needed = outcome.value or Decimal(0), outcome.needed or Decimal(0)
    planned = planned_value(case.target, case.plans, year=case.judged_year) or Decimal(0)
    filled, whole = int(value), max(int(needed), int(value))
    coming = max(0, min(int(planned), int(needed)) - filled)
    kinds = (
        ("Gevuld", range(filled), "circle"),
        ("Gepland door projecten", range(filled, filled + coming), "circle-open-dot"),
        ("Nog niet", range(filled + coming, whole), "circle-open"),
    )
    told = (
        f"{number(value)} van {number(needed)}" if value <= needed else f"{number(value)}; nodig was {number(needed)}"
    )
    return Chart(
        id=_chart_id(case.target),
        title=f"Gevuld: {case.target.title}",
        summary=f"{told}. {expected.ground} {expected.label.capitalize()}.",
        figure=figure(
            (_dots(name, places, symbol) for name, places, symbol in kinds if places),
            height=110 + 36 * (1 + (whole - 1) // PLACES_IN_A_ROW),
            xaxis={"visible": False, "range": [-0.6, PLACES_IN_A_ROW - 0.4]},
            yaxis={"visible": False, "range": [(whole - 1) // PLACES_IN_A_ROW + 0.6, -0.6]},
        ),
        columns=("Wat", f"Aantal ({case.target.unit})"),
        rows=[
            *((name, str(len(places))) for name, places, _symbol in kinds),
            *((f"Gevuld op {day(at)}", number(known)) for at, known in progress.line.points),
            *_expected_row(progress),
        ],
    )


def _dots(name: str, places: range, symbol: str) -> Trace:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": [place % PLACES_IN_A_ROW for place in places],
        "y": [place // PLACES_IN_A_ROW for place in places],
        "marker": {"symbol": symbol, "size": 18, "color": house(4), "line": {"color": house(4), "width": 2}},
        "hovertemplate": name + "<extra></extra>",
    }


def _milestone(progress: TargetProgress) -> Chart | None:
    """A dot on the day that it was reached, beside its last day and the day of today; None without any such day."""
    case = progress.case
    reached = _reached_on(progress)
    if reached is None and case.due_on is None:
        return None
    marks = (
        ("Laatste dag", case.due_on, "diamond-open", "#8a5a00"),
        ("Bereikt", reached, "circle", house(4)),
        ("Stand op", case.on, "line-ns", "#595959"),
    )
    late = reached is not None and case.due_on is not None and reached > case.due_on
    told = (
        "Nog niet bereikt." if reached is None else f"Bereikt op {day(reached)}{', na de laatste dag' if late else ''}."
    )
    return Chart(
        id=_chart_id(case.target),
        title=f"Mijlpaal: {case.target.title}",
        summary=told + (f" De laatste dag is {day(case.due_on)}." if case.due_on else ""),
        figure=figure(
            (_dot(name, on, symbol, colour) for name, on, symbol, colour in marks if on),
            height=160,
            xaxis={"type": "date"},
            yaxis={"visible": False, "range": [-1, 1]},
        ),
        columns=("Wat", "Dag"),
        rows=[(name, day(on) if on else "nog niet") for name, on, _symbol, _colour in marks if on or name == "Bereikt"],
    )


def _reached_on(progress: TargetProgress) -> date | None:
    """The day on which the last part that is needed was there; None as long as one is not."""
    if progress.outcome.share != 1:
        return None
    first: dict[str | None, date] = {}
    for fact in progress.case.facts:
        if fact.value >= 1:
            first[fact.item] = min(fact.measured_on, first.get(fact.item, fact.measured_on))
    return max(first.values(), default=None)


def _dot(name: str, on: date, symbol: str, colour: str) -> Trace:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": [on.isoformat()],
        "y": [0],
        "marker": {"symbol": symbol, "size": 18, "color": colour, "line": {"color": colour, "width": 3}},
        "hovertemplate": name + ": %{x|%d-%m-%Y}<extra></extra>",
    }


def _chart_id(target: Target) -> str:
    return f"verloop-{target.code.replace('.', '-')}"


def _years(progress: TargetProgress) -> list[int]:
    """Every year from the first to the last of which there is a figure or a plan, with the judged year in it."""
    case = progress.case
    known = {fact.year for fact in case.facts if fact.year} | {row.year for row in case.plans} | {case.judged_year}
    return list(range(min(known), max(known) + 1))


def _year_words(judged: int, realised: dict[int, Decimal | None], needed: Decimal | None) -> str:
    """What was realised in the judged year, or the last year of which something is known."""
    value = realised[judged]
    norm = "" if needed is None else f" De norm is {number(needed)} per jaar."
    if value is not None:
        return f"In {judged}: {number(value)}.{norm}"
    earlier = [(year, known) for year, known in realised.items() if known is not None and year < judged]
    last = "".join(f" In {year} was het {number(known)}." for year, known in earlier[-1:])
    return f"Over {judged} is er nog geen cijfer.{last}{norm}"


def _told(value: Decimal | None) -> str:
    return NO_FIGURE if value is None else number(value)


def _bars(name: str, values: dict[int, Decimal | None], colour: str, pattern: str = "") -> Trace:
    return {
        "type": "bar",
        "name": name,
        "x": [str(year) for year in values],
        "y": [None if value is None else float(value) for value in values.values()],
        "marker": {"color": colour, "line": {"color": house(4), "width": 1}, "pattern": {"shape": pattern}},
        "hovertemplate": name + " in %{x}: %{y}<extra></extra>",
    }


def _norm_across(years: list[int], needed: Decimal) -> Trace:
    return {
        "type": "scatter",
        "name": "Norm",
        "x": [str(year) for year in years],
        "y": [float(needed)] * len(years),
        "mode": "lines+markers",
        "line": {"color": "#8a5a00", "dash": "dash", "width": 3},
        "hovertemplate": "Norm: %{y}<extra></extra>",
    }


def _latest(progress: TargetProgress) -> str:
    """Say what stands now, or until when something was known: a figure of two years ago is not now."""
    at, value = progress.line.points[-1]
    told = progress.target.indicator.in_words(value)
    return f"Nu {told}." if at == progress.case.on else f"Laatst bekend op {day(at)}: {told}; nu is er geen cijfer."


def _ahead(line: TrendLine, expected: Forecast, most: Decimal | None) -> Iterator[tuple[str, Points, str, str]]:
    """Return what stands beside the line of values: where it goes, the norm, and the ceiling where there is one."""
    first, last = line.points[0], line.points[-1]
    until = max(expected.on, last[0])
    if expected.value is not None and expected.on > last[0]:
        name = "Volgens de plannen" if expected.is_by_plans else "Als het zo doorgaat"
        yield name, (last, (expected.on, expected.value)), house(4), AHEAD
    if line.needed is not None:
        yield "Norm", ((first[0], line.needed), (until, line.needed)), "#8a5a00", "dash"
    if most is not None:
        yield "Plafond", ((first[0], most), (until, most)), "#a4262c", "dashdot"


def _trace(name: str, points: Points, colour: str, dash: str, shape: str) -> Trace:
    return {
        "type": "scatter",
        "name": name,
        "x": [at.isoformat() for at, _value in points],
        "y": [float(value) for _at, value in points],
        "mode": "lines+markers" if dash == AHEAD else "lines",  # an open end: nobody has seen it yet
        "marker": {"symbol": "circle-open", "size": 9, "color": colour},
        "line": {"color": colour, "dash": dash, "width": 3, "shape": shape},
        "hovertemplate": name + " op %{x|%d-%m-%Y}: %{y}<extra></extra>",
    }
