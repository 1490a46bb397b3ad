"""Searching: by Dutch words, in everything one may see and in nothing else."""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client

from pillars.agreed.models import Measure
from pillars.registers.models import Lesson
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.search.search import excerpt, words_of
from tests.pages import BASE
from tests.plugins.deal import Enter, at


def found(client: Client, text: str, **more: str) -> str:
    """The text of the page with what was found."""
    page = client.get(BASE + "zoeken/", {"q": text, **more}).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


@pytest.fixture
def entry(deal: Deal, bureau: User) -> ProgressEntry:
    """A story that nobody approved yet."""
    measure = Measure.objects.get(deal=deal, code="1.1.1")
    values = {"done": "De koffiekar reed door Moerwijk", "schedule": "on_schedule", "outlook": "Verder"}
    row = ProgressEntry.begin(by=bureau, at=at("2026-01-05"), measure=measure, year=2026, **values)
    row.submit(by=bureau, at=at("2026-01-05"))
    return row


def test_a_result_is_found_by_a_word_and_by_its_code(deal: Deal, overleg: User, enter: Enter) -> None:
    client = enter(overleg)
    assert "Resultaten" in found(client, "vrijwilligers")
    assert "1.1.1.g" in found(client, "1.1.1.g")
    assert "Er is niets gevonden" in found(client, "zeppelinlandingsbaan")


def test_dutch_word_forms_are_one_word(deal: Deal, overleg: User, enter: Enter) -> None:
    assert connection.vendor == "postgresql"
    assert "Ontmoetingsplekken" in found(enter(overleg), "ontmoetingsplek")
    assert "Er is niets gevonden" not in found(enter(overleg), "vrijwilliger")


def test_what_nobody_approved_is_found_by_insiders_only(
    deal: Deal, entry: ProgressEntry, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    assert "koffiekar" in found(enter(bureau), "koffiekar")
    assert "Er is niets gevonden" in found(enter(overleg), "koffiekar")
    entry.approve(by=reviewer, at=at("2026-01-06"))
    assert "De koffiekar reed door Moerwijk" in found(enter(overleg), "koffiekar")
    assert "Er is niets gevonden" in found(enter(overleg), "koffiekar", op="2026-01-05")  # as it was known then


def test_another_deal_is_never_found(deal: Deal, veenland: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    lesson = Lesson(deal=veenland)
    lesson.enter(
        by=bureau, at=at("2026-01-05"), values={"title": "Zwanenzang", "verdict": "works", "why": "x", "year": 2025}
    )
    assert "Er is niets gevonden" in found(enter(overleg), "Zwanenzang")


@pytest.mark.parametrize(
    "text", ["", "%", "'", "\x00", "a & b | !c", "x" * 5000, "(", "<script>alert(1)</script>", "-"]
)
def test_nonsense_finds_nothing_and_breaks_nothing(overleg: User, enter: Enter, text: str) -> None:
    response = enter(overleg).get(BASE + "zoeken/", {"q": text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_excerpt_marks_the_words_and_is_safe() -> None:
    assert (
        excerpt(["Titel", "De <b>kar</b> & de wagen"], ["kar"])
        == "De &lt;b&gt;<mark>kar</mark>&lt;/b&gt; &amp; de wagen"
    )
    long = excerpt(["x " * 200 + "kar " + "y " * 200], ["kar"])
    assert long.startswith("… ")
    assert long.endswith(" …")


def test_the_words_of_a_question() -> None:
    assert words_of("Wat is 1.1.1.g, en de kar?") == ["Wat", "is", "1.1.1.g", "en", "de", "kar"]


def test_it_costs_one_query_a_kind(overleg: User, enter: Enter, django_assert_max_num_queries: object) -> None:
    client = enter(overleg)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(BASE + "zoeken/?q=de")


def test_without_postgresql_every_word_is_found_as_typed(
    overleg: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regiodeal.search.search.connection", SimpleNamespace(vendor="sqlite"))
    assert "1.1.1.g" in found(enter(overleg), "vrijwilligers")
    assert "Er is niets gevonden" in found(enter(overleg), "vrijwilligers zeppelinlandingsbaan")
