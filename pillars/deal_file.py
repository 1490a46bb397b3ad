"""The lists of the deal file that belong to this app."""

from collections.abc import Sequence

from django.db.models import Q

from pillars.agreed.agreed_checks import AGREED_CHECKS
from pillars.agreed.models import (
    CrossLink,
    Goal,
    Indicator,
    IndicatorItem,
    ItemSet,
    Measure,
    NamedItem,
    NationalProgramme,
    OutcomeIndicator,
    Pillar,
    Result,
    Target,
)
from pillars.outcomes.models import OutcomeArea, OutcomeSource
from pillars.places.places import fill_register
from pillars.progress.views import DEVIATION, MEASURE, RESULT
from pillars.registers.models import BottleneckTheme
from regiodeal.base.values import FileRow
from regiodeal.covenant.meetings.models import ActionItemLink, AgendaItem, DecisionLink
from regiodeal.deals.declaration import Children, DealFileSection, FollowsFrom, Rows, RowsOf
from regiodeal.deals.models import Deal, Interpretation, Neighbourhood


def measured(deal: Deal) -> set[tuple[str, str]]:
    """The indicators of the deal with a figure on them, and the targets that read those."""
    indicators = Indicator.objects.filter(deal=deal, measurements__isnull=False).distinct()
    reading = Q(indicator__in=indicators) | Q(whole_indicator__in=indicators)
    targets = Target.objects.filter(reading, deal=deal)
    return {("indicators", code) for code in indicators.values_list("code", flat=True).order_by("code")} | {
        ("targets", code) for code in targets.values_list("code", flat=True)
    }


def discussed(deal: Deal) -> set[tuple[str, str]]:
    """The measures, results and targets that a meeting had on its agenda, or that a decision is about."""
    lists = {MEASURE: "measures", RESULT: "results", DEVIATION: "targets"}
    rows = [
        *DecisionLink.objects.filter(decision__deal=deal).values_list("kind", "code").order_by(),
        *ActionItemLink.objects.filter(action__meeting__deal=deal).values_list("kind", "code").order_by(),
        *AgendaItem.objects.filter(meeting__deal=deal).values_list("kind", "code").order_by(),
    ]
    return {(lists[kind], code) for kind, code in rows if kind in lists}


def _all_areas(row: FileRow, rows_of: RowsOf) -> list[FileRow]:
    """The items of an indicator by area that names none: every area of the deal."""
    if row.get("breakdown") != "neighbourhood":
        return []
    return [{"code": area.get("code"), "name": area.get("name")} for area in rows_of("neighbourhoods")]


def _named(rows: Sequence[FileRow], code: object) -> FileRow:
    return next((row for row in rows if row.get("code") == code), {})


def _title_of_result(row: FileRow, rows_of: RowsOf) -> object:
    return _named(rows_of("results"), row.get("result")).get("title", "")


def _unit_of_indicator(row: FileRow, rows_of: RowsOf) -> object:
    return _named(rows_of("indicators"), row.get("indicator")).get("unit", "")


def _usual_operator(row: FileRow, _rows_of: RowsOf) -> str:
    return {"milestone": "done", "range": "between", "trend": "decreases"}.get(str(row.get("kind")), "at_least")


def _usual_term(row: FileRow, _rows_of: RowsOf) -> FileRow:
    return {"rule": "end_of_year" if row.get("kind") == "per_year" else "end_of_deal"}


SECTION = DealFileSection(
    lists=(
        Rows("pillars", Pillar, plain=("name", "aliases"), defaults={"aliases": []}),
        Rows(
            "goals",
            Goal,
            plain=("title", "wording"),
            refs={"pillar": Pillar},
            amendable=("title", "wording"),
        ),
        Rows(
            "measures",
            Measure,
            plain=("title", "wording", "activities"),
            refs={"goal": Goal},
            defaults={"activities": []},
            amendable=("title", "wording", "activities"),
            can_lapse=True,
        ),
        Rows("national_programmes", NationalProgramme, plain=("name", "wording"), many={"measures": Measure}),
        Rows(
            "cross_links",
            CrossLink,
            plain=("title", "wording"),
            many={"measures": Measure},
            needed=frozenset({"measures"}),
        ),
        Rows("outcome_indicators", OutcomeIndicator, plain=("name", "direction", "unit"), refs={"goal": Goal}),
        Rows(
            "outcome_areas",
            OutcomeArea,
            plain=("name", "note"),
            many={"neighbourhoods": Neighbourhood},
            defaults={"note": ""},
        ),
        Rows("outcome_sources", OutcomeSource, plain=("name",)),
        Rows("bottleneck_themes", BottleneckTheme, plain=("name",)),
        Rows("item_sets", ItemSet, plain=("name", "singular", "is_fixed"), defaults={"is_fixed": False}),
        Rows(
            "named_items",
            NamedItem,
            plain=("agreed_name", "agreed_location"),
            defaults={"agreed_location": ""},
            refs={"item_set": ItemSet},
            owned=Q(in_agreed_set=True),  # what came later is the register's own
        ),
        Rows(
            "indicators",
            Indicator,
            plain=("name", "definition", "unit", "value_kind", "aggregation", "breakdown", "is_yearly"),
            many={"item_sets": ItemSet},
            children=(
                Children(
                    "items",
                    IndicatorItem,
                    parent="indicator",
                    key=("code",),
                    plain=("name",),
                    owned=Q(named_item__isnull=True),
                    derived=Q(named_item__isnull=False),  # these follow from the register
                ),
            ),
            defaults={
                "definition": "",
                "value_kind": "number",
                "breakdown": "none",
                "is_yearly": False,
                "items": FollowsFrom(_all_areas),
            },
            can_come=True,
            comes_along=True,
        ),
        Rows(
            "results",
            Result,
            plain=("document_code", "title", "wording", "executor"),
            refs={"goal": Goal},
            many={"measures": Measure},
            defaults={"document_code": FollowsFrom(lambda row, _rows_of: row["code"]), "executor": ""},
            needed=frozenset({"measures"}),
            amendable=("title", "wording", "executor"),
            can_lapse=True,
        ),
        Rows(
            "targets",
            Target,
            plain=(
                "title",
                "kind",
                "operator",
                "minimum",
                "maximum",
                "is_ceiling",
                "unit",
                "cadence",
                "due",
                "reads",
                "divide_by",
                "tolerance",
                "baseline_year",
                "baseline_note",
            ),
            refs={"result": Result, "indicator": Indicator, "whole_indicator": Indicator},
            many={"readings": Interpretation},
            defaults={
                "title": FollowsFrom(_title_of_result),
                "operator": FollowsFrom(_usual_operator),
                "minimum": None,
                "maximum": None,
                "is_ceiling": False,
                "unit": FollowsFrom(_unit_of_indicator),
                "cadence": "",
                "due": FollowsFrom(_usual_term),
                "reads": [],
                "divide_by": 1,
                "tolerance": None,
                "baseline_year": None,
                "baseline_note": "",
            },
            amendable=(
                *("title", "operator", "minimum", "maximum", "is_ceiling", "unit", "cadence", "due"),
                *("divide_by", "tolerance"),
            ),
            can_lapse=True,
            can_come=True,
        ),
    ),
    after=fill_register,
    measured=measured,
    named=discussed,
    checks=AGREED_CHECKS,
)
