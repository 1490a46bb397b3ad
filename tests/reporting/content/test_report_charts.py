"""The charts of the report: bars as long as their figures, and every figure also in words."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from reporting.content.svg import (
    OUTCOME_CAUTION,
    SLOT,
    WIDTH,
    Box,
    cap_gauge,
    charts,
    has_course,
    length,
    money_bars,
    outcome_bars,
    pace_bars,
    status_bars,
)
from tests.reporting.example_reports import Row

STATUSES = ("achieved", "on_schedule", "attention", "behind", "not_started", "not_assessable")
MONEY: Row = {"agreed": "100.00", "received": "50.00", "committed": "25.00", "spent": "0.00"}


def small(*results: str) -> Row:
    """A snapshot of one pillar with results of these statuses."""
    rows = [{"code": str(place), "status": status, "targets": []} for place, status in enumerate(results)]
    measure = {"code": "1", "results": [row["code"] for row in rows]}
    return {
        "counts": [{"status": s, "label": s.replace("_", " "), "count": results.count(s)} for s in STATUSES],
        "results_total": len(results),
        "results": rows,
        "targets": [],
        "pillars": [{"code": "A", "name": "Pijler", "goals": [{"measures": [measure]}]}],
        "money": {"elapsed": "0.5000", "sum": MONEY, "totals": {"national": MONEY}, "caps": []},
        "outcome_indicators": [],
    }


def bars(boxes: list[Box], fill: str) -> list[float]:
    """The lengths of the bars of a paint, without the patches under numbers and the swatches of the legend."""
    return [box.width for box in boxes if box.fill == fill and not box.is_bare and box.height != 12]


def test_a_bar_is_its_share_of_the_greatest() -> None:
    assert length(Decimal(5), Decimal(20), 400) == 100
    assert length(Decimal(30), Decimal(20), 400) == 400
    assert length(Decimal(-1), Decimal(20), 400) == 0
    assert length(Decimal(1), Decimal(0), 400) == 0


def test_three_of_four_results_take_three_quarters() -> None:
    chart = status_bars(small("achieved", "achieved", "achieved", "behind"))
    assert bars(chart.boxes, "achieved") == [478.5, 478.5]
    assert bars(chart.boxes, "behind") == [159.5, 159.5]
    assert chart.alt == (
        "Aantal resultaten per stand. Alle resultaten, 4: 3 achieved, 1 behind."
        " Pijler A: Pijler, 4: 3 achieved, 1 behind."
    )


def test_a_number_that_does_not_fit_its_bar_is_left_to_the_legend() -> None:
    chart = status_bars(small("behind", *["achieved"] * 99))
    assert [word.text for word in chart.words].count("1") == 0
    assert "behind: 1" in [word.text for word in chart.words]


def test_the_pace_is_held_against_the_time() -> None:
    chart = pace_bars(small("achieved", "on_schedule", "behind", "behind"))
    assert [line.x for line in chart.lines] == [394.0]
    assert bars(chart.boxes, "achieved") == [99.0]
    assert bars(chart.boxes, "on_schedule") == [198.0]
    assert chart.alt.startswith("50% van de looptijd is voorbij. Resultaten behaald: 25%. Behaald of op schema: 50%.")


def test_money_bars_share_one_scale() -> None:
    half: Row = {kind: str(Decimal(amount) / 2) for kind, amount in MONEY.items()}
    names = (("national", "rijksbijdrage"), ("regional", "regionale financiering"))
    sources = [{"code": code, "name": name} for code, name in names]
    money: Row = {"sources": sources, "totals": {"national": MONEY, "regional": half}}
    chart = money_bars(money)
    assert bars(chart.boxes, "agreed") == [420.0, 210.0]
    assert "Regionale financiering: afgesproken €\u00a050,00" in chart.alt


def test_an_indicator_has_a_bar_of_each_year_and_area_on_one_scale() -> None:
    def point(year: int, value: str) -> Row:
        return {"year": year, "value": value, "is_baseline": year == 2023}

    areas = [
        {"name": "Moerwijk", "points": [point(2023, "40"), point(2025, "20")]},
        {"name": "Een heel lange naam van een wijk", "points": [point(2025, "10")]},
    ]
    row: Row = {"code": "x", "name": "Onveilig", "unit": "%", "direction_label": "omlaag", "areas": areas}
    chart = outcome_bars(row)
    assert [(box.fill, box.height) for box in chart.boxes] == [("received", 52), ("spent", 26), ("spent", 13)]
    assert len({box.y + box.height for box in chart.boxes}) == 1  # they stand on one line
    assert chart.boxes[1].x == chart.boxes[0].x + SLOT
    assert chart.boxes[2].x > 150  # the year of 2023 of the second area stays empty
    assert chart.alt == (
        "Onveilig (%). Moerwijk: 40 in 2023 (nulmeting), 20 in 2025. Een heel lange naam van een wijk: 10 in 2025. "
        f"Gehoopt: omlaag. {OUTCOME_CAUTION}"
    )
    row["areas"] = areas[1:]
    assert not has_course(row)


@pytest.mark.parametrize(
    ("spent", "room", "told", "fill"),
    [
        ("75.00", "25.00", "ruimte €\u00a025,00", "spent"),
        ("125.00", "-25.00", "boven het maximum €\u00a025,00", "behind"),
    ],
)
def test_a_cap_that_was_passed_looks_and_reads_different(spent: str, room: str, told: str, fill: str) -> None:
    base = {"rate": "0.03", "base": "3333.33", "base_of": "wat is ontvangen"}
    cap: Row = {"code": "c", **base, "amount": "100.00", "spent": spent, "room": room}
    chart = cap_gauge(cap)
    assert told in chart.alt
    assert [box.fill for box in chart.boxes] == ["track", fill]


@pytest.mark.django_db
def test_every_chart_is_well_formed_and_stays_within_its_frame(snapshot: Row) -> None:
    for chart in charts(snapshot).values():
        assert ElementTree.fromstring(chart.svg).get("viewBox") == f"0 0 {WIDTH} {chart.height}"
        assert all(box.x >= 0 and box.x + box.width <= WIDTH for box in chart.boxes)
        assert all(box.y + box.height <= chart.height for box in chart.boxes)
        assert chart.alt
