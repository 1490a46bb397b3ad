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
    """The value of a target in the chart that fits its kind; None for a milestone, or where there is too little.

    A norm of each year: a bar a year beside what projects plan, with the norm across. A trend: a line from year to
    year. What adds up, and a judgement on a scale: steps, for between two figures nothing is known.
    """
    line, expected = progress.line, progress.forecast
    if progress.target.kind == Target.Kind.PER_YEAR:
        return _by_year(progress)
    if progress.target.kind == Target.Kind.MILESTONE or len(line.points) < 2:
        return None
    shape = "linear" if progress.target.kind == Target.Kind.TREND else "hv"
    drawn = [("Stand", line.points, house(4), "solid"), *_ahead(line, expected, progress.target.ceiling)]
    rows: list[tuple[str, ...]] = [(day(at), number(value)) for at, value in line.points]
    if expected.value is not None and expected.on > line.points[-1][0]:
        rows.append((f"{day(expected.on)} (verwacht)", number(expected.value)))
    if line.needed is not None:
        rows.append(("Norm", number(line.needed)))
    if (most := progress.target.ceiling) is not None:
        rows.append(("Plafond", number(most)))
    return Chart(
        id=f"verloop-{progress.target.code.replace('.', '-')}",
        title=f"Verloop: {progress.target.title}",
        summary=f"{_latest(line, progress.case.on)} {expected.ground} {expected.label.capitalize()}.",
        figure=figure((_trace(*parts, shape) for parts in drawn), yaxis=_axis(progress.target)),
        columns=("Op", f"Waarde ({progress.target.unit})"),
        rows=rows,
    )


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
        id=f"verloop-{case.target.code.replace('.', '-')}",
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


def _latest(line: TrendLine, on: date) -> str:
    """Say what stands now, or until when something was known: a figure of two years ago is not now."""
    at, value = line.points[-1]
    return f"Nu {number(value)}." if at == on else f"Laatst bekend op {day(at)}: {number(value)}; nu is er geen cijfer."


def _ahead(line: TrendLine, expected: Forecast, most: Decimal | None) -> Iterator[tuple[str, Points, str, str]]:
    """Return what stands beside the line of values: where it goes, the norm, and the ceiling where there is one."""
    first, last = line.points[0], line.points[-1]
    until = max(expected.on, last[0])
    if expected.value is not None and expected.on > last[0]:
        name = "Volgens de plannen" if expected.is_by_plans else "Als het zo doorgaat"
        yield name, (last, (expected.on, expected.value)), house(4), "dot"
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
        "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": 3, "shape": shape},
        "hovertemplate": name + " op %{x|%d-%m-%Y}: %{y}<extra></extra>",
    }
