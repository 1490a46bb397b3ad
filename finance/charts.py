"""Charts of the money for the browser. Each stands above a table with the same numbers."""

from typing import Any

from finance.position import Amounts, Position
from finance.series import Burn
from regiodeal.covenant.chart import Chart
from regiodeal.covenant.dutch import day, euro, percent

SERIES = (
    ("agreed", "Afgesproken", "#e8f1ec"),
    ("received", "Ontvangen", "#9cc9ae"),
    ("committed", "Verplicht", "#4f9d6d"),
    ("spent", "Besteed", "#1c6b36"),
)
OUTLINE = {"color": "#1c6b36", "width": 1}
EURO_AXIS = {"tickprefix": "€ ", "tickformat": ",.0f", "nticks": 4}


def bars(chart_id: str, title: str, rows: list[tuple[str, Amounts]]) -> Chart:
    """Agreed, received, committed and spent beside each other for each row (name, amounts)."""
    import plotly.graph_objects as go  # slow to import: only where a chart is asked for

    figure = go.Figure(
        [
            go.Bar(
                name=label,
                y=[name.replace(", ", ",<br>") for name, _ in rows],
                x=[float(getattr(amounts, field)) for _, amounts in rows],
                orientation="h",
                marker={"color": colour, "line": OUTLINE},
                hovertemplate="%{y}, " + label.lower() + ": € %{x:,.2f}<extra></extra>",
            )
            for field, label, colour in SERIES
        ]
    )
    upside_down = {"autorange": "reversed", "automargin": True}  # Plotly draws the first row at the bottom
    figure.update_layout(template="none", barmode="group", xaxis=EURO_AXIS, yaxis=upside_down)
    return Chart(
        id=chart_id,
        title=title,
        summary=" ".join(
            f"{name}: besteed {percent(_share(amounts))} van wat is afgesproken." for name, amounts in rows[:3]
        ),
        figure=_plain(figure),
        columns=("Regel", *(label for _, label, _ in SERIES), "Ruimte"),
        rows=[
            (name, *(euro(getattr(amounts, field)) for field, _, _ in SERIES), euro(amounts.room))
            for name, amounts in rows
        ],
    )


def burn(series: Burn, money: Position) -> Chart:
    """What was received and spent, added up by month, over the whole term of the deal."""
    import plotly.graph_objects as go  # slow to import: only where a chart is asked for

    months = [last_day.isoformat() for last_day, _, _ in series.rows]
    lines = (("received", "Ontvangen", "#4f9d6d", "dash"), ("spent", "Besteed", "#1c6b36", "solid"))
    figure = go.Figure(
        [
            go.Scatter(
                name=label,
                x=months,
                y=[int(cents) / 100 for cents in series.frame[column]],
                mode="lines",
                line={"color": colour, "dash": dash, "width": 3, "shape": "hv"},
                hovertemplate=label + " tot en met %{x|%d-%m-%Y}: € %{y:,.2f}<extra></extra>",
            )
            for column, label, colour, dash in lines
        ]
    )
    term = [money.deal.in_force_on.isoformat(), money.deal.ends_on.isoformat()]
    figure.update_layout(template="none", xaxis={"range": term}, yaxis=EURO_AXIS | {"rangemode": "tozero"})
    total = money.total()
    return Chart(
        id="verloop",
        title="Ontvangen en besteed, opgeteld per maand",
        summary=f"Tot nu toe {euro(total.received)} ontvangen en {euro(total.spent)} besteed, "
        f"terwijl {percent(money.elapsed)} van de tijd voorbij is.",
        figure=_plain(figure),
        columns=("Tot en met", "Ontvangen", "Besteed"),
        rows=[(day(last_day), euro(received), euro(spent)) for last_day, received, spent in series.rows],
    )


def _share(amounts: Amounts) -> Any:
    return amounts.spent / amounts.agreed if amounts.agreed else 0


def _plain(figure: Any) -> dict[str, Any]:
    data: dict[str, Any] = figure.to_plotly_json()
    return data
