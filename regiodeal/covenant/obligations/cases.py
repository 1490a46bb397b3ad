"""Terms that count from a case: six weeks after a request (art. 12 lid 2), three months after a notice (art. 13).

The deal file names the event and the term; which cases there are follows from the amendments and withdrawals. They
stand in the one calendar of the deal (deadlines.py), and passing never moves the last day.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from regiodeal.base.json_rows import along, as_date
from regiodeal.covenant.agreement.models import Amendment, AmendmentEvent, AmendmentSort, AmendmentState
from regiodeal.covenant.due_rules.case_rules import NOTICE, REQUEST, Case
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.models import Deal


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
