"""The sentences of the report, as a reader would check them."""

from datetime import date
from typing import Any

import pytest

from pillars.agreed.models import Measure, OutcomeIndicator
from pillars.measurements.rounds import round_of
from pillars.registers.models import Lesson
from pillars.review.round_rules import RoundFacts
from regiodeal.covenant.withdrawals.withdrawal import withdraw
from regiodeal.deals.models import Deal, Party, User
from reporting.content.content import report_content
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import STATUS_MEANINGS, money_sentence, norm, place, standing, state_sentence, term
from reporting.content.summary import asked_of_parties
from reporting.pdf.document import render_html
from reporting.rounds.report_checks import missing_texts
from reporting.snapshot.take import take_snapshot
from tests.plugins.deal import at
from tests.plugins.reports import started, volunteers


def counted(**counts: int) -> Any:
    names = ("achieved", "on_schedule", "attention", "behind", "not_started", "not_assessable")
    rows = [{"status": name, "count": counts.get(name, 0)} for name in names]
    return {"counts": rows, "results_total": sum(counts.values())}


def test_the_state_is_told_in_four_sentences() -> None:
    counts = counted(achieved=7, on_schedule=18, attention=1, behind=9, not_started=6, not_assessable=2)
    assert state_sentence(counts) == (
        "De deal heeft 43 beoogde resultaten. Daarvan zijn er 7 behaald en liggen er 18 op schema."
        " Bij 1 resultaat is aandacht nodig en 9 resultaten lopen achter."
        " Nog niet gestart: 6. Nog niet te beoordelen: 2."
    )


def test_one_and_none_read_well() -> None:
    assert state_sentence(counted(achieved=1)) == (
        "De deal heeft 1 beoogd resultaat. Daarvan is er 1 behaald en liggen er geen op schema."
        " Er loopt geen resultaat achter."
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
        ("coverage", "8.00", "14.00", "8"),
        ("average", "98.19", "100.00", "ruim 98"),
        ("cumulative", "98.19", "100.00", "98,19"),
        ("cumulative", "0.50", "4.00", "0,5"),
        ("coverage", None, "14.00", "geen cijfer"),
        ("milestone", "1.00", "1.00", "gereed"),
        ("milestone", None, "1.00", "nog niet"),
        ("milestone", "1.00", "2.00", "1"),
        ("qualitative", "2.00", "4.00", "op weg"),
        ("trend", "618.00", "640.00", "618"),
    ],
)
def test_a_target_is_told_in_the_words_of_its_kind(kind: str, value: str | None, needed: str | None, told: str) -> None:
    is_average = kind == "average"
    target: Any = {"kind": "cumulative" if is_average else kind, "value": value, "needed": needed}
    target |= {"divide_by": 4} if is_average else {}
    assert standing(target) == told


def test_a_range_and_the_legend_say_what_the_rule_does() -> None:
    """Any deal, by a stranger 12: "niet gestart: nog geen cijfer", while a result without a figure asked attention."""
    target: Any = {"kind": "range", "value": "1.00", "needed": "2.00", "maximum": "4.00"}
    assert (standing(target), norm(target | {"operator": "between", "minimum": "2.00"})) == ("1", "2 tot 4")
    assert "ook als er nog geen cijfer is" in STATUS_MEANINGS["attention"]
    assert "past bij de tijd" in STATUS_MEANINGS["not_started"]


@pytest.mark.parametrize(
    ("kind", "due_on", "told"),
    [
        ("milestone", "2024-03-31", "uiterlijk 31 maart 2024"),
        ("milestone", "2027-12-31", ""),
        ("milestone", None, ""),
        ("per_year", "2027-12-31", ""),  # its norm says 'per jaar'; F36: "elk jaar een programma, elk jaar"
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


def test_the_end_of_a_term_of_notice_is_asked_of_nobody_and_done_by_nobody(deal: Deal, bureau: User) -> None:
    """It passes by itself: the report asked it of the Party, and told afterwards that it was done."""
    party = Party.objects.get(deal=deal, code="JenV")
    withdraw(party, on=date(2026, 3, 31), circumstances="Verzonnen.", by=bureau, at=at("2026-03-31"))
    for on, is_to_come in ((date(2026, 6, 1), True), (date(2026, 7, 7), False)):
        snapshot = take_snapshot(deal, year=2026, stage="concept", on=on)
        assert any(row.get("is_met_by_time") for row in snapshot["deadlines"])
        assert not [row.words for row in asked_of_parties(snapshot) if "opzegtermijn" in row.words]
        found = report_content(FrozenReport(snapshot))
        assert "opzegtermijn" not in str(found["deadlines_done"])
        assert ("opzegtermijn" in str(found["deadlines_ahead"])) is is_to_come
        page = render_html(FrozenReport(snapshot))
        assert "<h3>Nog niet vastgelegd</h3>" in page  # nobody knows that it was not done
        assert "Te laat" not in page


def test_a_round_that_reads_another_year_has_the_year_before_that_beside_it(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    for value, year in ((81, 2024), (118, 2025)):
        volunteers(deal, value, year=year, by=bureau, reviewer=reviewer, approved_on=f"{year + 1}-02-01")
    found = {}
    for figure_year in (None, 2026):
        snapshot = take_snapshot(deal, year=2026, stage="concept", on=date(2026, 6, 14), figure_year=figure_year)
        assert snapshot["year_before"]
        found[figure_year] = snapshot["year_before"]["targets"]["1.1.1.g-1"]["value"]
    assert found == {None: "81.00", 2026: None}  # by June 2025 nothing of 2025 was known yet


def test_what_is_missing_of_the_texts_is_what_the_report_needs(deal: Deal, bureau: User) -> None:
    """A report has no foreword or English summary unless somebody wants one, nor indicators that were not agreed."""
    started(deal, by=bureau)
    the_round = round_of(deal, 2026, on=date(2026, 6, 14))
    assert the_round

    def missing() -> list[str]:
        return [
            fault.title.removesuffix(": nog geen tekst")
            for fault in missing_texts(RoundFacts(the_round, the_round.last_day))
        ]

    assert {"Samenvatting", "Maatschappelijke indicatoren", "Geld"} <= set(missing())
    assert not {"Voorwoord", "Samenvatting in het Engels"} & set(missing())
    OutcomeIndicator.objects.filter(deal=deal).delete()
    assert "Maatschappelijke indicatoren" not in missing()


def test_a_summary_in_english_is_a_chapter_where_the_bureau_wrote_one(bare_snapshot: Any) -> None:
    """F38: none who does not read Dutch could read how it stands."""
    told = "<p>The deal is on schedule.</p>"
    page = render_html(FrozenReport(bare_snapshot | {"texts": {"english": told}}))
    assert '<section lang="en">' in page
    assert "The deal is on schedule." in page
    assert "Summary in English" not in render_html(FrozenReport(bare_snapshot))
