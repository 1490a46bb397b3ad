"""The map of a report: drawn from its snapshot, counted in words, and said to be a sketch where it is one."""

import copy
from typing import Any

from regiodeal.deals.words import speaking
from reporting.content.chart_tables import chart_tables
from reporting.content.content import report_content
from reporting.content.frozen_report import FrozenReport
from reporting.content.report_map import area_counts, area_map, report_map
from reporting.open_data.public import public_copy
from reporting.pdf.document import render_html
from tests.pages import in_one_line


def test_the_summary_shows_where_it_happens_and_says_that_the_map_is_a_sketch(snapshot: Any) -> None:
    report = FrozenReport(snapshot)
    drawn, html = report.charts["map"], in_one_line(render_html(report))
    assert drawn.alt.startswith("Schematische kaart van de wijken. Moerwijk: ")
    assert f'src="report:chart/map.svg" alt="{drawn.alt}"' in html
    assert "Schematische kaart: vlakken en plekken staan er bij benadering." in html
    assert drawn.svg.count("<circle") == sum(bool(row["location"]) for row in snapshot["places"]) > 0
    assert chart_tables(snapshot)["map"].rows[0][0] == "Moerwijk"


def test_on_paper_the_names_can_be_read_and_the_counts_stand_below(snapshot: Any) -> None:
    """What lays out a report paints the edge of letters over them: the names were white spots of 5 points."""
    report = FrozenReport(snapshot)
    printed, html = report.charts["map"].svg, in_one_line(render_html(report))
    assert printed.count('font-size="31"') == 4
    assert "paint-order" not in printed
    assert "plekken" not in printed
    count = area_counts(snapshot)[0]
    assert f"{count.name}: {count.words}." in html
    with speaking(report.words):
        shown = report_map(snapshot)
    assert shown is not None
    assert "paint-order" in shown.svg
    assert count.words in shown.svg


def test_the_map_counts_what_its_report_names(snapshot: Any) -> None:
    count = next(row for row in area_counts(snapshot) if row.name == "Moerwijk")
    places = [row for row in snapshot["places"] if row["neighbourhood"] == "Moerwijk" and row["is_open"] is not False]
    projects = [row for row in snapshot["projects"] if "Moerwijk" in row["areas"]]
    assert (count.places, count.projects) == (len(places), len(projects))
    open_to_all = area_counts(public_copy(FrozenReport(snapshot)).snapshot)[0]
    assert open_to_all.projects == sum(row["openness"] == "public" for row in projects)


def test_an_area_stands_out_with_its_places_by_their_number_in_the_list(snapshot: Any) -> None:
    places = [row for row in snapshot["places"] if row["neighbourhood"] == "Moerwijk"]
    with speaking(FrozenReport(snapshot).words):
        drawing = area_map(snapshot, "Moerwijk", places)
    assert drawing is not None
    assert [outline.name for outline in drawing.outlines if outline.is_chosen] == ["Moerwijk"]
    assert [dot.number for dot in drawing.dots] == [n for n, row in enumerate(places, start=1) if row["location"]]


def test_a_report_of_before_there_were_maps_has_none(snapshot: Any, bare_snapshot: Any) -> None:
    old = copy.deepcopy(snapshot)
    del old["map"]
    for row in old["places"]:
        del row["location"]
    assert "map" not in FrozenReport(old).charts
    assert report_content(FrozenReport(old))["map"] is None
    assert "Waar gebeurt het?" not in render_html(FrozenReport(old))
    assert report_map(bare_snapshot) is None
