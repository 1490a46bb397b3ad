"""A chart for a page: a Plotly figure as plain data, with the same figures as a table under it."""

from collections.abc import Iterable
from dataclasses import dataclass

from regiodeal.base.values import Values

type Figure = Values  # of plotly, as JSON
type Trace = Values  # one line or bar of it


def house(step: int) -> str:
    """The house colour of whoever's page it is, from pale (1) to dark (5), by its token: charts.js looks it up."""
    return f"--denhaag-color-green-{step}"


@dataclass(frozen=True)
class Chart:
    """Holds what components/chart.html shows. The first cell of each row is the row's name; all cells are texts."""

    id: str
    title: str
    summary: str
    figure: Figure
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    @property
    def is_short(self) -> bool:
        """Tell whether the table is short enough to stand open under the chart."""
        return len(self.rows) <= 12


def figure(traces: Iterable[Trace], **layout: object) -> Figure:
    """A Plotly figure as plotly.js takes it; a test holds those of every chart against Plotly's own schema."""
    return {"data": list(traces), "layout": layout}
