"""The chart of the liquidity: what is in hand at the end of each month, with and without what is uncertain."""

from finance.budget.models import Source
from finance.liquidity.liquidity import Liquidity
from regiodeal.base.chart import Chart, Trace, figure, house
from regiodeal.base.dutch import day, euro

COLUMNS = ("Tot en met", "Ontvangen", "Betaald", "Verwacht", "Nog te betalen", "In kas", "In kas zonder voorwaarden")


def course_of_money(found: Liquidity, source: Source) -> Chart:
    """What is in hand at the end of each month of one source, with the months as a table."""
    lowest = found.lowest
    summary = f"Nu {euro(found.now)} in kas."
    if lowest:
        summary += f" Vanaf nu is het laagst {euro(lowest.balance)}, op {day(lowest.last_day)}."
    names = (("In kas", "balance", house(4), "solid"), ("In kas zonder voorwaarden", "sure", "#8a6d00", "dash"))
    return Chart(
        id=f"liquiditeit-{source.code}",
        title=f"In kas aan het eind van de maand: {source.name}",
        summary=summary,
        figure=figure(
            [_trace(found, *name) for name in names],
            yaxis={"tickprefix": "€ ", "tickformat": ",.0f", "nticks": 4},
        ),
        columns=COLUMNS,
        rows=[
            (
                day(row.last_day),
                *map(euro, (row.received, row.paid, row.expected, row.owed, row.balance, row.sure)),
            )
            for row in found.months
        ],
    )


def _trace(found: Liquidity, label: str, name: str, colour: str, dash: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label,
        "x": [row.last_day.isoformat() for row in found.months],
        "y": [float(getattr(row, name)) for row in found.months],
        "line": {"color": colour, "dash": dash, "width": 3},
        "hovertemplate": label + " op %{x|%d-%m-%Y}: € %{y:,.2f}<extra></extra>",
    }
