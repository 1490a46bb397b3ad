"""The calendar of a deal: which obligation is due when, seen from a date, and whether it was met.

Some terms count from a case: six weeks after a request (art. 12 lid 2), three months after a notice (art. 13). The deal
file names the event and the term; which cases there are follows from the amendments and withdrawals. Passing never
moves a last day.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from regiodeal.base.json_values import along, as_date
from regiodeal.covenant.agreement.models import Amendment, AmendmentEvent, AmendmentSort, AmendmentState
from regiodeal.covenant.due_rules.due_rules import (
    NOTICE,
    REQUEST,
    SATURDAY,
    Case,
    CaseRules,
    due_dates,
    due_faults,
    holiday_name,
    working_day_up_to,
)
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal, Membership, Organisation
from regiodeal.deals.roles import Role

SOON = 30  # days


class DeadlineState(models.TextChoices):
    """Says how a last day stands on a date."""

    DONE = "done", "gedaan"
    DONE_LATE = "done_late", "gedaan, na de laatste dag"
    PASSED = "passed", "verstreken"
    OVERDUE = "overdue", "nog niet vastgelegd"
    SOON = "soon", "binnenkort"
    AHEAD = "ahead", "later"


@dataclass(frozen=True)
class Deadline:
    """One last day of one obligation, or of a case it is about (cases.py), and the page on which it stands.

    `days_left` is negative when it has passed; passing never moves the day.
    """

    obligation: Obligation
    due_on: date
    days_left: int
    path: str
    fulfilment: Fulfilment | None = None
    case: Case | None = None

    @property
    def title(self) -> str:
        """Return what has to be done: for a case, about which."""
        return self.case.title if self.case else self.obligation.title

    @property
    def key(self) -> str:
        """Return what tells it from every other last day of the deal."""
        parts = [self.obligation.code, self.case.key if self.case else "", self.due_on.isoformat()]
        return " ".join(part for part in parts if part)

    @property
    def is_on_weekend(self) -> bool:
        """Tell whether the last day is a Saturday or Sunday, so that the working day before it is the real one."""
        return self.due_on.weekday() >= SATURDAY

    @cached_property
    def holiday(self) -> str:
        """The public holiday on the last day; empty when there is none."""
        return holiday_name(self.due_on)

    @property
    def remark(self) -> str:
        """Return why one should be earlier: a weekend or a public holiday; empty on a working day."""
        return f"valt op {self.holiday}" if self.holiday else "valt in het weekend" if self.is_on_weekend else ""

    @property
    def working_day(self) -> date:
        """The last working day on which it can be done in time."""
        return working_day_up_to(self.due_on)

    @property
    def is_done(self) -> bool:
        """Tell whether somebody wrote down that it was met, or took the step that the case asked for."""
        return self.done_on is not None

    @property
    def done_on(self) -> date | None:
        """The day on which it was met."""
        if self.case is not None:
            return self.case.done_on
        return self.fulfilment.done_on if self.fulfilment else None

    @property
    def state(self) -> DeadlineState:
        """Return how the last day stands."""
        if self.done_on is not None:
            if self.case and self.case.is_met_by_time:
                return DeadlineState.PASSED
            return DeadlineState.DONE_LATE if self.done_on > self.due_on else DeadlineState.DONE
        if self.days_left < 0:
            return DeadlineState.OVERDUE
        return DeadlineState.SOON if self.days_left <= SOON else DeadlineState.AHEAD


def calendar(deal: Deal, *, on: date) -> list[Deadline]:
    """All last days of all obligations of the deal, in order of date, with the days left as seen from `on`.

    What was written down about them by the end of that day is in the same query: a join, one row per fulfilment. So are
    the cases from which a term runs.
    """
    agreed = terms(deal, on=on)
    in_force = agreed.deal_itself()
    rows = list(_obligations(deal, on))
    rules = CaseRules(in_force, [copy(row) for row in rows])
    deadlines = [*_of_terms(in_force, agreed.apply(rows), on), *_of_cases(rules, rows, on)]
    return sorted(deadlines, key=lambda deadline: (deadline.due_on, deadline.obligation.position, deadline.key))


def _obligations(deal: Deal, on: date) -> models.QuerySet[Obligation]:
    known = models.Q(fulfilments__recorded_at__date__lte=on) & (
        models.Q(fulfilments__withdrawn_at__isnull=True) | models.Q(fulfilments__withdrawn_at__date__gt=on)
    )
    stored: models.QuerySet[Any] = Obligation.objects.filter(deal=deal).annotate(
        met=models.FilteredRelation("fulfilments", condition=known),
        is_of_overleg=Exists(
            Organisation.objects.filter(deal=OuterRef("deal"), code=OuterRef("owner"), is_overleg=True)
        ),
        **cases_along(on),
    )
    return stored.select_related("met__recorded_by")


def _of_terms(deal: Deal, rows: list[Obligation], on: date) -> Iterator[Deadline]:
    """The last days that follow from the deal itself."""
    obligations: dict[int, Obligation] = {}
    met: dict[tuple[int, date], Fulfilment] = {}
    for row in rows:
        obligations.setdefault(row.pk, row)
        fulfilment: Fulfilment | None = getattr(row, "met", None)  # Django sets nothing where the join found none
        if fulfilment is not None:
            met[row.pk, fulfilment.due_on] = fulfilment
    for obligation in obligations.values():
        for due_on in due_dates(obligation.due, deal):
            path = reverse("obligation", args=[deal.slug, obligation.code, due_on.isoformat()])
            yield Deadline(obligation, due_on, (due_on - on).days, path, met.get((obligation.pk, due_on)))


def _of_cases(rules: CaseRules, rows: list[Obligation], on: date) -> Iterator[Deadline]:
    for case in cases(rules.deal, rows[0], on=on) if rows else ():
        obligation = rules.of(case.event, since=case.since)
        due_on = case.last_day or rules.last_day(case.event, since=case.since)
        if obligation is not None and due_on is not None:
            yield Deadline(obligation, due_on, (due_on - on).days, case.path, case=case)


def impossible_terms(deal: Deal, *, on: date) -> list[tuple[Obligation, list[str]]]:
    """The obligations whose stored term names days that do not exist, each with what is wrong, in Dutch."""
    agreed = terms(deal, on=on)
    in_force = agreed.deal_itself()
    rows = agreed.apply(Obligation.objects.filter(deal=deal))
    return [(row, faults) for row in rows if (faults := due_faults(row.due, in_force))]


def upcoming(deal: Deal, *, on: date, count: int = 3) -> list[Deadline]:
    """The next `count` last days that are still open, today's included."""
    return [row for row in calendar(deal, on=on) if row.days_left >= 0 and not row.is_done][:count]


def may_record(obligation: Obligation, memberships: list[Membership]) -> bool:
    """Tell whether somebody with these roles may write down that the obligation was met.

    The bureau, its lead and the regiokassier keep the calendar; a Party keeps what it has to do itself.
    """
    keepers = {Role.BUREAU, Role.REVIEWER, Role.TREASURER}
    return any(
        Role(row.role) in keepers or (row.party is not None and row.party.code == obligation.owner)
        for row in memberships
    )


def people_of(deadline: Deadline, members: list[Membership]) -> set[int]:
    """Return who is reminded of the last day, as primary keys of users.

    The bureau and its lead of all; the treasurer of what is about money; a Party's people of what that Party has to do;
    members of the overleg of what is about a meeting or what the overleg has to do. Of a case the programme team, which
    keeps it (art. 12 lid 2), and the people of the Party whose request or notice it is.
    """
    return {row.user_id for row in members if _concerns(deadline.obligation, row) or _keeps_case(deadline.case, row)}


def _keeps_case(case: Case | None, row: Membership) -> bool:
    if case is None:
        return False
    is_theirs = row.party is not None and row.party.code == case.party and row.role == Role.PARTY
    return row.role == Role.BZK or is_theirs


def _concerns(obligation: Obligation, row: Membership) -> bool:
    match Role(row.role):
        case Role.BUREAU | Role.REVIEWER:
            return True
        case Role.TREASURER:
            return obligation.subject == Obligation.About.MONEY
        case Role.OVERLEG:
            is_theirs: bool = getattr(obligation, "is_of_overleg", False)  # as _obligations tells
            return is_theirs or obligation.subject == Obligation.About.MEETING
        case Role.PARTY | Role.BZK:
            return row.party is not None and row.party.code == obligation.owner
        case _:
            return False


def cases_along(on: date) -> dict[str, object]:
    """The cases of a deal that are known on the date, as two columns of a query of its obligations."""
    dropped = AmendmentEvent.objects.filter(
        amendment=OuterRef("pk"), to_state=AmendmentState.WITHDRAWN, at__date__lte=on
    )
    requests = Amendment.objects.filter(deal=OuterRef("deal"), requested_on__lte=on)
    stands = Q(taken_back_at__isnull=True) | Q(taken_back_at__date__gt=on)
    notices = Withdrawal.objects.filter(stands, deal=OuterRef("deal"), notified_on__lte=on)
    return {
        "requests": along(
            requests.exclude(sort=AmendmentSort.ACCESSION).annotate(is_dropped=Exists(dropped)),
            "deal",
            **{name: name for name in ("number", "title", "requested_on", "consulted_on", "is_dropped")},
            code="party__code",
        ),
        "notices": along(notices, "deal", since="notified_on", until="bound_until", code="party__code", key="pk"),
    }


def cases(deal: Deal, row: Any, *, on: date) -> Iterator[Case]:
    """The cases that came along with a row (`cases_along`), seen from the date."""
    for found in row.requests or []:
        done_on = as_date(found["consulted_on"]) if found["consulted_on"] else None
        done_on = done_on if done_on and done_on <= on else None
        if done_on is None and found["is_dropped"]:
            continue  # taken back before anybody had to talk
        yield Case(
            REQUEST,
            key=f"wijziging-{found['number']}",
            title=f"In overleg treden over wijziging {found['number']}: {found['title']}",
            since=as_date(found["requested_on"]),
            done_on=done_on,
            party=found["code"] or "",
            path=reverse("amendment", args=[deal.slug, found["number"]]),
        )
    for found in row.notices or []:
        until = as_date(found["until"])
        yield Case(
            NOTICE,
            key=f"opzegging-{found['key']}",
            title=f"Einde van de opzegtermijn van {found['code']}: tot en met deze dag gebonden",
            since=as_date(found["since"]),
            done_on=until if until < on else None,
            party=found["code"],
            path=reverse("amendments", args=[deal.slug]) + "#withdrawals-title",
            last_day=until,
            is_met_by_time=True,
        )
