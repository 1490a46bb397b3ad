"""Every sentence that a report makes of its figures, as a person read them: tests/reporting/content/sentences.txt.

A change of a sentence changes that file, and is read there before it is kept.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reporting.content.content import done_words
from reporting.content.sentences import (
    elapsed_sentence,
    money_sentence,
    norm,
    off_course,
    outlook,
    over_the_years,
    standing,
    state_sentence,
    term,
    why,
)
from reporting.content.summary import asked_of_parties, changes_of_a_year
from tests.reporting.example_reports import Row

READ = Path(__file__).with_name("sentences.txt")
STATUSES = ("achieved", "on_schedule", "attention", "behind", "not_started", "not_assessable")
COUNTS = (
    *((7, 18, 6, 10, 0, 2), (1, 0, 0, 0, 0, 0), (0, 0, 0, 0, 3, 0)),
    *((0, 1, 1, 1, 0, 0), (0, 0, 0, 2, 1, 1)),
)
# kind, operator, minimum, maximum, needed, value, status, forecast, whether by plans, reason
TARGETS: list[tuple[Any, ...]] = [
    ("per_year", "at_least", "3.00", None, "3.00", "4.00", "on_schedule", "3.00", False,
     "4 bijeenkomsten (afgesproken: ten minste 3) in 2025: gehaald."),
    ("per_year", "at_least", "1.00", None, "1.00", "1.00", "on_schedule", "1.00", False, "1 van 1 in 2025: gehaald."),
    ("per_year", "at_least", "100.00", None, "100.00", "78.00", "attention", "85.00", True,
     "78 van 100 vrijwilligers in 2025: 22 te weinig."),
    ("per_year", "at_least", "100.00", None, "100.00", None, "not_assessable", None, False,
     "Over 2025 is nog geen goedgekeurd cijfer."),
    ("coverage", "exactly", "14.00", "14.00", "14.00", "8.00", "on_schedule", "11.00", True,
     "8 van 14, na 63% van de tijd."),
    ("coverage", "exactly", "14.00", "14.00", "14.00", "3.00", "behind", "14.00", False,
     "3 van 14, na 63% van de tijd. Buiten de afgesproken lijst: 1; dat telt niet mee."),
    ("coverage", "exactly", None, None, None, "5.00", "not_assessable", None, False,
     "Het is nog niet bekend hoeveel er in totaal zijn."),
    ("cumulative", "about", "100.00", None, "90.00", "70.25", "on_schedule", "98.19", False,
     "ruim 70 van 90, na 63% van de tijd."),
    ("cumulative", "about", "100.00", None, "90.00", "50.00", "on_schedule", "50.00", True,
     "50 van 90, na 63% van de tijd."),
    ("cumulative", "at_least", "1.00", None, "1.00", "2.00", "achieved", "3.00", True,
     "2 (afgesproken: ten minste 1): gehaald."),
    ("cumulative", "aim", "11.00", None, "11.00", "3.00", "behind", "8.00", True, "3 van 11, na 63% van de tijd."),
    ("cumulative", "at_least", "4.00", None, "4.00", "1.00", "on_schedule", "2.00", False,
     "1 van 4, na 20% van de tijd."),
    ("range", "between", "2.00", "4.00", "2.00", "1.00", "on_schedule", "2.00", True, "1 van 2, na 63% van de tijd."),
    ("range", "between", "2.00", "4.00", "2.00", "5.00", "attention", None, False,
     "5: 1 boven het plafond van 4."),
    ("milestone", "done", "1.00", None, "1.00", "1.00", "achieved", "1.00", False,
     "Gereed, maar na de afgesproken datum."),
    ("milestone", "done", "1.00", None, "1.00", None, "attention", None, False,
     "Er is nog geen goedgekeurde melding, na 71% van de tijd."),
    ("milestone", "done", "2.00", None, "2.00", "1.00", "on_schedule", None, False,
     "1 van 2 gereed. In voorbereiding, binnen de termijn."),
    ("milestone", "done", "1.00", None, "1.00", "0.00", "behind", None, False,
     "Had gereed moeten zijn op 31 maart 2024."),
    ("qualitative", "at_least", "4.00", None, "4.00", "1.00", "behind", "1.00", False,
     "Oordeel: gestart. 1 van 4, na 63% van de tijd."),
    ("qualitative", "at_least", "4.00", None, "4.00", None, "behind", None, False,
     "Er is nog geen goedgekeurd cijfer, na 63% van de tijd."),
    ("trend", "decreases", None, None, "640.00", "618.00", "on_schedule", "596.00", False,
     "618 in 2025 tegen 640 in 2023: gedaald."),
    ("trend", "decreases", None, None, None, "398.00", "not_assessable", None, False,
     "De beginsituatie ontbreekt: er is geen cijfer om mee te vergelijken."),
    ("per_year", "at_least", "4500.00", None, "4500.00", "3000.00", "attention", "3000.00", False,
     "3.000 van 4.500 bewoners in 2025: 1.500 te weinig."),
    ("trend", "decreases", None, None, "1450.00", "1380.00", "on_schedule", "1310.00", False,
     "1.380 in 2025 tegen 1.450 in 2023: gedaald."),
    ("range", "between", "2.00", "4.00", "2.00", "3.00", "on_schedule", "6.00", True, "3 van 2: gehaald."),
    ("coverage", "at_least", "10.00", None, "10.00", "3.00", "on_schedule", "8.00", False,
     "3 van 10, na 20% van de tijd."),
    ("cumulative", "at_least", "40.00", None, "40.00", "12.50", "on_schedule", "33.50", False,
     "12,5 van 40, na 30% van de tijd."),
    ("coverage", "exactly", None, None, "14.00", "8.00", "on_schedule", None, False, "8 van 14, na 63% van de tijd."),
]  # fmt: skip


YEARS = [{"year": 2024, "value": "3.00"}, {"year": 2025, "value": "12.50"}]
WITH_YEARS = {2, 7, 8, 14, 18, 20}  # a norm of each year, an average, a sum, a milestone, a judgement, a trend


def target_of(place: int) -> Row:
    """One of the targets above, as a snapshot holds it."""
    kind, operator, least, most, needed, value, status, forecast, by_plans, reason = TARGETS[place]
    return {
        "code": f"t{place}",
        "title": "De norm",
        "kind": kind,
        "operator": operator,
        "minimum": least,
        "maximum": most,
        "needed": needed,
        "value": value,
        "status": status,
        "forecast": forecast,
        "forecast_on": "2027-12-31",
        "forecast_by_plans": by_plans,
        "forecast_reaches": reaches(kind, forecast, needed, most),
        "divide_by": 2 if reason.startswith("ruim") else 1,
        "parts": 14,
        "reason": reason,
        "due_on": "2027-12-31" if kind != "milestone" else "2024-03-31",
        "explanation": None,
    }


def reaches(kind: str, forecast: str | None, needed: str | None, most: str | None) -> bool | None:
    """What the rule of the forecast said: above the most of a range, which is a ceiling here, is not enough."""
    if forecast is None or needed is None:
        return None
    is_too_much = kind == "range" and most is not None and Decimal(forecast) > Decimal(most)
    return Decimal(forecast) >= Decimal(needed) and not is_too_much


def counted(*counts: int) -> list[Row]:
    """Counts by status, in the order of the statuses."""
    return [{"status": name, "label": name, "count": count} for name, count in zip(STATUSES, counts, strict=True)]


def told_of_targets() -> list[str]:
    """Each target's figure and norm, and what is said of it besides."""
    lines = []
    for place in range(len(TARGETS)):
        row = target_of(place)
        result: Row = {"decided_by_target": row["code"], "reason": row["reason"]}
        row["years"] = YEARS if place in WITH_YEARS else YEARS[:1]  # one year is no course
        said = [f"nu {standing(row)}, norm {norm(row)}", term(row, ends_on="2027-12-31"), why(row)]
        said += [over_the_years(row), outlook(row)]
        if row["status"] in {"behind", "attention"}:
            said.append(f"Afwijking: {off_course(result, [row], elapsed='63%')}")
        lines.append(f"{row['kind']}: " + " | ".join(words for words in said if words))
    return lines


def told_of_the_whole() -> list[str]:
    """How the whole deal stands, what changed, what is asked, and what was done."""
    wholes: list[Row] = [{"counts": counted(*counts), "results_total": sum(counts)} for counts in COUNTS]
    amounts = {"agreed": "49000000", "received": "25560000", "spent": "12152766.39"}
    money: Row = {"money": {"sources": [1], "sum": amounts, "elapsed": "0.6285"}}
    nothing: Row = {"money": {"sources": [], "elapsed": "0.5"}}
    begun: Row = {"money": {"elapsed": "0"}}
    late: Row = {"done_on": "2024-04-11", "due_on": "2024-03-31", "state": "done_late"}
    on_time: Row = late | {"state": "done"}
    return [
        *(state_sentence(whole) for whole in wholes),
        *(money_sentence(money), money_sentence(nothing), elapsed_sentence(begun)),
        *(words_of_a_year(*moved) for moved in ((0, 0), (1, 0), (0, 2), (9, 1), (0, 0, 2), (1, 0, 1, 1))),
        *(f"{row.words}. Van wie: {row.who}." for row in asked_of_parties(asking())),
        *(done_words(late), done_words(on_time)),
    ]


def words_of_a_year(better: int, worse: int, only_now: int = 0, no_more: int = 0) -> str:
    """What is said of results that went up and down in a year, and of those that could not be judged then, or now."""
    before = ["behind"] * better + ["achieved"] * (worse + no_more) + ["not_assessable"] * only_now
    now = ["on_schedule"] * (better + worse) + ["not_assessable"] * no_more + ["on_schedule"] * only_now
    results = [
        {"code": f"r{place}", "title": "Een resultaat", "status": status, "status_label": "", "targets": []}
        for place, status in enumerate(now)
    ]
    measure = {"code": "1.1", "results": [row["code"] for row in results]}
    snapshot: Row = {
        "counts": counted(0, 0, 0, 0, 0, 0),
        "results": results,
        "targets": [],
        "pillars": [{"goals": [{"measures": [measure]}]}],
        "money": {"sources": []},
        "year_before": {
            "on": "2025-06-14",
            "counts": [],
            "results": {f"r{place}": {"status": was, "status_label": ""} for place, was in enumerate(before)},
        },
    }
    year = changes_of_a_year(snapshot)
    assert year is not None
    return year.words


def asking() -> Row:
    """A snapshot in which a change, a proposal and a term wait."""
    target = target_of(10) | {"explanation": {"proposal": "schuif een jaar op", "decision": ""}}
    result = {"code": "r", "title": "Een resultaat", "targets": [target["code"]]}
    term_ = {"title": "Voortgangsrapportage naar de minister", "due_on": "2026-07-14", "owner": "Gemeente Den Haag"}
    return {
        "coming_amendments": [
            {"number": 1, "title": "Geld verplaatsen", "words": "1 van 5 Partijen stemden in", "in_force_on": None}
        ],
        "deviations": ["r"],
        "results": [result],
        "targets": [target],
        "pillars": [{"goals": [{"measures": [{"code": "1.1", "results": ["r"]}]}]}],
        "deadlines": [
            term_ | {"title": "Communicatieplan", "due_on": "2024-04-01", "done_on": None, "days_left": -804},
            term_ | {"done_on": None, "days_left": 30},
            term_ | {"title": "Einde van de opzegtermijn", "done_on": None, "days_left": 30, "is_met_by_time": True},
        ],
    }


def test_every_sentence_is_one_that_a_person_read() -> None:
    told = [*told_of_targets(), *told_of_the_whole()]
    assert told == READ.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", READ.read_text(encoding="utf-8").splitlines())
def test_a_sentence_counts_whole_people_and_never_more_of_fewer(line: str) -> None:
    """F36: "4 van 3 bijeenkomsten", "98,19" people, "elk jaar, elk jaar"."""
    for value, whole in re.findall(r"(\d+) van (?:de )?(\d+)", line):
        assert int(value) <= int(whole)
    assert not re.search(r"\d,\d\d\b", line.replace("€", ""))
    assert not re.search(r"\b(\w{4,}(?: \w+)*), \1\b", line)
    assert "minimaal" not in line
