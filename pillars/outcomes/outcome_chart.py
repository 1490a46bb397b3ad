"""The chart of an outcome indicator, above a table with the same numbers."""

from pillars.outcomes.series import OutcomeSeries, in_words
from regiodeal.base.chart import Chart, figure, house
from regiodeal.base.dutch import number

# Lines that differ in colour, dash and marker, so that they can be told apart in grey print too.
LINES = (
    (house(4), "solid", "circle"),
    ("#0b6aa2", "dash", "square"),
    ("#c8102e", "dot", "diamond"),
    ("#8a5a00", "dashdot", "triangle-up"),
    ("#5b2c83", "longdash", "x"),
)


def outcome_chart(series: OutcomeSeries) -> Chart:
    """A line for each area over the years."""
    drawn = (
        {
            "type": "scatter",
            "name": area.name,
            "x": [point.year for point in area.points],
            "y": [float(point.value) for point in area.points],
            "mode": "lines+markers",
            "line": {"color": colour, "dash": dash, "width": 3},
            "marker": {"symbol": symbol, "size": 9},
            "hovertemplate": area.name + ", %{x}: %{y}<extra></extra>",
        }
        for area, (colour, dash, symbol) in zip(series.areas, LINES * len(series.areas), strict=False)
    )
    axis = {"tickmode": "array", "tickvals": series.years, "tickformat": "d"}
    return Chart(
        id=f"maatschappelijk-{series.indicator.code}",
        title=f"{series.indicator.name} ({series.indicator.unit})",
        summary=in_words(series),
        figure=figure(drawn, xaxis=axis, yaxis={"rangemode": "tozero", "automargin": True}),
        columns=("Waar", *(str(year) for year in series.years)),
        rows=_rows(series),
    )


def _rows(series: OutcomeSeries) -> list[tuple[str, ...]]:
    rows = []
    for area in series.areas:
        by_year = {p.year: f"{number(p.value)}{' (nulmeting)' if p.is_baseline else ''}" for p in area.points}
        rows.append((area.name, *(by_year.get(year, "\u2013") for year in series.years)))
    return rows
