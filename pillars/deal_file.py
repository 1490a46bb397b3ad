"""The lists of the deal file that belong to this app."""

from django.db.models import Q

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
from pillars.registers.models import BottleneckTheme
from regiodeal.deals.declaration import Children, DealFileSection, Rows
from regiodeal.deals.models import Deal, Interpretation, Neighbourhood


def measured(deal: Deal) -> set[tuple[str, str]]:
    """The indicators of the deal with a figure on them, and the targets that read those."""
    indicators = Indicator.objects.filter(deal=deal, measurements__isnull=False).distinct()
    reading = Q(indicator__in=indicators) | Q(whole_indicator__in=indicators)
    targets = Target.objects.filter(reading, deal=deal)
    return {("indicators", code) for code in indicators.values_list("code", flat=True).order_by("code")} | {
        ("targets", code) for code in targets.values_list("code", flat=True)
    }


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
        Rows("cross_links", CrossLink, plain=("title", "wording"), many={"measures": Measure}),
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
            can_come=True,
            comes_along=True,
        ),
        Rows(
            "results",
            Result,
            plain=("document_code", "title", "wording", "executor"),
            refs={"goal": Goal},
            many={"measures": Measure},
            defaults={"executor": ""},
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
                "is_ceiling": False,
                "reads": [],
                "divide_by": 1,
                "baseline_note": "",
                "tolerance": None,
                "baseline_year": None,
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
)
