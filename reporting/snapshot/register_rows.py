"""Lessons, bottlenecks and outcome indicators as plain rows for the snapshot: texts only, as they stood on its date."""

from datetime import date

from pillars.agreed.models import NamedItem
from pillars.outcomes.models import OutcomeMeasurement
from pillars.outcomes.series import AreaSeries, OutcomeSeries, in_words
from pillars.registers.models import Bottleneck, Lesson
from regiodeal.base.json_values import day_text, two_decimals
from reporting.snapshot.schema import (
    AreaRecord,
    BottleneckRecord,
    LessonRecord,
    OutcomePoint,
    OutcomeRecord,
    PlaceRecord,
)


def lesson_row(lesson: Lesson) -> LessonRecord:
    """A lesson with the codes of its measures."""
    return {
        "title": lesson.title,
        "verdict": lesson.verdict,
        "verdict_label": lesson.get_verdict_display(),
        "why": lesson.why,
        "combination": lesson.combination,
        "year": lesson.year,
        "status_label": lesson.get_status_display(),
        "measures": [measure.code for measure in lesson.measures.all()],
    }


def bottleneck_row(bottleneck: Bottleneck) -> BottleneckRecord:
    """A bottleneck with its theme and the codes of its measures."""
    return {
        "title": bottleneck.title,
        "theme": bottleneck.theme.name if bottleneck.theme else "",
        "case": bottleneck.case,
        "law": bottleneck.law,
        "short_term": bottleneck.short_term,
        "long_term": bottleneck.long_term,
        "state": bottleneck.state,
        "state_label": bottleneck.get_state_display(),
        "measures": [measure.code for measure in bottleneck.measures.all()],
    }


def outcome_row(series: OutcomeSeries) -> OutcomeRecord:
    """An outcome indicator with its figures per area, and what they say in words and no more."""
    indicator = series.indicator
    return {
        "code": indicator.code,
        "goal": indicator.goal.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "direction_label": indicator.get_direction_display(),
        "article": indicator.article,
        "words": in_words(series),
        "notes": series.notes,
        "areas": [_area(area) for area in series.areas],
    }


def _area(area: AreaSeries) -> AreaRecord:
    return {"name": area.name, "points": [_point(point) for point in area.points]}


def _point(point: OutcomeMeasurement) -> OutcomePoint:
    return {
        "year": point.year,
        "value": two_decimals(point.value),
        "is_baseline": point.is_baseline,
        "source": f"{point.source}, {point.table}" if point.table else str(point.source),
        "entered_by": str(point.entered_by),
        "approved_by": str(point.decided_by),
    }


def place_row(item: NamedItem, on: date, measures: list[str]) -> PlaceRecord:
    """A named place with its neighbourhood, whether it is open, and the codes of the measures that count it."""
    is_open = item.is_open(on)
    return {
        "code": item.code,
        "name": str(item),
        "set": item.item_set.name,
        "neighbourhood": item.neighbourhood.name if item.neighbourhood else "",
        "is_open": is_open,
        "opened_on": day_text(item.opened_on),
        "measures": measures,
    }
