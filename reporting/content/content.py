"""What the pages of an annual report show, made from its snapshot alone: no query and no clock."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

from regiodeal.base.dutch import counted, number, percent
from regiodeal.base.templatetags.dutch_filters import day
from regiodeal.base.values import Values
from regiodeal.covenant.obligations.deadlines import DeadlineState
from reporting.content.frozen_report import FrozenReport
from reporting.content.money_lines import money_lines
from reporting.content.report_map import area_counts, map_of
from reporting.content.report_sections import area_section
from reporting.content.rich_text import clean, headings_lower
from reporting.content.sentences import (
    STATUS_MEANINGS,
    article_number,
    describe,
    edition_words,
    elapsed_sentence,
    figure_words,
    money_alone,
    money_sentence,
    norm,
    off_course,
    outlook,
    over_the_years,
    place,
    standing,
    state_sentence,
    term,
    why,
)
from reporting.content.summary import asked_of_parties, changes_of_a_year
from reporting.content.svg import length, pace_shares, status_counts
from reporting.snapshot.schema import (
    AreaRecord,
    DeadlineRecord,
    ExplainedTarget,
    LessonRecord,
    MeasureRecord,
    OutcomePoint,
    OutcomeRecord,
    ProjectNormRecord,
    ProjectRecord,
    ReadingRecord,
    Snapshot,
    YearBeforeRecord,
)
from reporting.snapshot.told_results import ToldResult, told_by_measure, told_results, unexplained
from reporting.texts.named_pictures import with_addresses

type Told = dict[str, object]  # a row of a template: a record with what follows from it

YEAR_BAR = 3.0  # millimetres
MOST_LATE = 10  # results that the summary names
DASH = "\u2013"  # in a cell: there is none
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def report_content(report: FrozenReport) -> Values:
    """The context of the report's templates: the snapshot, with what follows from it."""
    snapshot, drawn = report.snapshot, report.charts
    deadlines = snapshot["deadlines"]
    ahead = [row for row in deadlines if row["days_left"] >= 0 and not row["done_on"]]
    outcomes, deviations = snapshot["outcome_indicators"], _deviations(snapshot)
    late = [row for row in deviations if row["status"] == "behind"]
    projects = [told_project(row) for row in snapshot.get("projects", [])]
    measures = {row["code"] for pillar in snapshot["pillars"] for goal in pillar["goals"] for row in goal["measures"]}
    texts = {section: _shown(report, html) for section, html in snapshot["texts"].items()}
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
        "money_alone": money_alone(snapshot),
        "elapsed_sentence": elapsed_sentence(snapshot),
        "meanings": [(row["status"], row["label"], STATUS_MEANINGS[row["status"]]) for row in snapshot["counts"]],
        "charts": drawn,
        "map": map_of(snapshot),
        "map_counts": area_counts(snapshot),
        "has_pace": any(done for _, done, _ in pace_shares(snapshot)),
        "caps": [
            {
                **cap,
                "chart": drawn[f"cap-{cap['code']}"],
                "is_empty": not Decimal(cap["amount"]) + Decimal(cap["spent"]),
            }
            for cap in snapshot["money"]["caps"]
        ],
        "pillars": _pillars(snapshot, texts),
        "areas": _areas(snapshot, texts, projects),
        "deviations": deviations,
        "late": late[:MOST_LATE],
        "late_more": max(len(late) - MOST_LATE, 0),
        "unexplained": unexplained(snapshot),
        "year": changes_of_a_year(snapshot),
        "asked": asked_of_parties(snapshot),
        "event_terms": snapshot.get("event_terms", []),
        "deadlines_ahead": ahead,
        "deadline_articles": any(row["article"] for row in deadlines),
        "deadlines_late": [row for row in deadlines if row["days_left"] < 0 and not row["done_on"]],
        "deadlines_done": [
            {**row, "done": done_words(row)}
            for row in deadlines
            if row["done_on"] and row["state"] != DeadlineState.PASSED  # what only time did, nobody did
        ],
        "outcomes": [{**row, "chart": drawn.get(f"outcome-{row['code']}")} for row in _outcomes(snapshot)],
        "lesson_groups": _lessons(snapshot["lessons"]),
        "any_outcome": any(row["areas"] for row in outcomes),
        "outcomes_without": [row for row in outcomes if not row["areas"]],
        "outcome_article": article_number(outcomes[0]["article"]) if outcomes else "",
        "contributions": snapshot["money"]["contributions"],
        "amendments": snapshot["amendments"],
        "lines": money_lines(snapshot["money"]),
        "reading_groups": _readings(snapshot["readings"]),
        "is_public": "public_copy_of" in snapshot,
        "digest": report.digest,
        "parties_named": [row for row in snapshot["parties"] if row["office_holders"]],
        "parties_unnamed": [row for row in snapshot["parties"] if not row["office_holders"]],
        "projects": projects,
        "loose_projects": [row for row in projects if measures.isdisjoint(row["measures"])],
        "is_rounded": any(line["is_rounded"] for line in snapshot["money"]["lines"]),
    }


def _shown(report: FrozenReport, html: str) -> str:
    """A text as the layout reads it: each picture that the report keeps by its `report:` address."""
    return with_addresses(clean(html), lambda number: text_picture(number) if number in report.pictures else None)


def text_picture(number: int) -> str:
    """The address by which the layout of a report reads a picture in a text."""
    return f"report:picture/{number}.jpg"


def _pillars(snapshot: Snapshot, texts: Mapping[str, str]) -> list[Told]:
    """The pillars with their counts by status, and their measures with rows ready for their tables."""
    told, ends_on = told_results(snapshot), snapshot["deal"]["ends_on"]
    before = snapshot.get("year_before")
    own = told_by_measure(told)
    projects = [told_project(row) for row in snapshot.get("projects", [])]
    return [
        {
            **pillar,
            "goals": [
                {
                    **goal,
                    "measures": [
                        {
                            **_measure(row, told, own.get(row["code"], []), ends_on=ends_on, before=before),
                            "projects": [each for each in projects if row["code"] in each["measures"]],
                        }
                        for row in goal["measures"]
                    ],
                }
                for goal in pillar["goals"]
            ],
            **_counts(snapshot, [row for row in told.values() if row.pillar["code"] == pillar["code"]]),
            "text": texts.get(f"pijler-{pillar['code']}", ""),
        }
        for pillar in snapshot["pillars"]
    ]


def _areas(snapshot: Snapshot, texts: Mapping[str, str], projects: "list[ToldProject]") -> list[Told]:
    """The areas of which something is told, each with its text, a heading lower, and the projects that work there."""
    return [
        {
            **area,
            "section": section,
            "text": headings_lower(texts[section]),
            "projects": [row for row in projects if area["name"] in row["areas"]],
        }
        for area in snapshot.get("areas", [])
        if (section := area_section(area["code"])) in texts
    ]


def _counts(snapshot: Snapshot, results: list[ToldResult]) -> Told:
    counts = status_counts(row.result["status"] for row in results)
    labels = [(row["status"], row["label"]) for row in snapshot["counts"]]
    return {
        "results_count": len(results),
        "counts": [(status, label, counts[status]) for status, label in labels if counts[status]],
    }


def _measure(
    measure: MeasureRecord,
    told: Mapping[str, ToldResult],
    own: list[ToldResult],
    *,
    ends_on: str,
    before: YearBeforeRecord | None,
) -> Told:
    """A measure with the results that are told here, and where those are told that were told before."""
    homes = [(told[code].measure["code"], code) for code in measure["results"]]
    elsewhere = groupby((pair for pair in homes if pair[0] != measure["code"]), key=lambda pair: pair[0])
    return {
        **measure,
        "results": [_result(row, ends_on=ends_on, before=before) for row in own],
        "told": [(home, [code for _, code in pairs]) for home, pairs in elsewhere],
    }


class ToldProject(ProjectRecord):
    """A project with its term in words, its executor with the partners, and each norm in words."""

    term_words: str
    term_short: str
    who: str
    reached: list[str]


def told_project(row: ProjectRecord) -> ToldProject:
    """A project as a report and a public page tell of it."""
    together = ", ".join(row["partners"])
    who = f"{row['executor']}, samen met {together}" if row["executor"] and together else row["executor"] or together
    return {
        **row,
        "term_words": term_of(row),
        "term_short": short_term_of(row),
        "who": who,
        "reached": [norm_words(each) for each in row["norms"]],
    }


def term_of(row: ProjectRecord) -> str:
    """From when until when a project runs, in words; empty where neither is known."""
    begin, end = row["starts_on"], row["ends_on"]
    if begin and end:
        return f"{day(begin)} tot en met {day(end)}"
    return f"vanaf {day(begin)}" if begin else f"tot en met {day(end)}" if end else ""


def short_term_of(row: ProjectRecord) -> str:
    """The same by its months, for a cell of a table: 'jan 2024 tot jun 2027' with a dash."""
    begin, end = _month(row["starts_on"]), _month(row["ends_on"])
    if begin and end:
        return f"{begin} {DASH} {end}"
    return f"vanaf {begin}" if begin else f"tot en met {end}" if end else ""


def _month(iso: str | None) -> str:
    if not iso:
        return ""
    on = date.fromisoformat(iso)
    return f"{SHORT_MONTHS[on.month - 1]} {on.year}"


def norm_words(row: ProjectNormRecord) -> str:
    """What a project does for a norm, in words: 'Opstap voor vrijwilligers: 40 vrijwilligers in 2025, gepland 45'."""
    planned = None if row["planned"] is None else number(Decimal(row["planned"]))
    realised = None if row["realised"] is None else number(Decimal(row["realised"]))
    year = f" in {row['year']}" if row["year"] else ""
    if realised is None:
        words = f"gepland {planned} {row['unit']}{year}, nog geen cijfer" if planned else "nog geen cijfer"
    elif planned is None:
        words = f"{realised} {row['unit']}{year}"
    else:
        words = f"{realised} {row['unit']}{year}, gepland {planned}"
    return f"{row['title']}: {words}"


def _result(row: ToldResult, *, ends_on: str, before: YearBeforeRecord | None) -> Told:
    """A result with the words of its targets; one with several targets shows each of them in a row of its own."""
    earlier = before["targets"] if before else {}
    targets: list[Told] = [
        {
            **target,
            "standing": standing(target),
            "norm": norm(target),
            "plan": _plan(target),
            "before": figure_words(target, earlier[target["code"]]["value"]) if target["code"] in earlier else DASH,
            "term": term(target, ends_on=ends_on),
            "why": why(target),
            "outlook": outlook(target),
            "course": over_the_years(target),
            "year_bars": _year_bars(target),
            "says_more": target["title"].casefold() != row.result["title"].casefold(),
        }
        for target in row.targets
    ]
    return {**row.result, "targets": targets, "only": targets[0] if len(targets) == 1 else None}


def _year_bars(target: ExplainedTarget) -> list[str]:
    """How high the bar of each full year is, in millimetres, held against the highest and the norm."""
    values = [Decimal(row["value"]) for row in target.get("years", [])]
    most = max([*values, Decimal(target["needed"] or 0)], default=Decimal(0))
    return [f"{0.3 + length(value, most, YEAR_BAR):.1f}" for value in values]


def _plan(target: ExplainedTarget) -> str:
    """What the projects plan together; a dash where none plans for it."""
    planned = target.get("planned")
    return DASH if planned is None else figure_words(target, planned)


def _deviations(snapshot: Snapshot) -> list[Told]:
    """Results that lag or ask for attention, the late ones first, each with the measure that tells of it.

    Each has its explanations: those of its targets that are off course; none where nobody gave one yet.
    """
    told, elapsed = told_results(snapshot), percent(Decimal(snapshot["money"]["elapsed"]))
    rows = sorted((told[code] for code in snapshot["deviations"]), key=lambda row: row.result["status"] != "behind")
    return [
        {
            **row.result,
            "targets": row.targets,
            "measure": row.measure,
            "words": off_course(row.result, row.targets, elapsed=elapsed),
            "explanations": [target["explanation"] for target in row.targets if target["explanation"]],
        }
        for row in rows
    ]


def done_words(row: DeadlineRecord) -> str:
    """When an obligation was met, and how late that was: '11 april 2024, 11 dagen te laat'."""
    if not row["done_on"]:
        return ""
    days = (date.fromisoformat(row["done_on"]) - date.fromisoformat(row["due_on"])).days
    late = f", {counted(days, 'dag', 'dagen')} te laat" if row["state"] == DeadlineState.DONE_LATE and days > 0 else ""
    return f"{day(row['done_on'])}{late}"


def _outcomes(snapshot: Snapshot) -> list[Told]:
    titles = {goal["code"]: goal["title"] for pillar in snapshot["pillars"] for goal in pillar["goals"]}
    return [
        {
            **row,
            "goal_title": titles.get(row["goal"], ""),
            "sources": _sources_of(row),
            "rows": [_outcome_of(area, row) for area in row["areas"]],
        }
        for row in snapshot["outcome_indicators"]
    ]


def _outcome_of(area: AreaRecord, indicator: OutcomeRecord) -> Told:
    """One area: its baseline, its newest figure, and whether that went the way that the Parties hope for."""
    points = area["points"]
    base = next((point for point in reversed(points) if point["is_baseline"]), None)
    latest = points[-1]
    later = latest if base is None or latest["year"] > base["year"] else None
    return {
        "name": area["name"],
        "base": _outcome_figure(base),
        "latest": _outcome_figure(later),
        "way": _way(base, later, hoped=indicator["direction_label"]),
    }


def _outcome_figure(point: OutcomePoint | None) -> str:
    return f"{number(Decimal(point['value']))} ({point['year']})" if point else DASH


def _way(base: OutcomePoint | None, later: OutcomePoint | None, *, hoped: str) -> str:
    """Which way a figure went beside the way that is hoped for; no more than that."""
    if base is None or later is None:
        return f"gehoopt: {hoped}"
    change = Decimal(later["value"]) - Decimal(base["value"])
    if not change:
        return f"gelijk (gehoopt: {hoped})"
    went = "omhoog" if change > 0 else "omlaag"
    return f"{went}, zoals gehoopt" if went == hoped else f"{went} (gehoopt: {hoped})"


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
