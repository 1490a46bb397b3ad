"""What a booking would do before it is there, and letting it count: refused only where the covenant refuses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from finance.base.amounts import ZERO
from finance.budget.models import BudgetLine
from finance.closing.periods import refuse_closed
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt
from finance.ledger.outstanding import Left, lefts
from finance.position import sums
from finance.position.figures import Position
from finance.position.money_position import position, with_cells
from finance.position.sums import SumCell
from finance.rules.facts import OUTSIDE_TERM, STRANGE_YEAR, WITHOUT_MEASURE, facts_of
from finance.rules.finding import Facts, Finding, FindingCount, Severity
from finance.rules.money_rules import findings
from regiodeal.base.refusals import OWN_ENTRY, FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.words import quoted
from regiodeal.lifecycle.bulk import give_back_all
from regiodeal.lifecycle.review import State, approve_seen
from regiodeal.lifecycle.steps import MOVED_ON


class CovenantRefusesError(Exception):
    """The covenant does not allow it. Its text is Dutch and says the rule, the formula and the article."""


class HalfError(Exception):
    """Raised for some of the rows that stand or fall together, without the others. Its text is Dutch."""


@dataclass(frozen=True)
class Consequences:
    """The position before and after some bookings, and the findings that they make or make worse, worst first."""

    before: Position
    after: Position
    findings: tuple[Finding, ...]

    @property
    def refusing(self) -> tuple[Finding, ...]:
        """Return what the covenant does not allow: new spending. A fact that breaks a limit is booked and found."""
        return tuple(finding for finding in self.findings if finding.severity == Severity.REFUSES)


def consequences(deal: Deal, bookings: Sequence[Booking], *, on: date) -> Consequences:
    """Return what would change were these bookings, stored or not, approved now. Writes nothing."""
    before = with_cells(position(deal, on=on), *(cell for booking in bookings for cell in _no_longer_waiting(booking)))
    facts = facts_of(before)
    left = lefts(deal, {root for row in bookings if (root := _root(row))}, on)
    after = with_cells(before, *(cell for booking in bookings for cell in _cells(booking, left)))
    then = replace(facts, money=after, counts=dict(facts.counts) | _more(facts, bookings))
    known = {finding.key: finding.excess for finding in findings(facts)}
    touched = [
        _refusing_new_spending(finding, before, after)
        for finding in findings(then)
        if finding.key not in known or finding.excess > known[finding.key]
    ]
    return Consequences(before, after, tuple(sorted(touched, key=lambda finding: finding.severity)))


def _refusing_new_spending(finding: Finding, before: Position, after: Position) -> Finding:
    """The finding, which refuses nothing where no more is spent: what came in, or did not, is a fact."""
    if finding.severity != Severity.REFUSES or _spent(after, finding) > _spent(before, finding):
        return finding
    return replace(finding, severity=Severity.WARNS)


def _spent(money: Position, finding: Finding) -> Decimal:
    return (
        money.of_line(finding.line).amounts.spent
        if finding.line
        else money.total(source=finding.query.get("bron")).spent
    )


def _no_longer_waiting(booking: Booking) -> Iterable[SumCell]:
    """The sums to take from what waits, for a booking that waits: it is not counted on both sides."""
    if booking.pk is None or booking.state != State.SUBMITTED:
        return
    what, contributor = sums.COMMITTED, ""
    if isinstance(booking, Receipt):
        what, contributor = sums.RECEIVED, booking.contributor.code
    elif isinstance(booking, Expenditure):
        under = booking.commitment
        is_under = under is not None and under.state in {State.SUBMITTED, State.APPROVED}
        what = sums.SPENT if is_under else sums.UNCOMMITTED
    line: int | None = booking.line_id  # type: ignore[attr-defined]
    yield SumCell(sums.WAITING + what, line, booking.year, contributor, "", 0, -booking.amount)


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
            yield cell(sums.RECEIVED, booking.amount, contributor=booking.contributor.code)
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
        is_near = abs(booking.year - booking.booked_on.year) <= 1
        if not (is_near and deal.in_force_on.year <= booking.year <= deal.ends_on.year):
            more[STRANGE_YEAR] = _plus(more.get(STRANGE_YEAR) or facts.count(STRANGE_YEAR), booking)
    return more


def _plus(count: FindingCount, booking: Booking) -> FindingCount:
    oldest = min(count.oldest or booking.booked_on, booking.booked_on)
    return FindingCount(count.number + 1, count.amount + booking.amount, oldest)


def refuse_what_the_covenant_refuses(deal: Deal, bookings: Sequence[Booking], *, on: date) -> None:
    """Raise CovenantRefusesError when the covenant does not allow these bookings to count."""
    refusing = consequences(deal, bookings, on=on).refusing
    if refusing:
        raise CovenantRefusesError(" ".join(f"{finding.text}{quoted(finding.article)}" for finding in refusing))


@transaction.atomic
def offer(booking: Booking, *, by: User, at: datetime) -> None:
    """Submit a booking with what belongs together. Raises CovenantRefusesError, and leaves it a draft, for what the
    covenant does not allow."""
    rows = together(booking)
    refuse_closed(booking.deal, rows)
    refuse_what_the_covenant_refuses(booking.deal, rows, on=timezone.localdate(at))
    for row in rows:
        row.submit(by=by, at=at)


def together(booking: Booking) -> list[Booking]:
    """The booking with the other rows that were entered with it: a reversal counts only with what takes its place."""
    return complete([booking])


def complete(bookings: Sequence[Booking]) -> list[Booking]:
    """The bookings, and after each the other rows that stand or fall with it; none twice, none that was withdrawn."""
    bundles = {(type(row), row.bundle) for row in bookings if row.bundle}
    others: dict[tuple[type[Booking], str], list[Booking]] = {}
    for kind, keys in groupby(sorted(bundles, key=lambda each: each[0].__name__), key=lambda each: each[0]):
        rows: Any = kind._default_manager
        related = ["line__pillar", "line__source", "corrects", "entered_by", "deal"]
        related += [name for name in ("commitment", "contributor") if hasattr(kind, name)]
        found = rows.filter(bundle__in=[bundle for _kind, bundle in keys]).exclude(state=State.WITHDRAWN)
        for row in found.select_related(*related).order_by("pk"):
            others.setdefault((kind, row.bundle), []).append(row)
    whole: dict[tuple[type[Booking], int], Booking] = {}
    for booking in bookings:
        whole.setdefault((type(booking), booking.pk), booking)
        for row in others.get((type(booking), booking.bundle), []):
            whole.setdefault((type(row), row.pk), row)
    return list(whole.values())


@transaction.atomic
def let_count(deal: Deal, bookings: Sequence[Booking], *, by: User, at: datetime) -> None:
    """Approve the bookings that were read: all of them, or none.

    Raises HalfError when a row that stands or falls with one of them is missing, CovenantRefusesError for what the
    covenant does not allow, FourEyesError for one's own, WrongStateError for what somebody changed since.
    """
    _refuse_halves(bookings)
    approve_part(deal, bookings, by=by, at=at)


@transaction.atomic
def return_all(bookings: Sequence[Booking], *, by: User, at: datetime, reason: str) -> None:
    """Return the bookings that were read with one reason: all of them, or none.

    Raises HalfError as `let_count` does, FourEyesError for one's own, WrongStateError for what is not submitted any
    more, ValueError without a reason.
    """
    _refuse_halves(bookings)
    give_back_all(bookings, by=by, at=at, reason=reason)


def _refuse_halves(bookings: Sequence[Booking]) -> None:
    chosen = {(type(row), row.pk) for row in bookings}
    if half := [row for row in complete(bookings) if (type(row), row.pk) not in chosen]:
        raise HalfError(f"{half[0].code} hoort hierbij. Zij worden samen beoordeeld, of geen van beide.")


def approve_part(deal: Deal, bookings: Sequence[Booking], *, by: User, at: datetime) -> None:
    """Approve a part of what is approved in one transaction, within which it is called. Raises as `let_count` does.

    The deal is locked, so that two people who approve at once do not pass a limit together.
    """
    Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    refuse_closed(deal, bookings)
    refuse_what_the_covenant_refuses(deal, bookings, on=timezone.localdate(at))
    for model in (Receipt, Commitment, Expenditure):
        rows = [row for row in bookings if isinstance(row, model)]
        approved = {row.pk for row in approve_seen(rows, by=by, at=at)}
        for row in rows:
            if row.pk not in approved:
                is_own = row.entered_by_id == by.pk
                raise (FourEyesError if is_own else WrongStateError)(f"{row.code}: {OWN_ENTRY if is_own else MOVED_ON}")


def approve(booking: Booking, *, seen: int, by: User, at: datetime) -> None:
    """Approve one booking in the version that was seen, with the rows that stand or fall with it. Raises as `let_count`
    does."""
    if booking.version != seen:
        raise WrongStateError(MOVED_ON)
    let_count(booking.deal, together(booking), by=by, at=at)
    booking.refresh_from_db()


@transaction.atomic
def give_back(booking: Booking, *, by: User, at: datetime, reason: str) -> None:
    """Return a booking with what belongs together. Raises as ReviewedEntry.give_back does."""
    for row in together(booking):
        row.give_back(by=by, at=at, reason=reason)


@transaction.atomic
def take_back(booking: Booking, *, by: User, at: datetime) -> None:
    """Make what one submitted a draft again, with what belongs together. Raises as ReviewedEntry.take_back does."""
    for row in together(booking):
        row.take_back(by=by, at=at)


@transaction.atomic
def withdraw(booking: Booking, *, by: User, at: datetime, reason: str = "") -> None:
    """Throw one's own booking away with what belongs together. Raises as ReviewedEntry.withdraw does."""
    for row in together(booking):
        row.withdraw(by=by, at=at, reason=reason)
