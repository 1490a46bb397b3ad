"""Whether a figure is likely: a whole number where things are counted, and not far from the last one that counts."""

import re
from decimal import Decimal

from pillars.agreed.models import Indicator, IndicatorItem
from pillars.measurements.models import Measurement
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


def last_value(indicator: Indicator, item: IndicatorItem | None, *, besides: int | None = None) -> Decimal | None:
    """Return the newest value that counts of an indicator or an item of it, without the figure `besides`."""
    rows = counting(Measurement.objects.filter(indicator=indicator, item=item)).exclude(
        pk__in=[besides] if besides else []
    )
    return rows.order_by("measured_on", "decided_at", "pk").values_list("value", flat=True).last()


def doubt_about(indicator: Indicator, value: Decimal, *, last: Decimal | None) -> str:
    """Return in Dutch what makes a value unlikely, as a question; empty when nothing does."""
    if is_part(indicator, value):
        return f"Dit telt {indicator.unit}, en {number(value)} is geen heel getal. Klopt dat?"
    if indicator.value_kind != Indicator.ValueKind.NUMBER or last is None or not is_far(value, last):
        return ""
    return f"Vorige keer was dit {number(last)}. Klopt {number(value)}?"
