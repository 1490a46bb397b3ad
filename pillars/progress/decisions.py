"""Decisions of the overleg about results and measures."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from pillars.agreed.models import Measure, Result, Target
from regiodeal.covenant.meetings.models import Decision

MEASURE = "maatregel"


RESULT = "resultaat"


DEVIATION = "afwijking"


def decisions_about(
    results: Iterable[Result], visible: QuerySet[Decision], measure: Measure | None = None
) -> QuerySet[Decision]:
    """Out of the decisions that one may see: those about these results, their targets, and a measure."""
    rows = list(results)
    targets = Target.objects.filter(result__in=[row.pk for row in rows])
    about = Q(links__kind=RESULT, links__code__in=[row.code for row in rows])
    about |= Q(links__kind=DEVIATION, links__code__in=targets.values("code"))
    if measure is not None:
        about |= Q(links__kind=MEASURE, links__code=measure.code)
    return visible.filter(about).select_related("meeting").distinct()
