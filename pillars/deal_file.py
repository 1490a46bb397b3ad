"""The lists of the deal file that belong to this app."""

from django.db.models import Q

from pillars.items import fill_register
from pillars.models import (
    BottleneckTheme,
    Goal,
    Indicator,
    IndicatorItem,
    ItemSet,
    Measure,
    NamedItem,
    OutcomeArea,
    OutcomeIndicator,
    OutcomeSource,
    Pillar,
    Result,
    Target,
)
from regiodeal.covenant.deal_file.declaration import Children, Rows, Section
from regiodeal.covenant.models import Interpretation, Neighbourhood

SECTION = Section(
    lists=(
        Rows("pillars", Pillar, plain=("name", "aliases"), defaults={"aliases": []}),
        Rows("goals", Goal, plain=("title", "wording"), refs={"pillar": Pillar}),
        Rows(
            "measures",
            Measure,
            plain=("title", "wording", "activities"),
            refs={"goal": Goal},
            defaults={"activities": []},
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
            plain=("agreed_name",),
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
                    owned=Q(named_item__isnull=True),  # the others follow from the register
                ),
            ),
            defaults={"definition": "", "breakdown": "none", "is_yearly": False},
        ),
        Rows(
            "results",
            Result,
            plain=("document_code", "title", "wording", "executor"),
            refs={"goal": Goal},
            many={"measures": Measure},
            defaults={"executor": ""},
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
            defaults={"reads": [], "divide_by": 1, "baseline_note": "", "tolerance": None, "baseline_year": None},
        ),
    ),
    after=fill_register,
)
