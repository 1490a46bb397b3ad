"""Saving a figure of a round as a draft, never over somebody else's work, and submitting one's drafts together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from pillars.measurements.drafts import StaleFigureError, save_draft, submit_drafts
from pillars.measurements.expected import ExpectedFigure, RoundFigures, figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from regiodeal.base.refusals import MovedOnError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import Seen, seen_text
from tests.plugins.deal import at
from tests.plugins.figures import measure

NOW = at("2026-05-20")
VALUES: dict[str, Any] = {
    "value": Decimal(5),
    "measured_on": date(2026, 5, 1),
    "source": "Lijst van het bureau",
    "note": "",
}


def figures(deal: Deal) -> RoundFigures:
    """The figures of the round of 2026, on 20 May."""
    found = round_of(deal, 2026, on=date(2026, 5, 20))
    assert found is not None
    return figures_of(found, on=date(2026, 5, 20))


@pytest.fixture
def row(deal: Deal) -> ExpectedFigure:
    """A figure about a day."""
    return figures(deal).by_key["loopbaanpaden"]


def seen(measurement: Measurement) -> Seen:
    """The figure as it stands."""
    return Seen(measurement.pk, measurement.version)


def test_an_empty_row_becomes_a_draft_with_its_first_step(row: ExpectedFigure, bureau: User) -> None:
    draft = save_draft(row, VALUES, seen=None, by=bureau, at=NOW)
    assert (draft.state, draft.value, draft.entered_by) == (State.DRAFT, Decimal(5), bureau)
    assert [(event.from_state, event.to_state) for event in draft.events.all()] == [("", "draft")]


def test_a_row_of_an_item_and_a_year_says_so(deal: Deal, bureau: User) -> None:
    rows = figures(deal).by_key
    place = save_draft(rows["plekken-ruimer-open--plek-03"], VALUES, seen=None, by=bureau, at=NOW)
    yearly = save_draft(rows["maatklassen"], VALUES | {"measured_on": date(2025, 12, 31)}, seen=None, by=bureau, at=NOW)
    assert place.item is not None
    assert (place.item.code, place.year) == ("plek-03", None)
    assert (yearly.item, yearly.year) == (None, 2025)


def test_a_draft_is_changed_in_the_version_that_was_seen(row: ExpectedFigure, bureau: User) -> None:
    draft = save_draft(row, VALUES, seen=None, by=bureau, at=NOW)
    changed = save_draft(row, VALUES | {"value": Decimal(6)}, seen=seen(draft), by=bureau, at=NOW)
    assert (changed.pk, changed.value, changed.version) == (draft.pk, Decimal(6), 2)


def test_a_returned_figure_becomes_a_draft_again(row: ExpectedFigure, deal: Deal, bureau: User, reviewer: User) -> None:
    figure = measure(deal, "loopbaanpaden", 4, "2026-05-01", by=bureau)
    figure.give_back(by=reviewer, at=at("2026-05-10"), reason="De bron ontbreekt")
    assert save_draft(row, VALUES, seen=seen(figure), by=bureau, at=NOW).state == State.DRAFT


def test_what_somebody_else_changed_meanwhile_is_left_alone(row: ExpectedFigure, bureau: User, colleague: User) -> None:
    draft = save_draft(row, VALUES, seen=None, by=bureau, at=NOW)
    read = seen(draft)
    save_draft(row, VALUES | {"value": Decimal(7)}, seen=read, by=colleague, at=NOW)
    with pytest.raises(StaleFigureError):
        save_draft(row, VALUES | {"value": Decimal(8)}, seen=read, by=bureau, at=NOW)
    draft.refresh_from_db()
    assert (draft.value, draft.entered_by) == (Decimal(7), colleague)


def test_an_empty_row_that_somebody_else_filled_meanwhile_is_not_filled_again(
    row: ExpectedFigure, bureau: User, colleague: User
) -> None:
    save_draft(row, VALUES, seen=None, by=colleague, at=NOW)
    with pytest.raises(StaleFigureError):
        save_draft(row, VALUES | {"value": Decimal(8)}, seen=None, by=bureau, at=NOW)
    assert Measurement.objects.get().value == 5


def test_what_was_submitted_or_approved_meanwhile_is_not_changed(
    row: ExpectedFigure, bureau: User, reviewer: User
) -> None:
    draft = save_draft(row, VALUES, seen=None, by=bureau, at=NOW)
    read = seen(draft)
    draft.submit(by=bureau, at=NOW)
    for figure in (read, seen(draft)):
        with pytest.raises(StaleFigureError):
            save_draft(row, VALUES, seen=figure, by=bureau, at=NOW)
    draft.approve(by=reviewer, at=NOW)
    with pytest.raises(StaleFigureError):
        save_draft(row, VALUES, seen=seen(draft), by=bureau, at=NOW)
    draft.refresh_from_db()
    assert draft.state == State.APPROVED


def test_a_day_outside_the_round_is_refused(row: ExpectedFigure, bureau: User) -> None:
    with pytest.raises(ValueError, match="Deze ronde gaat over"):
        save_draft(row, VALUES | {"measured_on": date(2025, 6, 14)}, seen=None, by=bureau, at=NOW)
    assert not Measurement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_people_who_fill_the_same_empty_row_make_one_figure(row: ExpectedFigure, bureau: User) -> None:
    def save(number: int) -> bool:
        try:
            save_draft(row, VALUES | {"value": Decimal(number)}, seen=None, by=bureau, at=NOW)
        except StaleFigureError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=10) as pool:
        assert sum(pool.map(save, range(20))) == 1
    assert Measurement.objects.count() == 1


def test_ones_own_drafts_are_submitted_together(deal: Deal, bureau: User, colleague: User, reviewer: User) -> None:
    rows = figures(deal).by_key
    mine = [
        save_draft(rows[key], VALUES, seen=None, by=bureau, at=NOW) for key in ("loopbaanpaden", "nieuwe-bedrijven")
    ]
    save_draft(rows["scholen-totaal"], VALUES, seen=None, by=colleague, at=NOW)
    returned = measure(deal, "coordinatoren-totaal", 14, "2026-05-01", by=bureau)
    returned.give_back(by=reviewer, at=at("2026-05-10"), reason="Kijk nog eens")
    shown = {seen(draft) for draft in figures(deal).drafts_of(bureau)}
    assert shown == {seen(draft) for draft in mine}
    listed = [seen_text(draft) for draft in mine]
    assert submit_drafts(Measurement.objects.all(), seen=listed, by=bureau, at=NOW) == 2
    assert Measurement.objects.filter(state=State.SUBMITTED).count() == 2
    with pytest.raises(MovedOnError):
        submit_drafts(Measurement.objects.all(), seen=listed, by=bureau, at=NOW)


def test_a_draft_that_changed_since_it_was_listed_keeps_all_of_them_back(
    row: ExpectedFigure, deal: Deal, bureau: User
) -> None:
    """T1: what is submitted is what was listed, all of it or nothing."""
    draft = save_draft(row, VALUES, seen=None, by=bureau, at=NOW)
    other = save_draft(figures(deal).by_key["nieuwe-bedrijven"], VALUES, seen=None, by=bureau, at=NOW)
    listed = [seen_text(draft), seen_text(other)]
    save_draft(row, VALUES | {"value": Decimal(50)}, seen=seen(draft), by=bureau, at=NOW)
    with pytest.raises(MovedOnError):
        submit_drafts(Measurement.objects.all(), seen=listed, by=bureau, at=NOW)
