"""What the pages of an annual report show, made from its snapshot alone: no query and no clock."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from reporting.content.frozen_report import FrozenReport
from reporting.content.rich_text import clean
from reporting.content.sentences import (
    STATUS_MEANINGS,
    article_number,
    describe,
    edition_words,
    money_sentence,
    outlook,
    place,
    standing,
    state_sentence,
    term,
)
from reporting.content.svg import results_of, status_counts
from reporting.snapshot.take import Row

NEXT_DEADLINES = 4


def report_content(report: FrozenReport) -> dict[str, Any]:
    """The context of the report's templates: the snapshot, with what follows from it."""
    snapshot, drawn = report.snapshot, report.charts
    labels = {row["status"]: row["label"] for row in snapshot["counts"]}
    ahead = [deadline for deadline in snapshot["deadlines"] if deadline["days_left"] >= 0]
    outcomes = snapshot["outcome_indicators"]
    texts = {section: clean(html) for section, html in snapshot["texts"].items()}
    return {
        "report": snapshot,
        "deal": snapshot["deal"],
        "money": snapshot["money"],
        "about": describe(snapshot),
        "stage": edition_words(snapshot),
        "edition": snapshot["edition"],
        "texts": texts,
        "state_sentence": state_sentence(snapshot),
        "money_sentence": money_sentence(snapshot),
        "meanings": [(status, label, STATUS_MEANINGS[status]) for status, label in labels.items()],
        "charts": drawn,
        "caps": [cap | {"chart": drawn[f"cap-{cap['code']}"]} for cap in snapshot["money"]["caps"]],
        "pillars": [
            _pillar(pillar, labels, ends_on=snapshot["deal"]["ends_on"])
            | {"text": texts.get(f"pijler-{pillar['code']}", "")}
            for pillar in snapshot["pillars"]
        ],
        "deviations": _deviations(snapshot),
        "next_deadlines": ahead[:NEXT_DEADLINES],
        "deadlines_ahead": ahead,
        "deadlines_passed": [d for d in snapshot["deadlines"] if d["days_left"] < 0],
        "outcomes": _outcomes(snapshot),
        "lesson_groups": _lessons(snapshot["lessons"]),
        "any_outcome": any(row["words"] for row in outcomes),
        "outcome_article": article_number(outcomes[0]["article"]) if outcomes else "",
        "contributions": snapshot["money"].get("contributions", []),
        "amendments": snapshot.get("amendments"),
        "lines": money_lines(snapshot["money"]),
        "reading_groups": _readings(snapshot["readings"]),
        "digest": report.digest,
        "is_rounded": any(line["is_rounded"] for line in snapshot["money"]["lines"]),
    }


def _pillar(pillar: Row, labels: dict[str, str], *, ends_on: str) -> Row:
    """A pillar with its counts by status, and its measures with rows ready for their tables."""
    first_told = {r["code"]: m["code"] for g in pillar["goals"] for m in g["measures"] for r in m["results"]}
    results = results_of(pillar)
    counts = status_counts(results)
    goals = [
        goal | {"measures": [_measure(measure, first_told, ends_on=ends_on) for measure in goal["measures"]]}
        for goal in pillar["goals"]
    ]
    return pillar | {
        "goals": goals,
        "results_count": len(results),
        "counts": [(status, label, counts[status]) for status, label in labels.items() if counts[status]],
    }


def _measure(measure: Row, first_told: dict[str, str], *, ends_on: str) -> Row:
    told = [(code, first_told.get(code, "")) for code in measure["told_before"]]
    return measure | {
        "results": [_result(result, ends_on=ends_on) for result in measure["results"]],
        "told": [(home, [code for code, _ in codes]) for home, codes in groupby(told, key=lambda pair: pair[1])],
    }


def _result(result: Row, *, ends_on: str) -> Row:
    """A result with the words of its targets; one with several targets shows each of them in a row of its own."""
    targets = [
        target | {"standing": standing(target), "term": term(target, ends_on=ends_on), "outlook": outlook(target)}
        for target in result["targets"]
    ]
    return result | {"targets": targets, "only": targets[0] if len(targets) == 1 else None}


def _deviations(snapshot: Row) -> list[Row]:
    """Results that lag or ask for attention, the late ones first, each with the measure that tells of it."""
    homes = {
        result["code"]: measure
        for pillar in snapshot["pillars"]
        for goal in pillar["goals"]
        for measure in goal["measures"]
        for result in measure["results"]
    }
    rows = [row | {"measure": homes[row["code"]]} for row in snapshot["deviations"]]
    return sorted(rows, key=lambda row: row["status"] != "behind")


def _outcomes(snapshot: Row) -> list[Row]:
    titles = {goal["code"]: goal["title"] for pillar in snapshot["pillars"] for goal in pillar["goals"]}
    return [
        row | {"goal_title": titles.get(row["goal"], ""), "sources": _sources_of(row)}
        for row in snapshot["outcome_indicators"]
    ]


def _sources_of(indicator: Row) -> str:
    """Return where the figures of an outcome indicator come from, each source once."""
    return ", ".join(dict.fromkeys(point["source"] for area in indicator["areas"] for point in area["points"]))


def _lessons(lessons: list[Row]) -> list[tuple[str, list[Row]]]:
    """Lessons by what they say: what works first, then what works at times, then what does not."""
    order = ("works", "partly", "not")
    ordered = sorted(lessons, key=lambda row: order.index(row["verdict"]))
    return [(label, list(rows)) for label, rows in groupby(ordered, key=lambda row: row["verdict_label"])]


def money_lines(money: Row) -> list[Row]:
    """The lines of the position by source, each source closed by its total."""
    words = {"national": "Totaal rijksbijdrage", "regional": "Totaal regionale financiering"}
    sources = money["totals"].items()
    return [row for source, total in sources for row in _source_lines(money, source, total, words[source])]


def _source_lines(money: Row, source: str, total: Row, label: str) -> Iterator[Row]:
    lines = [line for line in money["lines"] if line["source"] == source]
    yield from lines
    if lines:
        yield total | {"label": label, "is_total": True}


def _readings(readings: list[Row]) -> list[tuple[str, str, list[Row]]]:
    """Readings that were decided together: date, by whom, and the readings."""
    placed = [reading | {"place": place(reading["article"])} for reading in readings]
    by = groupby(placed, key=lambda reading: (reading["decided_on"], reading["decided_by"]))
    return [(decided_on, decided_by, list(rows)) for (decided_on, decided_by), rows in by]
