"""Plain rows for the snapshot: registers, what changed in the agreement, and what the bureau wrote for the report."""

from collections.abc import Mapping
from datetime import date

from pillars.agreed.models import NamedItem
from pillars.outcomes.models import OutcomeMeasurement
from pillars.outcomes.series import AreaSeries, OutcomeSeries, in_words
from pillars.registers.models import Bottleneck, Lesson
from regiodeal.base.json_values import day_text, two_decimals
from regiodeal.covenant.agreement.coming_changes import coming_changes, standing_notices
from regiodeal.covenant.agreement.covenant_differences import differences
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.deals.models import Deal, Neighbourhood
from regiodeal.lifecycle.register import as_of
from reporting.snapshot.schema import (
    AdjustmentRecord,
    AmendmentRecord,
    AreaRecord,
    BottleneckRecord,
    ChangedTermRecord,
    ComingAmendmentRecord,
    DealAreaRecord,
    LessonRecord,
    MapRecord,
    NoticeRecord,
    OutcomePoint,
    OutcomeRecord,
    PlaceRecord,
    TextPictureRecord,
)
from reporting.texts.models import SectionText, TextPicture
from reporting.texts.named_pictures import named_pictures


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
        "location": item.location,
    }


def map_record(deal: Deal) -> MapRecord:
    """The outlines of the areas that have one."""
    rows = Neighbourhood.objects.filter(deal_id=deal.pk).exclude(outline="")
    return {
        "source": deal.map_source,
        "is_schematic": deal.map_is_schematic,
        "areas": [{"code": row.code, "name": row.name, "outline": row.outline} for row in rows],
    }


def area_rows(deal: Deal) -> list[DealAreaRecord]:
    """The areas of the deal in their order, drawn or not."""
    return [{"code": row.code, "name": row.name} for row in Neighbourhood.objects.filter(deal_id=deal.pk)]


def amendment_rows(deal: Deal, on: date) -> list[AmendmentRecord]:
    """The amendments, extensions and accessions in force on the date, in order (art. 12, 14 and 18)."""
    rows = Amendment.objects.filter(deal=deal, in_force_on__lte=on, covenant_version__isnull=False)
    related = rows.select_related("party", "publication", "covenant_version").order_by("in_force_on", "number")
    return [
        {
            "number": row.number,
            "sort_label": row.get_sort_display(),
            "title": row.title,
            "ground": row.ground,
            "party": row.party.name if row.party else "",
            "in_force_on": day_text(row.in_force_on),
            "covenant_version": row.covenant_version.number if row.covenant_version else None,
            "publication": row.publication.number if row.publication else "",
            "changes": _changes(row, deal, on),
        }
        for row in related.prefetch_related("changes")
    ]


def coming_rows(deal: Deal, on: date) -> list[ComingAmendmentRecord]:
    """The requests in procedure, and what was signed and comes into force later, as they stood on the date."""
    return [
        {
            "number": row.amendment.number,
            "sort_label": row.amendment.get_sort_display(),
            "title": row.amendment.title,
            "party": row.amendment.party.name if row.amendment.party else "",
            "words": row.words,
            "in_force_on": day_text(row.in_force_on),
            "changes": _changes(row.amendment, deal, on),
        }
        for row in coming_changes(deal, on=on)
    ]


def notice_rows(deal: Deal, on: date) -> list[NoticeRecord]:
    """The notices of Parties that stand on the date."""
    return [
        {
            "party": row.party.name,
            "notified_on": row.notified_on.isoformat(),
            "bound_until": row.bound_until.isoformat(),
        }
        for row in standing_notices(deal, on=on)
    ]


def _changes(amendment: Amendment, deal: Deal, on: date) -> list[ChangedTermRecord]:
    """What an amendment changes, in words."""
    return [
        {"what": f"{row.what.capitalize()} {row.row}: {row.field}".rstrip(": "), "was": row.old, "becomes": row.new}
        for row in differences(deal, amendment.changes.all(), on=on)
    ]


def adjustment_rows(deal: Deal, on: date) -> list[AdjustmentRecord]:
    """The adjustments of measures within the financial frame up to the date (art. 3), as they stood on it."""
    rows = as_of(Adjustment.objects.filter(deal=deal), on)
    return [
        {
            "measure": row.measure,
            "title": row.title,
            "text": row.text,
            "reason": row.reason,
            "frame": row.frame,
            "adjusted_on": row.adjusted_on.isoformat(),
        }
        for row in sorted(rows, key=lambda row: (row.adjusted_on, row.pk))
        if row.adjusted_on <= on
    ]


def text_pictures(deal: Deal, texts: Mapping[str, str]) -> list[TextPictureRecord]:
    """The pictures that the texts name, by their number. One that is gone is not among them."""
    numbers = {number for html in texts.values() for number in named_pictures(html)}
    rows = TextPicture.objects.filter(deal=deal, pk__in=numbers, removed_at__isnull=True).order_by("pk")
    return [{"number": row.pk, "file": str(row.file.name), "sha256": row.sha256} for row in rows]


def section_texts(deal: Deal, *, year: int, on: date) -> dict[str, str]:
    """The text of each section of the year's report as it stood at the end of the date: clean HTML by section code."""
    rows = as_of(SectionText.objects.filter(deal=deal, year=year), on)
    return {row.section: row.body for row in rows if row.body}
