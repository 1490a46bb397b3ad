"""A row of the grid gets a newer figure after approval, and a figure of a part of the year is not the year's figure."""

from datetime import date
from decimal import Decimal

from django.test import Client

from pillars.measurements.expected import figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.readiness import readiness_of
from pillars.measurements.rounds import round_of
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.pillars.measurements.page import page, save, save_by_script, seen
from tests.plugins.deal import Enter
from tests.plugins.figures import measure

YEARLY = "maatklassen"  # the round of 2026 asks for its figure of 2025


def half_year(deal: Deal, bureau: User, reviewer: User) -> Measurement:
    """2 classes, up to and including September 2025, approved."""
    return measure(deal, YEARLY, 2, "2025-09-30", by=bureau, year=2025, approved_by=reviewer)


def test_a_figure_of_a_part_of_the_year_is_provisional_and_still_asked_for(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 10: September's figure is marked, counts as not reported, and its row can be typed in."""
    the_round = round_of(deal, 2026, on=date(2026, 5, 20))
    assert the_round is not None
    before = figures_of(the_round, on=date(2026, 5, 20))
    half_year(deal, bureau, reviewer)
    figures = figures_of(the_round, on=date(2026, 5, 20))
    row = figures.by_key[YEARLY]
    assert (row.state, row.is_provisional, row.is_reported) == (State.APPROVED, True, False)
    assert figures.to_enter == before.to_enter
    assert row in [missing for each in readiness_of(figures).open for missing in each.missing]
    text = page(at_work).split(f'id="rij-{YEARLY}"')[1].split("</tbody>")[0]
    assert "voorlopig" in text
    assert f'name="value" form="f-{YEARLY}"' in text
    assert "Reden van de correctie" in text


def test_the_figure_of_the_whole_year_is_a_correction_with_its_reason(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 5 and 10: it replaces September's, so it says why, and then counts as reported."""
    old = half_year(deal, bureau, reviewer)
    refused = save_by_script(at_work, row=YEARLY, seen=seen(old), value="3")
    assert refused.status_code == 422
    assert "Over 2025 is al een goedgekeurd cijfer: 2." in refused.json()["row"]
    assert save(at_work, row=YEARLY, seen=seen(old), value="3", reason="Heel 2025").status_code == 302
    new = Measurement.objects.get(replaces=old)
    assert (new.value, new.measured_on) == (Decimal(3), date(2025, 12, 31))
    assert new.state == State.DRAFT
    assert new.correction_reason == "Heel 2025"


def test_an_approved_figure_about_a_day_gets_a_newer_one_beside_it(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 10: the row of an approved figure is reopened by its link, and begins empty."""
    old = measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau, approved_by=reviewer)
    closed = page(at_work).split('id="rij-loopbaanpaden"')[1].split("</tbody>")[0]
    assert "Nieuwer cijfer" in closed
    assert 'name="value"' not in closed
    opened = page(at_work, "?nieuw=loopbaanpaden").split('id="rij-loopbaanpaden"')[1].split("</tbody>")[0]
    assert 'inputmode="decimal" value=""' in opened
    assert save(at_work, seen=seen(old), value="6").status_code == 302
    new = Measurement.objects.get(state=State.DRAFT)
    assert (new.value, new.replaces_id) == (Decimal(6), None)


def test_the_same_day_again_is_a_correction(at_work: Client, deal: Deal, bureau: User, reviewer: User) -> None:
    old = measure(deal, "loopbaanpaden", 5, "2026-05-19", by=bureau, approved_by=reviewer)
    assert save(at_work, seen=seen(old), value="6").status_code == 422
    assert save(at_work, seen=seen(old), value="6", reason="Eén vergeten").status_code == 302
    assert Measurement.objects.get(state=State.DRAFT).replaces == old


def test_two_people_who_follow_the_same_figure(
    at_work: Client, deal: Deal, bureau: User, colleague: User, reviewer: User, enter: Enter
) -> None:
    old = measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau, approved_by=reviewer)
    assert save(enter(colleague), seen=seen(old), value="6").status_code == 302
    assert save(at_work, seen=seen(old), value="7").status_code == 409
    assert Measurement.objects.filter(state=State.DRAFT).count() == 1


def test_a_value_far_from_last_time_is_asked_about_in_the_grid(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 27: the row asks, and its tick goes along."""
    measure(deal, "loopbaanpaden", 5, "2025-05-01", by=bureau, approved_by=reviewer)
    asked = save_by_script(at_work, value="500")
    assert asked.status_code == 422
    assert "Vorige keer was dit 5. Klopt 500?" in asked.json()["row"]
    assert save_by_script(at_work, value="500", sure="500").status_code == 200


def test_a_newer_draft_takes_nothing_back_of_what_was_reported(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 33: beginning a newer figure leaves the result reported."""
    old = measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau, approved_by=reviewer)
    save(at_work, seen=seen(old), value="6")
    the_round = round_of(deal, 2026, on=date(2026, 5, 20))
    assert the_round is not None
    row = figures_of(the_round, on=date(2026, 5, 20)).by_key["loopbaanpaden"]
    assert (row.state, row.is_reported) == (State.DRAFT, True)
