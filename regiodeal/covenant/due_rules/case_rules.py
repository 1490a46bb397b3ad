"""Terms that count from a case: a request for an amendment, or the notice of a withdrawal."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal

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
