"""Approving several at once, with a clear list first."""

import pytest

from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.bulk import approve_all
from regiodeal.lifecycle.review import State
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

PATH = "/deals/den-haag-zuidwest-ii/mijn-werk/goedkeuren/"


@pytest.fixture
def waiting(deal: Deal, bureau: User) -> list[Measurement]:
    """Three figures that wait."""
    return [
        measure(deal, indicator_of(deal, code), 84, "2025-12-31", by=bureau, year=2025)
        for code in ("1.1.1.g-1", "1.1.1.g-2", "2.3.3.a-2")
    ]


def test_one_that_cannot_be_approved_does_not_keep_the_others_from_it(
    waiting: list[Measurement], reviewer: User
) -> None:
    Measurement.objects.get(pk=waiting[1].pk).give_back(by=reviewer, at=at("2026-01-09"), reason="Bron?")
    decided = approve_all(waiting, by=reviewer, at=at("2026-01-10"))
    assert decided.approved == (waiting[0], waiting[2])
    assert [entry for entry, _reason in decided.refused] == [waiting[1]]


def test_the_list_is_shown_before_anything_is_decided(waiting: list[Measurement], reviewer: User, enter: Enter) -> None:
    client = enter(reviewer)
    chosen = {"meting": [str(waiting[0].pk), str(waiting[2].pk)]}
    page = client.post(PATH, chosen).content.decode()
    assert "2 goedkeuren?" in page
    assert Measurement.objects.filter(state=State.APPROVED).count() == 0
    done = client.post(PATH, chosen | {"confirm": "1"}, follow=True).content.decode()
    assert "2 goedgekeurd. Dit telt nu mee." in done
    assert set(Measurement.objects.filter(state=State.APPROVED)) == {waiting[0], waiting[2]}


def test_nothing_chosen_changes_nothing(waiting: list[Measurement], reviewer: User, enter: Enter) -> None:
    page = enter(reviewer).post(PATH, {"meting": ["x", "999999"]}, follow=True).content.decode()
    assert "U heeft niets gekozen" in page
    assert Measurement.objects.filter(state=State.APPROVED).count() == 0
