"""What the pages of an annual report show, made from its snapshot alone: no query and no clock."""

from collections.abc import Mapping
from itertools import groupby

from regiodeal.base.values import Values
from reporting.content.frozen_report import FrozenReport
from reporting.content.money_lines import money_lines
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
from reporting.content.svg import status_counts
from reporting.snapshot.schema import LessonRecord, MeasureRecord, OutcomeRecord, ReadingRecord, Snapshot
from reporting.snapshot.told_results import ToldResult, told_by_measure, told_results

type Told = dict[str, object]  # a row of a template: a record with what follows from it

NEXT_DEADLINES = 4


def report_content(report: FrozenReport) -> Values:
    """The context of the report's templates: the snapshot, with what follows from it."""
    snapshot, drawn = report.snapshot, report.charts
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
        "meanings": [(row["status"], row["label"], STATUS_MEANINGS[row["status"]]) for row in snapshot["counts"]],
        "charts": drawn,
        "caps": [{**cap, "chart": drawn[f"cap-{cap['code']}"]} for cap in snapshot["money"]["caps"]],
        "pillars": _pillars(snapshot, texts),
        "deviations": _deviations(snapshot),
        "next_deadlines": ahead[:NEXT_DEADLINES],
        "event_terms": snapshot.get("event_terms", []),
        "deadlines_ahead": ahead,
        "deadlines_passed": [d for d in snapshot["deadlines"] if d["days_left"] < 0],
        "outcomes": _outcomes(snapshot),
        "lesson_groups": _lessons(snapshot["lessons"]),
        "any_outcome": any(row["words"] for row in outcomes),
        "outcome_article": article_number(outcomes[0]["article"]) if outcomes else "",
        "contributions": snapshot["money"]["contributions"],
        "amendments": snapshot["amendments"],
        "lines": money_lines(snapshot["money"]),
        "reading_groups": _readings(snapshot["readings"]),
        "digest": report.digest,
        "is_rounded": any(line["is_rounded"] for line in snapshot["money"]["lines"]),
    }


def _pillars(snapshot: Snapshot, texts: Mapping[str, str]) -> list[Told]:
    """The pillars with their counts by status, and their measures with rows ready for their tables."""
    told, ends_on = told_results(snapshot), snapshot["deal"]["ends_on"]
    own = told_by_measure(told)
    return [
        {
            **pillar,
            "goals": [
                {
                    **goal,
                    "measures": [_measure(row, told, own.get(row["code"], []), ends_on) for row in goal["measures"]],
                }
                for goal in pillar["goals"]
            ],
            **_counts(snapshot, [row for row in told.values() if row.pillar["code"] == pillar["code"]]),
            "text": texts.get(f"pijler-{pillar['code']}", ""),
        }
        for pillar in snapshot["pillars"]
    ]


def _counts(snapshot: Snapshot, results: list[ToldResult]) -> Told:
    counts = status_counts(row.result["status"] for row in results)
    labels = [(row["status"], row["label"]) for row in snapshot["counts"]]
    return {
        "results_count": len(results),
        "counts": [(status, label, counts[status]) for status, label in labels if counts[status]],
    }


def _measure(measure: MeasureRecord, told: Mapping[str, ToldResult], own: list[ToldResult], ends_on: str) -> Told:
    """A measure with the results that are told here, and where those are told that were told before."""
    homes = [(told[code].measure["code"], code) for code in measure["results"]]
    before = groupby((pair for pair in homes if pair[0] != measure["code"]), key=lambda pair: pair[0])
    return {
        **measure,
        "results": [_result(row, ends_on=ends_on) for row in own],
        "told": [(home, [code for _, code in pairs]) for home, pairs in before],
    }


def _result(row: ToldResult, *, ends_on: str) -> Told:
    """A result with the words of its targets; one with several targets shows each of them in a row of its own."""
    targets: list[Told] = [
        {**target, "standing": standing(target), "term": term(target, ends_on=ends_on), "outlook": outlook(target)}
        for target in row.targets
    ]
    return {**row.result, "targets": targets, "only": targets[0] if len(targets) == 1 else None}


def _deviations(snapshot: Snapshot) -> list[Told]:
    """Results that lag or ask for attention, the late ones first, each with the measure that tells of it."""
    told = told_results(snapshot)
    rows = sorted((told[code] for code in snapshot["deviations"]), key=lambda row: row.result["status"] != "behind")
    return [{**row.result, "targets": row.targets, "measure": row.measure} for row in rows]


def _outcomes(snapshot: Snapshot) -> list[Told]:
    titles = {goal["code"]: goal["title"] for pillar in snapshot["pillars"] for goal in pillar["goals"]}
    return [
        {**row, "goal_title": titles.get(row["goal"], ""), "sources": _sources_of(row)}
        for row in snapshot["outcome_indicators"]
    ]


def _sources_of(indicator: OutcomeRecord) -> str:
    """Return where the figures of an outcome indicator come from, each source once."""
    return ", ".join(dict.fromkeys(point["source"] for area in indicator["areas"] for point in area["points"]))


def _lessons(lessons: list[LessonRecord]) -> list[tuple[str, list[LessonRecord]]]:
    """Lessons by what they say: what works first, then what works at times, then what does not."""
    order = ("works", "partly", "not")
    ordered = sorted(lessons, key=lambda row: order.index(row["verdict"]))
    return [(label, list(rows)) for label, rows in groupby(ordered, key=lambda row: row["verdict_label"])]


def _readings(readings: list[ReadingRecord]) -> list[tuple[str, str, list[Told]]]:
    """Readings that were decided together: date, by whom, and the readings."""
    by = groupby(readings, key=lambda reading: (reading["decided_on"], reading["decided_by"]))
    return [
        (decided_on, decided_by, [{**row, "place": place(row["article"])} for row in rows])
        for (decided_on, decided_by), rows in by
    ]
