"""The meeting in ten minutes: what changed, what must be decided, what comes and what it costs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from finance.caps.cap_position import CapPosition
from finance.position.figures import Amounts
from finance.position.money_position import position
from pillars.progress.deal_progress import DealProgress, TargetProgress, deal_progress
from pillars.progress.views import DEVIATION
from pillars.status.status import Status
from regiodeal.base.dutch import capital
from regiodeal.covenant.agreement.coming_changes import ComingChange, coming_changes, standing_notices
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.meetings.models import ActionItem, AgendaItem, Decision, Meeting
from regiodeal.covenant.meetings.subjects import Proposed, consents_asked
from regiodeal.covenant.obligations.deadlines import Deadline, upcoming
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.models import Deal, User
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
class AskedDecision:
    """Something that the meeting is asked to decide or to consent to, in one line, with its place on the page."""

    title: str
    proposal: str
    url: str


@dataclass(frozen=True)
class OpenAction:
    """An action item that was open on the day, and whether its last day had passed."""

    action: ActionItem
    is_late: bool


@dataclass(frozen=True)
class Brief:
    """All that a member needs to know before the meeting, as of a date."""

    meeting: Meeting
    on: date
    last: Meeting | None
    progress: DealProgress
    changes: Changes
    decisions: list[Decision]
    agenda: list[AgendaItem]
    actions: list[OpenAction]
    adopted: list[Amendment]
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
    def asked(self) -> list[AskedDecision]:
        """All that the meeting is asked: a decision about each deviation that has an explanation, and each consent."""
        return [
            *(
                AskedDecision(
                    f"{row.progress.target.code} {row.progress.target.title}",
                    row.progress.explanation.proposal if row.progress.explanation else "",
                    f"#afwijking-{row.progress.target.code}",
                )
                for row in self.to_decide
            ),
            *(AskedDecision(row.title, row.note, row.url) for row in self.consents),
        ]

    @property
    def late_actions(self) -> int:
        """Return how many open action items are late."""
        return sum(row.is_late for row in self.actions)

    @property
    def unexplained(self) -> int:
        """Return how many deviations nobody explained yet."""
        return sum(1 for row in self.deviations if row.progress.explanation is None)


def brief_of(meeting: Meeting, *, on: date, reader: Reader, user: User | int = 0) -> Brief:
    """The brief for a meeting, for somebody who sees what `reader` may see (DealView.reader).

    `user` sees the action items that are their own too (0: nobody).

    A meeting that took place keeps the state of its own day.
    """
    deal = meeting.deal
    on = min(on, meeting.held_on) if meeting.has_taken_place else on
    last = Meeting.objects.filter(deal=deal).held_by(on).filter(held_on__lt=meeting.held_on).first()
    agenda = list(meeting.agenda.all())
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
        agenda=agenda,
        actions=_open_actions(deal, on=on, user=user, reader=reader),
        adopted=_adopted(deal, since=since, on=on),
        deviations=_deviations(agenda, progress),
        consents=consents_asked(deal, on=on),
        coming=coming_changes(deal, on=on),
        notices=standing_notices(deal, on=on),
        deadlines=upcoming(deal, on=on, count=4),
        money=[
            *(BriefAmounts(capital(row.name), money.own(row)) for row in money.line_sources),
            BriefAmounts("Samen", money.total()),
        ],
        caps=money.caps,
        elapsed=money.elapsed,
    )


def _open_actions(deal: Deal, *, on: date, user: User | int, reader: Reader) -> list[OpenAction]:
    """What was agreed by the day and not done on it, by its last day; what was dropped since is told no more."""
    rows = ActionItem.objects.visible_to(deal, user=user, **reader).filter(dropped_reason="")
    still = rows.filter(Q(done_on__isnull=True) | Q(done_on__gt=on), meeting__held_on__lte=on)
    chosen = still.select_related("owner", "meeting").order_by("due_on", "pk")
    return [OpenAction(row, row.due_on < on) for row in chosen]


def _adopted(deal: Deal, *, since: date, on: date) -> list[Amendment]:
    """The amendments that came into force after `since`, by the day on which they did (art. 12)."""
    rows = Amendment.objects.filter(deal=deal, covenant_version__isnull=False)
    return list(rows.filter(in_force_on__gt=since, in_force_on__lte=on).select_related("party").order_by("in_force_on"))


def _deviations(agenda: list[AgendaItem], progress: DealProgress) -> list[BriefDeviation]:
    items = {item.code: item for item in agenda if item.kind == DEVIATION}
    rows = [BriefDeviation(target, items.get(target.target.code)) for target in progress.targets if target.drifts]
    return sorted(rows, key=lambda row: (not row.asks_decision, row.progress.outcome.status != Status.BEHIND))


def next_meeting(deal: Deal, *, on: date) -> Meeting | None:
    """The first meeting that still has to take place."""
    return Meeting.objects.filter(deal=deal).coming(on).first()


def last_meeting(deal: Deal, *, on: date) -> Meeting | None:
    """The last meeting that took place."""
    return Meeting.objects.filter(deal=deal).held_by(on).first()
