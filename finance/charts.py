"""Plotly figures of the money, as data for the browser. Each stands above a table with the same numbers."""

from typing import Any

from finance.position import Amounts, Position
from finance.series import Burn

SERIES = (
    ("agreed", "afgesproken", "#d6e4dc"),
    ("received", "ontvangen", "#7fb59a"),
    ("committed", "verplicht", "#3a8a63"),
    ("spent", "besteed", "#14502f"),
)


def bars(rows: list[tuple[str, Amounts]]) -> dict[str, Any]:
    """Agreed, received, committed and spent beside each other for each row (name, amounts)."""
    import plotly.graph_objects as go  # slow to import: only where a chart is asked for

    figure = go.Figure(
        [
            go.Bar(
                name=label,
                x=[name for name, _ in rows],
                y=[float(getattr(amounts, field)) for _, amounts in rows],
                marker={"color": colour, "line": {"color": "#14502f", "width": 1}},
                hovertemplate="%{x}, " + label + ": € %{y:,.2f}<extra></extra>",
            )
            for field, label, colour in SERIES
        ]
    )
    figure.update_layout(template="none", barmode="group", yaxis={"tickprefix": "€ ", "tickformat": ",.2s"})
    data: dict[str, Any] = figure.to_plotly_json()
    return data


def burn(series: Burn, money: Position) -> dict[str, Any]:
    """What was received and spent, added up by month, against the time of the deal."""
    import plotly.graph_objects as go

    frame = series.frame
    months = [period.strftime("%Y-%m-%d") for period in frame.index]
    figure = go.Figure(
        [
            go.Scatter(
                name=label,
                x=months,
                y=[cents / 100 for cents in frame[column]],
                mode="lines",
                line={"color": colour, "dash": dash, "width": 3, "shape": "hv"},
            )
            for column, label, colour, dash in (
                ("received", "ontvangen", "#3a8a63", "dash"),
                ("spent", "besteed", "#14502f", "solid"),
            )
        ]
    )
    figure.update_layout(
        template="none",
        xaxis={"range": [money.deal.in_force_on.isoformat(), money.deal.ends_on.isoformat()]},
        yaxis={"tickprefix": "€ ", "tickformat": ",.2s", "rangemode": "tozero"},
    )
    data: dict[str, Any] = figure.to_plotly_json()
    return data
