"""The charts of every page, as Plotly itself reads them: a name or a word that it does not know would draw nothing."""

import json
import re
from typing import Any

import plotly.graph_objects as go
import pytest

from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter

PAGES = (
    "/",
    "/financien/",
    "/financien/prognose/",
    "/financien/liquiditeit/",
    "/resultaten/1.1.1.g/",
    "/maatschappelijk/",
)


@pytest.mark.usefixtures("example")
def test_plotly_knows_every_part_of_every_chart(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    drawn = set()
    for path in PAGES:
        page = client.get(f"/deals/{deal.slug}{path}").content.decode()
        figures = figures_of(page)
        assert figures, path
        assert figures.keys() == set(re.findall(r'data-chart="([^"]+)"', page))
        for name, figure in figures.items():
            go.Figure(figure)  # raises for what it does not know
            assert figure["data"], name
            assert all(trace["type"] in {"bar", "scatter"} for trace in figure["data"])  # what the basic bundle draws
            drawn.add(name)
    assert {"standen", "geld", "positie", "verloop", "prognose-national", "liquiditeit-national"} <= drawn


def figures_of(page: str) -> dict[str, Any]:
    """The figures in the page, by the name under which the script finds them."""
    page = re.sub(r'"--denhaag-color-green-[1-5]"', '"#1e6c35"', page)  # charts.js looks up the token
    found = re.findall(r'<script id="([^"]+)" type="application/json">(.*?)</script>', page, re.DOTALL)
    return {name: json.loads(text) for name, text in found if '"data"' in text and '"layout"' in text}
