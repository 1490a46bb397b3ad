"""Terms that count from a case: six weeks after a request (art. 12 lid 2), three months after a notice (art. 13).

The deal file names the event and the term; which cases there are follows from the amendments and withdrawals. They
stand in the one calendar of the deal (deadlines.py), and passing never moves the last day.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from regiodeal.covenant.along import along, as_date
from regiodeal.covenant.in_force import terms
from regiodeal.covenant.models import Amendment, AmendmentEvent, AmendmentSort, AmendmentState, Deal, Obligation
from regiodeal.covenant.models.withdrawals import Withdrawal

REQUEST = "amendment_requested"
NOTICE = "withdrawal_notified"


@dataclass(frozen=True)
class Case:
    """A request or a notice with a term: since when it runs, when it was met, whose it is, and where it stands.

    `is_met_by_time` when nobody has to do anything: a notice ends by itself.
    """

    event: str
    key: str
    title: str
    since: date
    done_on: date | None
    party: str
    path: str
    last_day: date | None = None
    is_met_by_time: bool = False


@dataclass(frozen=True)
class CaseRules:
    """The terms that the deal names for cases, asked for once; each as it was agreed on the day the case began."""

    deal: Deal
    rows: Sequence[Obligation]

    def of(self, event: str, *, since: date) -> Obligation | None:
        """The obligation whose term runs from this event; None when the deal names none."""
        for row in terms(self.deal, on=since).apply([copy(row) for row in self.rows]):
            if row.due.get("rule") == "after_event" and row.due.get("event") == event:
                return row
        return None

    def last_day(self, event: str, *, since: date) -> date | None:
        """The last day of the term, the day itself included; None when the deal names none.

        1 July and six weeks is 12 August; 30 November and three months is the last day of February.
        """
        found = self.of(event, since=since)
        if found is None:
            return None
        return since + relativedelta(weeks=found.due.get("weeks", 0), months=found.due.get("months", 0))


def case_rules(deal: Deal) -> CaseRules:
    """The terms for cases of a deal, in one query; two where the later versions did not come along with the deal."""
    known = terms(deal, on=deal.in_force_on).deal_itself()
    return CaseRules(known, list(Obligation.objects.filter(deal=deal, due__rule="after_event")))


def last_day_after(deal: Deal, event: str, *, since: date) -> date | None:
    """The last day of the term that the deal names for this event; see CaseRules.last_day."""
    return case_rules(deal).last_day(event, since=since)


def cases_along(on: date) -> dict[str, Any]:
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
