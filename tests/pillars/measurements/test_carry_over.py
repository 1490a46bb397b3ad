"""What did not change since last time: one button a row, and what stands beside the cell to see whether that is so."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from pillars.measurements.carry_over import carried_over
from pillars.measurements.expected import ExpectedFigure, figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from pillars.projects.planning import planned_values, revise_plan
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import IncompleteError, State
from tests.pages import BASE, shown, words_at
from tests.pillars.measurements.page import GRID, SUBMIT, page, save, save_by_script, seen
from tests.pillars.projects.conftest import Begin, begin, plan
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure

__all__ = ["begin", "plan"]
TODAY = date(2026, 5, 20)
YEARLY = "maatklassen"  # the round of 2026 asks for its figure of 2025


def figure(deal: Deal, key: str, on: date = TODAY) -> ExpectedFigure:
    """A row of the round of 2026."""
    the_round = round_of(deal, 2026, on=on)
    assert the_round is not None
    return figures_of(the_round, on=on).by_key[key]


def row_of(text: str, key: str) -> str:
    """One row of the page."""
    return text.split(f'id="rij-{key}"')[1].split("</tbody>", maxsplit=1)[0]


def test_ongewijzigd_stores_last_times_value_and_source_with_today_and_says_so(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 15: without a script too; the note tells the reviewer that somebody looked and found it the same."""
    measure(deal, "loopbaanpaden", 5, "2025-05-01", by=bureau, approved_by=reviewer)
    assert save(at_work, same="1", value="", source="", measured_on="").status_code == 302
    draft = Measurement.objects.get(state=State.DRAFT)
    assert (draft.value, draft.source) == (Decimal(5), "Registratie van het bureau")
    assert (draft.measured_on, draft.note) == (TODAY, "Ongewijzigd sinds 1 mei 2025.")


def test_a_row_tells_its_script_what_it_carries_over_and_a_row_without_a_past_offers_nothing(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    measure(deal, "loopbaanpaden", 5, "2025-05-01", by=bureau, approved_by=reviewer)
    text = page(at_work)
    found = re.search(r'data-carried="([^"]+)"', row_of(text, "loopbaanpaden"))
    assert found is not None
    assert json.loads(unescape(found[1])) == {
        "value": "5",
        "source": "Registratie van het bureau",
        "note": "Ongewijzigd sinds 1 mei 2025.",
        "measured_on": "20-05-2026",
    }
    assert 'name="same"' in row_of(text, "loopbaanpaden")
    assert 'name="same"' not in row_of(text, "basis-op-orde")


def test_a_figure_of_a_part_of_the_year_is_carried_over_only_when_the_year_is_over(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 10: September's figure is not the year's because nobody looked again."""
    measure(deal, YEARLY, 2, "2025-09-30", by=bureau, year=2025, approved_by=reviewer)
    row = figure(deal, YEARLY)
    assert carried_over(row, today=date(2025, 12, 31)) == {}
    cells = carried_over(row, today=date(2026, 1, 1))
    assert (cells["value"], cells["reason"]) == ("2", "Dit is nu het cijfer van heel 2025.")
    assert "measured_on" not in cells


def test_a_figure_of_the_whole_year_is_not_carried_over_to_that_year_again(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    """The reason would be untrue: it was the figure of the whole year already."""
    measure(deal, YEARLY, 2, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-02-01")
    assert carried_over(figure(deal, YEARLY), today=TODAY) == {}


def test_last_years_figure_is_carried_over_to_this_year(deal: Deal, bureau: User, reviewer: User) -> None:
    measure(deal, YEARLY, 2, "2024-12-31", by=bureau, year=2024, approved_by=reviewer)
    assert carried_over(figure(deal, YEARLY), today=TODAY) == {
        "value": "2",
        "source": "Registratie van het bureau",
        "note": "Ongewijzigd sinds 2024.",
    }


def test_target_and_previous_value_stand_beside_the_cell(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    measure(deal, "loopbaanpaden", 5, "2025-05-01", by=bureau, approved_by=reviewer)
    text = " ".join(shown(at_work.get(GRID)).split())
    row = row_of(text, "loopbaanpaden")
    assert "5 <span" in row
    assert "doel: streven naar 11" in row
    assert 'data-total="plekken-programma" data-how="distinct" data-goal="14"' in text


@pytest.mark.parametrize(
    ("query", "first"),
    [("?sorteer=naam", "loopbaanpaden"), ("?sorteer=stand", "loopbaanpaden")],
)
def test_the_list_is_found_by_a_word_and_sorted(
    at_work: Client, deal: Deal, bureau: User, reviewer: User, query: str, first: str
) -> None:
    measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau, approved_by=reviewer)
    found = re.findall(r'<tbody id="rij-([^"]+)"', page(at_work, "?zoek=coordinator"))
    assert found
    assert all(key.startswith("coordinator") or "coordinator" in key for key in found)
    keys = re.findall(r'<tbody id="rij-([^"]+)"', page(at_work, query))
    names = re.findall(r'<span id="n-([^"]+)">', page(at_work, query))
    assert len(keys) == len(set(keys)) == len(names)
    if query.endswith("stand"):
        assert keys[-1] == first  # what is approved comes last: nobody has to do anything there
    assert re.findall(r'<tbody id="rij-([^"]+)"', page(at_work)) != keys


def test_a_draft_may_be_without_its_source_and_only_submitting_asks_it(at_work: Client, bureau: User) -> None:
    """Entry 23: half a row is kept for a colleague; nobody submits it so."""
    assert save_by_script(at_work, source="").status_code == 200
    draft = Measurement.objects.get()
    assert (draft.value, draft.source) == (Decimal(5), "")
    refused = at_work.post(SUBMIT, {"seen": seen(draft)}, follow=True).content.decode()
    assert "Er is niets ingediend. Dit is nog niet compleet: bron." in refused
    assert Measurement.objects.get().state == State.DRAFT
    with pytest.raises(IncompleteError):
        draft.submit(by=bureau, at=draft.entered_at)


def test_a_judgement_is_not_submitted_without_its_grounds(at_work: Client) -> None:
    assert save_by_script(at_work, row="basis-op-orde", value="3", note="").status_code == 200
    draft = Measurement.objects.get()
    refused = at_work.post(SUBMIT, {"seen": seen(draft)}, follow=True).content.decode()
    assert "Een oordeel zegt waarom. Vul de toelichting in bij Basis op orde" in refused
    assert Measurement.objects.get().state == State.DRAFT
    stored = {"version": draft.version}
    for_itself = at_work.post(f"{BASE}metingen/{draft.pk}/indienen/", stored, follow=True).content.decode()
    assert "Een oordeel zegt waarom. Vul de toelichting in bij Basis op orde" in for_itself
    assert Measurement.objects.get().state == State.DRAFT
    assert at_work.get(f"{BASE}metingen/{draft.pk}/").status_code == 200


def test_a_past_day_shows_what_was_planned_then(
    at_work: Client, deal: Deal, bureau: User, begin: Begin, plan: Callable[..., None]
) -> None:
    project = begin("P-01")
    indicator = indicator_of(deal, "1.1.1.g-1")
    plan(project, {(indicator, None, 2025): 40})  # from 12 January 2026
    changed = {place: Decimal(60) for place in planned_values(project)}
    revise_plan(project, changed, by=bureau, at=at("2026-03-01"), version=project.version)
    assert "gepland 60" in words_at(at_work, GRID)
    assert "gepland 40" in words_at(at_work, f"{GRID}?op=2026-02-01")
