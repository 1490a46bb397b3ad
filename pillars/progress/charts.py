"""Charts of what is measured, each above a table with the same numbers, and the small line inside a table."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pillars.agreed.models import Target
from pillars.progress.deal_progress import TargetProgress
from pillars.progress.forecast import Forecast, TrendLine
from regiodeal.base.chart import Chart, Trace, figure
from regiodeal.base.dutch import day, number

type Points = tuple[tuple[date, Decimal], ...]


SPARK_WIDTH, SPARK_HEIGHT = Decimal(100), Decimal(24)


TENTH = Decimal("0.1")


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
    """The value of a target over time, with the norm and the forecast; None for a milestone or a single figure."""
    line, expected = progress.line, progress.forecast
    if progress.target.kind == Target.Kind.MILESTONE or len(line.points) < 2:
        return None
    shape = "hv" if progress.target.indicator.is_yearly else "linear"
    drawn = [("Stand", line.points, "#1c6b36", "solid"), *_ahead(line, expected, progress.target.ceiling)]
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
        figure=figure((_trace(*parts, shape) for parts in drawn), yaxis={"rangemode": "tozero", "automargin": True}),
        columns=("Op", f"Waarde ({progress.target.unit})"),
        rows=rows,
    )


def _latest(line: TrendLine, on: date) -> str:
    """Say what stands now, or until when something was known: a figure of two years ago is not now."""
    at, value = line.points[-1]
    return f"Nu {number(value)}." if at == on else f"Laatst bekend op {day(at)}: {number(value)}; nu is er geen cijfer."


def _ahead(line: TrendLine, expected: Forecast, most: Decimal | None) -> Iterator[tuple[str, Points, str, str]]:
    """Return what stands beside the line of values: where it goes, the norm, and the ceiling where there is one."""
    first, last = line.points[0], line.points[-1]
    until = max(expected.on, last[0])
    if expected.value is not None and expected.on > last[0]:
        yield "Als het zo doorgaat", (last, (expected.on, expected.value)), "#1c6b36", "dot"
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
