"""Charts of progress: plotly data for the browser. Each stands above a table with the same numbers."""

from typing import Any

from pillars.progress import DealProgress
from pillars.status import Status

# Dark enough to tell apart in grey print too; the order is from good to bad.
COLOURS = {
    Status.ACHIEVED: "#14502f",
    Status.ON_SCHEDULE: "#5aa37c",
    Status.ATTENTION: "#f2b84b",
    Status.BEHIND: "#b3261e",
    Status.NOT_STARTED: "#8b8f94",
    Status.NOT_ASSESSABLE: "#d5d8dc",
}


def status_per_pillar(progress: DealProgress) -> tuple[dict[str, Any], list[tuple[str, dict[Status, int]]]]:
    """A stacked bar of results by status for each pillar, and the same counts as rows for the table under it."""
    import plotly.graph_objects as go  # slow to import: only where a chart is asked for

    rows = _counts_per_pillar(progress)
    figure = go.Figure(
        [
            go.Bar(
                name=status.label,
                y=[name for name, _ in rows],
                x=[counts[status] for _, counts in rows],
                orientation="h",
                marker={"color": colour, "line": {"color": "#ffffff", "width": 1}},
                hovertemplate="%{y}, " + status.label + ": %{x}<extra></extra>",
            )
            for status, colour in COLOURS.items()
        ]
    )
    figure.update_layout(template="none", barmode="stack", yaxis={"autorange": "reversed", "automargin": True})
    data: dict[str, Any] = figure.to_plotly_json()
    return data, rows


def _counts_per_pillar(progress: DealProgress) -> list[tuple[str, dict[Status, int]]]:
    pillar_of = {r.code: str(m.goal.pillar) for m in progress.measures for r in m.results.all()}
    rows: dict[str, dict[Status, int]] = {str(m.goal.pillar): dict.fromkeys(COLOURS, 0) for m in progress.measures}
    for result in progress.results:
        rows[pillar_of[result.result.code]][result.status] += 1
    return list(rows.items())
