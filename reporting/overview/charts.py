"""The chart of progress for the browser, above a table with the same numbers."""

from pillars.progress.deal_progress import DealProgress
from pillars.status.status import Status
from regiodeal.base.chart import Chart, figure
from regiodeal.deals.words import fill_in

# As in static/css/tokens.css; dark enough to tell apart in grey print too. The order is from good to bad.
COLOURS = {
    Status.ACHIEVED: "#1c6b36",
    Status.ON_SCHEDULE: "#7fb88f",
    Status.ATTENTION: "#f6d434",
    Status.BEHIND: "#c8102e",
    Status.NOT_STARTED: "#d3d3d3",
    Status.NOT_ASSESSABLE: "#a9c9ec",
}


def status_per_pillar(progress: DealProgress) -> Chart:
    """A stacked bar of results by status for each pillar."""
    rows = _counts_per_pillar(progress)
    drawn = (
        {
            "type": "bar",
            "name": status.label,
            "y": [name for name, _ in rows],
            "x": [counts[status] for _, counts in rows],
            "text": [str(counts[status] or "") for _, counts in rows],
            "textposition": "inside",
            "orientation": "h",
            "marker": {"color": colour, "line": {"color": "#ffffff", "width": 1}},
            "hovertemplate": "%{y}, " + status.label + ": %{x}<extra></extra>",
        }
        for status, colour in COLOURS.items()
    )
    return Chart(
        id="standen",
        title=fill_in("Stand van de resultaten per {pillar}"),
        summary=" ".join(
            f"{name}: {counts[Status.ACHIEVED]} behaald, {counts[Status.BEHIND]} lopen achter." for name, counts in rows
        ),
        figure=figure(drawn, barmode="stack", yaxis={"autorange": "reversed", "automargin": True}),
        columns=(fill_in("{Pillar}"), *(status.label.capitalize() for status in COLOURS)),
        rows=[(name, *(str(counts[status]) for status in COLOURS)) for name, counts in rows],
    )


def _counts_per_pillar(progress: DealProgress) -> list[tuple[str, dict[Status, int]]]:
    """Each result once, in the pillar of its goal."""
    rows: dict[str, dict[Status, int]] = {str(m.goal.pillar): dict.fromkeys(COLOURS, 0) for m in progress.measures}
    pillar_of = {r.result.pk: str(m.goal.pillar) for m in progress.measures for r in progress.of_measure(m)}
    for result in progress.results:
        rows[pillar_of[result.result.pk]][result.status] += 1
    return list(rows.items())
