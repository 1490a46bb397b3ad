"""Who comes too late at a row of the grid, or sends what is not of it: nothing is overwritten or lost."""

import pytest
from django.test import Client

from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from tests.pillars.measurements.page import FILLED, SAVE, save, save_by_script, seen
from tests.plugins.deal import Enter
from tests.plugins.figures import measure


def test_who_comes_too_late_sees_both_and_chooses(at_work: Client, enter: Enter, colleague: User, deal: Deal) -> None:
    save(at_work)
    figure = Measurement.objects.get()
    save(enter(colleague), seen=seen(figure), value="7")
    late = save(at_work, seen=seen(figure), value="8", note="Mijn eigen woorden")
    assert late.status_code == 409
    text = " ".join(late.content.decode().split())
    assert "Collega heeft dit cijfer intussen gewijzigd." in text
    # Where I began, mine, theirs: 5 was there when I read the row.
    assert "Waarde: u begon met <strong>5</strong>, u typte <strong>8</strong>, er staat nu <strong>7</strong>" in text
    assert "Mijn eigen woorden" in text
    figure.refresh_from_db()
    assert figure.value == 7
    again = save_by_script(at_work, seen="", value="8")  # Enter once more is no choice
    assert again.status_code == 409
    theirs = save_by_script(at_work, seen="", value="8", theirs="1").json()
    assert 'value="7"' in theirs["row"]
    chosen = {"value": "8", "note": "Mijn eigen woorden", "theirs-value": "on"}
    mine = save(at_work, seen="", over=seen(figure), **chosen)
    assert mine.status_code == 302
    figure.refresh_from_db()
    assert (str(figure.value), figure.note) == ("7.00", "Mijn eigen woorden")


def test_an_empty_row_that_a_colleague_filled_is_not_filled_twice(
    at_work: Client, enter: Enter, colleague: User
) -> None:
    save(enter(colleague), value="7")
    assert save(at_work, value="8").status_code == 409
    assert Measurement.objects.get().value == 7


def test_what_was_approved_meanwhile_is_shown_and_cannot_be_overwritten(
    at_work: Client, deal: Deal, bureau: User, reviewer: User
) -> None:
    figure = measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau, approved_by=reviewer)
    late = save(at_work, value="8", over=seen(figure))
    assert late.status_code == 409
    assert "dus u kunt het hier niet meer wijzigen" in late.content.decode()
    assert Measurement.objects.get().value == 5


@pytest.mark.parametrize("nonsense", ["x", "1:", "1:x", "9" * 5000 + ":1", "-1:1", "1:" + "9" * 30, "\x00"])
def test_nonsense_for_what_was_seen_changes_nothing(at_work: Client, nonsense: str) -> None:
    save(at_work)
    figure = Measurement.objects.get()
    assert save(at_work, seen=nonsense, value="8").status_code == 409
    assert save(at_work, seen=f"{figure.pk}:{'9' * 30}", value="8").status_code == 409
    figure.refresh_from_db()
    assert figure.value == 5


@pytest.mark.parametrize("row", ["", "weg", "\x00", "x" * 5000])
def test_a_row_that_is_not_of_the_round_is_told(at_work: Client, row: str) -> None:
    response = at_work.post(SAVE, {"row": row, "seen": "", **FILLED}, follow=True)
    assert "Deze rij hoort niet meer bij de ronde. Er is niets bewaard." in response.content.decode()
    assert save_by_script(at_work, row=row).status_code == 404
    assert not Measurement.objects.exists()
