"""What a booking would do before it is there, and letting it count: refused only where the covenant refuses."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt
from finance.position import sums
from finance.position.figures import Position
from finance.position.money_position import position, with_cells
from finance.position.sums import SumCell
from finance.rules.facts import OUTSIDE_TERM, WITHOUT_MEASURE, facts_of
from finance.rules.finding import Facts, Finding, FindingCount, Severity
from finance.rules.money_rules import findings
from regiodeal.base.refusals import OWN_ENTRY, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State, approve_seen

ONE_BY_ONE = 200  # rows; more than this are refused together when they cannot all count


class CovenantRefusesError(Exception):
    """The covenant does not allow it. Its text is Dutch and says the rule, the formula and the article."""


@dataclass(frozen=True)
class Consequences:
    """The position before and after some bookings, and the findings that they make or make worse, worst first."""

    before: Position
    after: Position
    findings: tuple[Finding, ...]

    @property
    def refusing(self) -> tuple[Finding, ...]:
        """Return what the covenant does not allow."""
        return tuple(finding for finding in self.findings if finding.severity == Severity.REFUSES)


def consequences(deal: Deal, bookings: Sequence[Booking], *, on: date) -> Consequences:
    """Return what would change were these bookings, stored or not, approved now. Writes nothing."""
    before = position(deal, on=on)
    facts = facts_of(before)
    left = lefts(deal, {root for row in bookings if (root := _root(row))}, on)
    after = with_cells(before, *(cell for booking in bookings for cell in _cells(booking, left)))
    then = replace(facts, money=after, counts=dict(facts.counts) | _more(facts, bookings))
    known = {(finding.code, finding.line): finding.excess for finding in findings(facts)}
    touched = [
        finding
        for finding in findings(then)
        if (finding.code, finding.line) not in known or finding.excess > known[finding.code, finding.line]
    ]
    return Consequences(before, after, tuple(touched))


type Left = dict[tuple[int, int], Decimal]


def lefts(deal: Deal, roots: Collection[int], on: date) -> Left:
    """Return what is left per commitment (by the key of its first row) and line, in euro, in two queries for all.

    Its amount with its corrections, less what was spent under it.
    """
    left: Left = {}
    if not roots:
        return left
    promised = Commitment.objects.booked_by(deal, on).annotate(first=Coalesce("corrects_id", "pk"))
    spent = Expenditure.objects.booked_by(deal, on).annotate(first=Coalesce("commitment__corrects_id", "commitment_id"))
    for sign, rows in ((1, promised), (-1, spent)):
        of_roots = rows.filter(first__in=roots).order_by().values_list("first", "line").annotate(total=Sum("amount"))
        for root, line, total in of_roots:
            left[root, line] = left.get((root, line), ZERO) + sign * total
    return left


def _root(booking: Booking) -> int | None:
    """The key of the first row of the commitment that the booking changes or takes from; None where none counts."""
    match booking:
        case Commitment():
            return booking.corrects_id
        case Expenditure() if booking.commitment is not None and booking.commitment.state == State.APPROVED:
            return booking.commitment.corrects_id or booking.commitment.pk
    return None


def _cells(booking: Booking, left: Left) -> Iterable[SumCell]:
    """The sums that the booking adds, were it approved. What it takes from `left` is gone for the next one."""

    def cell(what: str, amount: Decimal, *, contributor: str = "", pillar: int = 0) -> SumCell:
        return SumCell(what, booking.line_id, booking.year, contributor, "", pillar, amount)  # type: ignore[attr-defined]

    root = _root(booking)
    match booking:
        case Receipt():
            yield cell(sums.RECEIVED, booking.amount, contributor=booking.contributor)
        case Commitment():
            yield cell(sums.COMMITTED, booking.amount)
        case Expenditure():
            yield cell(sums.SPENT if root else sums.UNCOMMITTED, booking.amount)
            if booking.also_serves_id:
                yield cell(sums.ALSO_SERVES, booking.also_serves_amount, pillar=booking.also_serves_id)
    if root:
        place = (root, booking.line_id)  # type: ignore[attr-defined]
        before = left.get(place, ZERO)
        left[place] = before + (booking.amount if isinstance(booking, Commitment) else -booking.amount)
        yield cell(sums.OVERSPENT, max(-left[place], ZERO) - max(-before, ZERO))


def _more(facts: Facts, bookings: Iterable[Booking]) -> dict[str, FindingCount]:
    """The counts of rows that these bookings add to."""
    deal = facts.money.deal
    more: dict[str, FindingCount] = {}
    for booking in bookings:
        if not isinstance(booking, Expenditure):
            continue
        if booking.measure_id is None and booking.line.purpose == BudgetLine.Purpose.PILLAR:
            more[WITHOUT_MEASURE] = _plus(more.get(WITHOUT_MEASURE) or facts.count(WITHOUT_MEASURE), booking)
        if not deal.in_force_on <= booking.booked_on <= deal.ends_on:
            more[OUTSIDE_TERM] = _plus(more.get(OUTSIDE_TERM) or facts.count(OUTSIDE_TERM), booking)
    return more


def _plus(count: FindingCount, booking: Booking) -> FindingCount:
    oldest = min(count.oldest or booking.booked_on, booking.booked_on)
    return FindingCount(count.number + 1, count.amount + booking.amount, oldest)


def refuse_what_the_covenant_refuses(deal: Deal, bookings: Sequence[Booking], *, on: date) -> None:
    """Raise CovenantRefusesError when the covenant does not allow these bookings to count."""
    refusing = consequences(deal, bookings, on=on).refusing
    if refusing:
        raise CovenantRefusesError(" ".join(f"{finding.text} (art. {finding.article})" for finding in refusing))


def offer(booking: Booking, *, by: User, at: datetime) -> None:
    """Submit a booking. Raises CovenantRefusesError, and leaves it a draft, for what the covenant does not allow."""
    refuse_what_the_covenant_refuses(booking.deal, [booking], on=timezone.localdate(at))
    booking.submit(by=by, at=at)


@dataclass(frozen=True)
class Decided:
    """Holds what became of each booking: approved, or refused with the reason in Dutch."""

    approved: tuple[Booking, ...]
    refused: tuple[tuple[Booking, str], ...]


@transaction.atomic
def let_count(deal: Deal, bookings: Sequence[Booking], *, by: User, at: datetime) -> Decided:
    """Approve the bookings that were read: each that can count does, and the others come back with the reason.

    One's own and what somebody changed since are refused, and what the covenant does not allow. The deal is locked, so
    that two people who approve at once do not pass a limit together.
    """
    Deal.objects.select_for_update().get(pk=deal.pk)
    on = timezone.localdate(at)
    refusing = consequences(deal, bookings, on=on).refusing
    if refusing and 1 < len(bookings) <= ONE_BY_ONE:
        each = [let_count(deal, [row], by=by, at=at) for row in sorted(bookings, key=lambda row: row.booked_on)]
        return Decided(
            tuple(row for decided in each for row in decided.approved),
            tuple(pair for decided in each for pair in decided.refused),
        )
    if refusing:
        reason = " ".join(f"{finding.text} (art. {finding.article})" for finding in refusing)
        return Decided((), tuple((row, reason) for row in bookings))
    approved = [
        row
        for model in (Receipt, Commitment, Expenditure)
        for row in approve_seen([row for row in bookings if isinstance(row, model)], by=by, at=at)
    ]
    done = {(type(row), row.pk) for row in approved}
    left = [row for row in bookings if (type(row), row.pk) not in done]
    return Decided(tuple(approved), tuple((row, _why_not(row, by)) for row in left))


def _why_not(row: Booking, by: User) -> str:
    if row.entered_by_id == by.pk:
        return OWN_ENTRY
    return "Iemand anders heeft dit intussen gewijzigd of beoordeeld."


def approve(booking: Booking, *, seen: int, by: User, at: datetime) -> None:
    """Approve one booking in the version that was seen, with the rows of the same correction.

    Raises WrongStateError or CovenantRefusesError.
    """
    if booking.version != seen:
        raise WrongStateError("Iemand anders heeft dit intussen gewijzigd. Bekijk de nieuwe stand.")
    with transaction.atomic():
        decided = let_count(booking.deal, together(booking), by=by, at=at)
        if decided.refused:
            raise CovenantRefusesError(decided.refused[0][1])  # undoes the others: they stand or fall together
    booking.refresh_from_db()


def together(booking: Booking) -> list[Booking]:
    """The booking with the other rows of the same correction: a reversal counts only with what takes its place."""
    if booking.corrects_id is None:  # type: ignore[attr-defined]
        return [booking]
    bookings: Any = type(booking)._default_manager
    same = {name: getattr(booking, name) for name in ("corrects", "state", "entered_at", "entered_by")}
    return list(bookings.filter(**same).select_related("line", "corrects"))
