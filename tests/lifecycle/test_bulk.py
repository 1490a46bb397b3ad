"""Approving several at once: a clear list first, and then all of them as they were seen, or none."""

import re

import pytest
from django.test import Client

from pillars.measurements.models import Measurement
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.bulk import approve_all
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import seen_text
from tests.pages import shown
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


@pytest.fixture
def client(enter: Enter, reviewer: User) -> Client:
    """A reviewer with a browser."""
    return enter(reviewer)


def test_one_that_cannot_be_approved_keeps_all_from_it_and_is_named(waiting: list[Measurement], reviewer: User) -> None:
    Measurement.objects.get(pk=waiting[1].pk).give_back(by=reviewer, at=at("2026-01-09"), reason="Bron?")
    with pytest.raises(WrongStateError, match=re.escape(str(waiting[1]))):
        approve_all(waiting, by=reviewer, at=at("2026-01-10"))
    assert not Measurement.objects.filter(state=State.APPROVED).exists()


def test_the_list_is_shown_before_anything_is_decided(waiting: list[Measurement], client: Client) -> None:
    chosen = {"metingen": [seen_text(waiting[0]), seen_text(waiting[2])]}
    page = client.post(PATH, chosen).content.decode()
    assert "2 goedkeuren?" in page
    assert all(f'value="{text}"' in page for text in chosen["metingen"])
    assert Measurement.objects.filter(state=State.APPROVED).count() == 0
    done = client.post(PATH, chosen | {"confirm": "1"}, follow=True).content.decode()
    assert "2 goedgekeurd. Dit telt nu mee." in done
    assert set(Measurement.objects.filter(state=State.APPROVED)) == {waiting[0], waiting[2]}


def test_nothing_chosen_changes_nothing(waiting: list[Measurement], client: Client) -> None:
    page = client.post(PATH, {}, follow=True).content.decode()
    assert "U heeft niets gekozen" in page
    assert Measurement.objects.filter(state=State.APPROVED).count() == 0


@pytest.mark.parametrize("text", ["x", "999999:1", "1", ":", "1:99999999999", "²:1"])
def test_what_was_on_no_list_is_refused_with_all_the_rest(
    waiting: list[Measurement], client: Client, text: str
) -> None:
    answer = client.post(PATH, {"metingen": [seen_text(waiting[0]), text], "confirm": "1"})
    assert answer.status_code == 409
    assert "Iets wat op de lijst stond, is er niet meer." in shown(answer)
    assert Measurement.objects.filter(state=State.APPROVED).count() == 0


def test_a_figure_that_was_changed_after_the_list_is_told_as_was_and_is_and_nothing_is_approved(
    waiting: list[Measurement], client: Client, reviewer: User, bureau: User
) -> None:
    """What a reviewer of the first version approved unseen: entry-and-review 2, T1."""
    chosen = {"metingen": [seen_text(row) for row in waiting], "confirm": "1"}
    row = Measurement.objects.get(pk=waiting[1].pk)
    row.give_back(by=reviewer, at=at("2026-01-09"), reason="Bron?")
    row.revise(by=bureau, at=at("2026-01-09"), values={"value": 0}, version=row.version)
    row.submit(by=bureau, at=at("2026-01-09"))
    answer = client.post(PATH, chosen)
    text = shown(answer)
    assert answer.status_code == 409
    assert "Er is niets gewijzigd." in text
    assert "84" in text
    assert not Measurement.objects.filter(state=State.APPROVED).exists()
