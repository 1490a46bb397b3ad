"""Whether a figure is likely: a whole number where things are counted, and not far from the last one that counts."""

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q

from pillars.agreed.models import Indicator, IndicatorItem
from pillars.measurements.models import Measurement
from pillars.projects.models import Project
from regiodeal.base.dutch import number
from regiodeal.lifecycle.corrections import counting

FAR = 5  # times as much, or as little
NEAR = 10  # a difference under this is never far: 2 places and then 11
# Units of what is measured or shared out, not counted: there a part is a value like any other.
_MEASURED = re.compile(
    r"%|€|\bm[2²3³]?(?!\w)|\b(procent|percentage|euro|uur|uren|fte|km|hectare|ha|per|gemiddeld\w*)\b", re.IGNORECASE
)


def counts_whole_things(indicator: Indicator) -> bool:
    """Tell whether the indicator counts what has no parts: people, places; hours and percentages have."""
    return indicator.value_kind == Indicator.ValueKind.NUMBER and not _MEASURED.search(indicator.unit)


def is_part(indicator: Indicator, value: Decimal) -> bool:
    """Tell whether the value is a part of something that has none: 2,5 school."""
    return counts_whole_things(indicator) and value != value.to_integral_value()


def is_far(value: Decimal, last: Decimal) -> bool:
    """Tell whether a value is so far from the last one that it may be a slip: 1.234,5 after 102."""
    if not last or abs(value - last) < NEAR:
        return False
    return value >= FAR * last or value * FAR <= last


def last_value(
    indicator: Indicator, item: IndicatorItem | None, *, project: Project | None = None, besides: int | None = None
) -> Decimal | None:
    """Return the newest value that counts of an indicator or an item of it, without the figure `besides`.

    It is that of the project, or of the whole.
    """
    rows = counting(Measurement.objects.filter(indicator=indicator, item=item, project=project)).exclude(
        pk__in=[besides] if besides else []
    )
    return rows.order_by("measured_on", "decided_at", "pk").values_list("value", flat=True).last()


def last_figures(rows: Sequence[Measurement]) -> dict[int, Measurement]:
    """The newest figure that counts before each of these, by the key of the figure, in one query.

    It is about the same indicator, part and project. Of a correction it is the one that it corrects. Of a milestone
    that a project alone reached before, it is that of the project.
    """
    projects = {row.project_id for row in rows if row.project_id}
    reached = Q(indicator__value_kind=Indicator.ValueKind.MILESTONE, value__gte=1)
    before = counting(
        Measurement.objects.filter(indicator__in={row.indicator_id for row in rows}).filter(
            Q(project__in=projects) | Q(project=None) | reached
        )
    )
    by_place: dict[tuple[int, int | None, int | None], list[Measurement]] = defaultdict(list)
    by_projects: dict[tuple[int, int | None], list[Measurement]] = defaultdict(list)
    for each in before.select_related("indicator", "project").order_by("measured_on", "decided_at", "pk"):
        by_place[each.indicator_id, each.item_id, each.project_id].append(each)
        if each.project_id and Indicator.ValueKind(each.indicator.value_kind).is_reached(each.value):
            by_projects[each.indicator_id, each.item_id].append(each)
    found = {}
    for row in rows:
        others = [each for each in by_place[row.indicator_id, row.item_id, row.project_id] if each.pk != row.pk]
        if corrected := [each for each in others if each.pk == row.replaces_id]:
            found[row.pk] = corrected[0]
        elif others:
            found[row.pk] = others[-1]
        elif row.project_id is None and (reached_before := by_projects[row.indicator_id, row.item_id]):
            found[row.pk] = reached_before[-1]
    return found


def doubt_about(indicator: Indicator, value: Decimal, *, last: Decimal | None) -> str:
    """Return in Dutch what makes a value unlikely, as a question; empty when nothing does."""
    if is_part(indicator, value):
        return f"Dit telt {indicator.unit}, en {number(value)} is geen heel getal. Klopt dat?"
    return doubt_after(value, last) if indicator.value_kind == Indicator.ValueKind.NUMBER else ""


def doubt_after(value: Decimal, last: Decimal | None) -> str:
    """Ask in Dutch whether a number is right that is far from the last one; empty when it is not."""
    if last is None or not is_far(value, last):
        return ""
    return f"Vorige keer was dit {number(last)}. Klopt {number(value)}?"
