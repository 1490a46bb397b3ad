"""What the pillars bring to a meeting: measures and results to link to, and deviations that ask a decision."""

from collections.abc import Callable, Collection
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Measure, Result, Target
from pillars.explanations.models import Explanation
from pillars.progress.views import DEVIATION, MEASURE, RESULT
from regiodeal.covenant.meetings.models import Decision
from regiodeal.covenant.meetings.subjects import Named, Proposed, Subject
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import AgreedRow, Deal, User
from regiodeal.deals.words import word


def _measures(deal: Deal, codes: Collection[str] | None) -> dict[str, Named]:
    return _named(deal, Measure.objects.filter(deal=deal), codes, "measure", str)


def _results(deal: Deal, codes: Collection[str] | None) -> dict[str, Named]:
    return _named(deal, Result.objects.filter(deal=deal), codes, "result", str)


def _deviations(deal: Deal, codes: Collection[str] | None) -> dict[str, Named]:
    """The targets with an explanation that waits for a decision, or those that are asked for."""
    rows = Target.objects.filter(deal=deal)
    if codes is None:
        rows = rows.filter(explanations__in=undecided(deal, timezone.localdate())).distinct()
    return _named(deal, rows, codes, "explain", lambda row: f"{row.code} {row.title}")


def _named[Row: AgreedRow](
    deal: Deal, rows: QuerySet[Row], codes: Collection[str] | None, page: str, title: Callable[[Row], str]
) -> dict[str, Named]:
    """The rows by their code. Only what is agreed now can be chosen; what has lapsed keeps its name, without a page."""
    chosen = list(rows if codes is None else rows.filter(code__in=codes))
    agreed = {row.code for row in terms(deal, on=timezone.localdate()).apply(chosen)}
    return {
        row.code: Named(title(row), reverse(page, args=[deal.slug, row.code]) if row.code in agreed else "")
        for row in chosen
        if codes is not None or row.code in agreed
    }


def undecided(deal: Deal, on: date) -> QuerySet[Explanation]:
    """The explanations approved by that date about which nothing was decided; the newest of each target last."""
    rows = Explanation.objects.known_on(on).filter(target__deal=deal, closed_on__isnull=True)
    return rows.select_related("target")


def deviations_to_decide(deal: Deal, on: date) -> list[Proposed]:
    """An agenda point for each deviation that was explained by that date and not decided about."""
    newest = {row.target.code: row for row in undecided(deal, on)}
    standing = {target.code for target in terms(deal, on=on).apply(row.target for row in newest.values())}
    return [
        Proposed(
            DEVIATION,
            code,
            f"Afwijking {code}: {row.target.title}",
            row.proposal,
            reverse("explain", args=[deal.slug, code]),
        )
        for code, row in sorted(newest.items(), key=lambda pair: pair[1].target.position)
        if code in standing
    ]


def close_deviation(decision: Decision, code: str, by: User, at: datetime) -> None:
    """Close every explanation of the target that waits for a decision; its words stay with the decision."""
    for explanation in undecided(decision.deal, timezone.localdate(at)).filter(target__code=code):
        explanation.close(
            decision=f"Besluit {decision.code} van {word('the_overleg')}",
            on=decision.decided_on,
            by=by,
            at=at,
            decided_in=decision,
        )


MEASURES = Subject(MEASURE, "Maatregel", _measures)


RESULTS = Subject(RESULT, "Resultaat", _results)


DEVIATIONS = Subject(DEVIATION, "Afwijking", _deviations, decided=close_deviation)
