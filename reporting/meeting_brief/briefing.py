"""The meeting in ten minutes: what changed, what must be decided, what comes and what it costs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.caps.cap_position import CapPosition
from finance.position.figures import Amounts
from finance.position.money_position import position
from pillars.progress.deal_progress import DealProgress, TargetProgress, deal_progress
from pillars.progress.views import DEVIATION
from pillars.status.status import Status
from regiodeal.base.dutch import capital
from regiodeal.covenant.agreement.coming_changes import ComingChange, coming_changes, standing_notices
from regiodeal.covenant.meetings.models import AgendaItem, Decision, Meeting
from regiodeal.covenant.meetings.subjects import Proposed, consents_asked
from regiodeal.covenant.obligations.deadlines import Deadline, upcoming
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Reader
from reporting.overview.changes import Changes, changes_since


@dataclass(frozen=True)
class BriefDeviation:
    """A target that is off course, and the agenda point it has in this meeting, where it has one."""

    progress: TargetProgress
    item: AgendaItem | None

    @property
    def asks_decision(self) -> bool:
        """Tell whether it was explained and nothing was decided about it."""
        explanation = self.progress.explanation
        return explanation is not None and explanation.closed_on is None


@dataclass(frozen=True)
class BriefAmounts:
    """The money of one source, or of all together."""

    label: str
    amounts: Amounts


@dataclass(frozen=True)
class Brief:
    """All that a member needs to know before the meeting, as of a date."""

    meeting: Meeting
    on: date
    last: Meeting | None
    progress: DealProgress
    changes: Changes
    decisions: list[Decision]
    deviations: list[BriefDeviation]
    consents: list[Proposed]
    coming: list[ComingChange]
    notices: list[Withdrawal]
    deadlines: list[Deadline]
    money: list[BriefAmounts]
    caps: Collection[CapPosition]
    elapsed: Decimal

    @property
    def to_decide(self) -> list[BriefDeviation]:
        """The deviations that ask a decision, worst first."""
        return [row for row in self.deviations if row.asks_decision]

    @property
    def unexplained(self) -> int:
        """Return how many deviations nobody explained yet."""
        return sum(1 for row in self.deviations if row.progress.explanation is None)


def brief_of(meeting: Meeting, *, on: date, reader: Reader) -> Brief:
    """The brief for a meeting, for somebody who sees what `reader` may see (DealView.reader).

    A meeting that took place keeps the state of its own day.
    """
    deal = meeting.deal
    on = min(on, meeting.held_on) if meeting.has_taken_place else on
    last = Meeting.objects.filter(deal=deal).held_by(on).filter(held_on__lt=meeting.held_on).first()
    since = last.held_on if last else deal.in_force_on
    progress = deal_progress(deal, on=on)
    money = position(deal, on=on, with_forecast=False)
    decisions = Decision.objects.visible_to(deal, **reader).filter(decided_on__gte=since, decided_on__lte=on)
    return Brief(
        meeting=meeting,
        on=on,
        last=last,
        progress=progress,
        changes=changes_since(deal, progress, since=since),
        decisions=list(decisions.select_related("meeting").order_by("year", "number")),
        deviations=_deviations(meeting, progress),
        consents=consents_asked(deal, on=on),
        coming=coming_changes(deal, on=on),
        notices=standing_notices(deal, on=on),
        deadlines=upcoming(deal, on=on, count=4),
        money=[
            *(BriefAmounts(capital(row.name), money.total(source=row.code)) for row in money.line_sources),
            BriefAmounts("Samen", money.total()),
        ],
        caps=money.caps,
        elapsed=money.elapsed,
    )


def _deviations(meeting: Meeting, progress: DealProgress) -> list[BriefDeviation]:
    items = {item.code: item for item in meeting.agenda.filter(kind=DEVIATION)}
    rows = [BriefDeviation(target, items.get(target.target.code)) for target in progress.targets if target.drifts]
    return sorted(rows, key=lambda row: (not row.asks_decision, row.progress.outcome.status != Status.BEHIND))


def next_meeting(deal: Deal, *, on: date) -> Meeting | None:
    """The first meeting that still has to take place."""
    return Meeting.objects.filter(deal=deal).coming(on).first()


def last_meeting(deal: Deal, *, on: date) -> Meeting | None:
    """The last meeting that took place."""
    return Meeting.objects.filter(deal=deal).held_by(on).first()
