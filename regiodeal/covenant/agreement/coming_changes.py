"""What is on its way to change the deal, as of a date: requests, and what was signed but is not in force yet.

Overview, brief and report tell the same of it. As of an earlier date only what was known then.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.covenant.agreement.consents import ConsentCount, consent_counts
from regiodeal.covenant.agreement.models import Amendment, AmendmentEvent, AmendmentState
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.models import Deal


@dataclass(frozen=True)
class ComingChange:
    """A request that is in procedure, or a change that was signed and comes into force on a later day."""

    amendment: Amendment
    words: str
    in_force_on: date | None


def coming_changes(deal: Deal, *, on: date) -> list[ComingChange]:
    """Return what is on its way on the date, by number."""
    rows = [row for row in _requested_by(deal, on) if not _is_over(row, on)]
    counts = consent_counts(deal, rows, on=on) if rows else {}
    return [_told(row, counts[row.pk], on) for row in rows]


def standing_notices(deal: Deal, *, on: date) -> list[Withdrawal]:
    """The notices that a Party gave by the date and that stand, also of those that have left since (art. 13)."""
    rows = Withdrawal.objects.filter(deal=deal, notified_on__lte=on, is_annulled=False).select_related("party")
    return [row for row in rows if row.taken_back_at is None or timezone.localdate(row.taken_back_at) > on]


def _requested_by(deal: Deal, on: date) -> QuerySet[Amendment]:
    events = AmendmentEvent.objects.filter(amendment=OuterRef("pk")).order_by("-pk")
    ended = events.filter(to_state=AmendmentState.WITHDRAWN).values("at")[:1]
    adopted = events.filter(to_state=AmendmentState.IN_FORCE).values("at")[:1]
    rows = Amendment.objects.filter(deal=deal, requested_on__lte=on).order_by("number")
    return rows.select_related("party").annotate(ended_at=Subquery(ended), adopted_at=Subquery(adopted))


def _is_over(row: Amendment, on: date) -> bool:
    ended = row.ended_at  # type: ignore[attr-defined]
    if ended is not None and timezone.localdate(ended) <= on:
        return True
    return row.in_force_on is not None and row.in_force_on <= on


def _told(row: Amendment, count: ConsentCount, on: date) -> ComingChange:
    adopted = row.adopted_at  # type: ignore[attr-defined]
    if row.in_force_on is not None and adopted is not None and timezone.localdate(adopted) <= on:
        return ComingChange(row, f"Vastgesteld; van kracht op {day(row.in_force_on)}.", row.in_force_on)
    return ComingChange(row, _stand(row, count, on), None)


def _stand(row: Amendment, count: ConsentCount, on: date) -> str:
    """Return in words how far a request was on the date."""
    asked_on = row.informed_on if row.is_accession else row.asked_on
    if row.signed_on is not None and row.signed_on <= on:
        return f"Het addendum is ondertekend op {day(row.signed_on)}; het is nog niet van kracht."
    if row.recorded_on is not None and row.recorded_on <= on:
        return f"{count.consented}. Het addendum is nog niet ondertekend."
    if asked_on is not None and asked_on <= on:
        agreed = sum(1 for seat in count.seats if seat.consent and seat.agrees and seat.consent.given_on <= on)
        return f"Om instemming is gevraagd: {agreed} van {len(count.seats)} Partijen stemden in."
    if row.consulted_on is not None and row.consulted_on <= on:
        return "De Partijen zijn in overleg."
    return f"Verzocht op {day(row.requested_on)}." if row.requested_on else ""
