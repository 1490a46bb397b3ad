"""The versions of the covenant on screen and as files."""

import json
import re

import pytest
from django.template.loader import render_to_string

from regiodeal.deals.models import Deal, User
from reporting.snapshot.take import take_snapshot
from tests.pages import BASE, words_at
from tests.plugins.amending import adopted, day
from tests.plugins.deal import Enter


def test_the_versions_stand_on_a_line_of_time_with_the_difference_between_two(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    adopted(deal, bureau)
    client = enter(overleg)
    before = words_at(client, BASE + "versies/?op=2026-07-31")
    assert "Op 31 juli 2026 geldt versie 1." in before
    after = words_at(client, BASE + "versies/?op=2026-08-01")
    assert "Op 1 augustus 2026 geldt versie 2." in after
    assert "Van versie 1 naar versie 2" in after
    assert "Norm: 1.1.1.g-1" in after
    back = words_at(client, BASE + "versies/?van=2&naar=1")
    assert re.search(r"17\.700\.000,00 € 16\.500\.000,00", back.replace("\xa0", " "))
    assert "Er is geen verschil." in words_at(client, BASE + "versies/?van=2&naar=2")
    assert client.get(BASE + "versies/?van=9&naar=%00").status_code == 200
    assert "Wijziging 1" in words_at(client, BASE + "versies/2/")
    assert client.get(BASE + "versies/3/").status_code == 404


def test_any_version_is_a_file_to_save(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    adopted(deal, bureau)
    client = enter(overleg)

    def minimum(number: int) -> str:
        exported = json.loads(client.get(f"{BASE}versies/{number}/bestand/").content)
        return str(next(row["minimum"] for row in exported["targets"] if row["code"] == "1.1.1.g-1"))

    assert [minimum(1), minimum(2)] == ["100", "80"]


@pytest.mark.parametrize(("on", "number"), [("2026-07-31", 1), ("2026-08-01", 2)])
def test_the_report_names_the_version_by_which_it_is_told(deal: Deal, bureau: User, on: str, number: int) -> None:
    adopted(deal, bureau)
    snapshot = take_snapshot(deal, year=2026, stage="concept", on=day(on))
    assert snapshot["covenant_version"] is not None
    assert snapshot["covenant_version"]["number"] == number
    printed = render_to_string("reporting/pdf/sources.html", {"report": snapshot})
    assert f"versie {number} van het convenant" in " ".join(printed.split())


def test_before_the_deal_there_is_no_version_to_name(deal: Deal) -> None:
    assert take_snapshot(deal, year=2023, stage="concept", on=day("2023-10-01"))["covenant_version"] is None
