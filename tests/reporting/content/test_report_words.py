"""The sentences of the report, as a reader would check them."""

from datetime import date
from typing import Any

import pytest

from pillars.agreed.models import Measure
from pillars.registers.models import Lesson
from regiodeal.deals.models import Deal, User
from reporting.content.content import report_content
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import STATUS_MEANINGS, money_sentence, place, standing, state_sentence, term
from reporting.snapshot.take import take_snapshot
from tests.plugins.deal import at


def counted(**counts: int) -> Any:
    names = ("achieved", "on_schedule", "attention", "behind", "not_started", "not_assessable")
    rows = [{"status": name, "count": counts.get(name, 0)} for name in names]
    return {"counts": rows, "results_total": sum(counts.values())}


def test_the_state_is_told_in_four_sentences() -> None:
    counts = counted(achieved=7, on_schedule=18, attention=1, behind=9, not_started=6, not_assessable=2)
    assert state_sentence(counts) == (
        "De deal heeft 43 beoogde resultaten. Daarvan zijn er 7 behaald en liggen er 18 op schema."
        " Bij 1 resultaat is aandacht nodig en 9 resultaten lopen achter."
        " Nog niet gestart: 6. Niet te beoordelen: 2."
    )


def test_one_and_none_read_well() -> None:
    assert state_sentence(counted(achieved=1)) == (
        "De deal heeft 1 beoogd resultaat. Daarvan is er 1 behaald en liggen er geen op schema."
        " Bij geen resultaten is aandacht nodig en geen resultaten lopen achter."
        " Nog niet gestart: geen. Niet te beoordelen: geen."
    )


def test_money_is_told_as_a_share_of_what_was_agreed() -> None:
    amounts = {"agreed": "49000000.00", "received": "25560000.00", "spent": "12152766.39"}
    snapshot: Any = {"money": {"sum": amounts, "elapsed": "0.6285", "sources": [{"code": "rijk"}]}}
    told = money_sentence(snapshot)
    assert told == (
        "Van de afgesproken €\u00a049\u00a0mln. is 52% ontvangen en 25% besteed. Van de looptijd is 63% voorbij."
    )


@pytest.mark.parametrize(
    ("kind", "value", "needed", "told"),
    [
        ("coverage", "8.00", "14.00", "8 van 14"),
        ("per_year", "78.00", "100.00", "78 van 100"),
        ("cumulative", "1.50", "4.00", "1,5 van 4"),
        ("coverage", "8.00", None, "8"),
        ("coverage", None, "14.00", "geen cijfer"),
        ("milestone", "1.00", "1.00", "gereed"),
        ("milestone", None, "1.00", "nog niet gereed"),
        ("milestone", "1.00", "2.00", "1 van 2"),
        ("trend", "618.00", "640.00", "618, was 640"),
        ("trend", "398.00", None, "398"),
    ],
)
def test_a_target_is_told_in_the_words_of_its_kind(kind: str, value: str | None, needed: str | None, told: str) -> None:
    target: Any = {"kind": kind, "value": value, "needed": needed}
    assert standing(target) == told


def test_a_range_and_the_legend_say_what_the_rule_does() -> None:
    """Any deal, by a stranger 12: "niet gestart: nog geen cijfer", while a result without a figure asked attention."""
    target: Any = {"kind": "range", "value": "1.00", "needed": "2.00", "maximum": "4.00"}
    assert standing(target) == "1 van 2 tot 4"
    assert "ook als er nog geen cijfer is" in STATUS_MEANINGS["attention"]
    assert "past bij de tijd" in STATUS_MEANINGS["not_started"]


@pytest.mark.parametrize(
    ("kind", "due_on", "told"),
    [
        ("milestone", "2024-03-31", "uiterlijk 31 maart 2024"),
        ("milestone", "2027-12-31", ""),
        ("milestone", None, ""),
        ("per_year", "2027-12-31", "elk jaar"),
    ],
)
def test_the_end_of_the_deal_is_not_repeated_at_every_target(kind: str, due_on: str | None, told: str) -> None:
    target: Any = {"kind": kind, "due_on": due_on}
    assert term(target, ends_on="2027-12-31") == told


def test_a_place_in_the_covenant_is_an_article_or_what_it_is_called() -> None:
    assert place("9 lid 4") == "artikel 9 lid 4"
    assert place("ondertekening; 18") == "ondertekening; 18"


def test_what_was_learned_stands_in_the_report_by_what_it_says(deal: Deal, bureau: User) -> None:
    first = Measure.objects.get(deal=deal, code="1.1.1")
    for title, verdict in (("Brieven", "not"), ("Een vast gezicht", "works")):
        values = {"title": title, "verdict": verdict, "why": "Daarom", "year": 2025, "measures": [first]}
        Lesson(deal=deal).enter(by=bureau, at=at("2026-01-10"), values=values)
    snapshot = take_snapshot(deal, year=2026, stage="concept", on=date(2026, 6, 14))
    groups = report_content(FrozenReport(snapshot))["lesson_groups"]
    assert [(label, [row["title"] for row in rows]) for label, rows in groups] == [
        ("werkt", ["Een vast gezicht"]),
        ("werkt niet", ["Brieven"]),
    ]
    assert take_snapshot(deal, year=2026, stage="concept", on=date(2026, 1, 9))["lessons"] == []  # not there yet
