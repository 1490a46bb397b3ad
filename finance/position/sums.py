"""What the ledger adds up to, grouped as finely as any figure of the position needs, in one query.

Every figure of the money is a sum of these cells, so that the parts are the whole in every view.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from django.db import connection

from finance.base.amounts import ZERO
from finance.ledger.models import end_of
from regiodeal.deals.models import Deal

RECEIVED = "received"


COMMITTED = "committed"


SPENT = "spent"  # under a commitment that counts


UNCOMMITTED = "uncommitted"  # spent without one


OVERSPENT = "overspent"  # spent under a commitment beyond its amount


ALSO_SERVES = "also_serves"


PROMISE, UNDER = "promise", "under"  # per commitment, to find what was overspent


PLEDGED, CONFIRMED, REALISED = "pledged", "confirmed", "realised"


WAITING = "waiting_"  # before one of these: it waits for approval and counts for nothing yet


# What was known of each booking at the end of the day, as known_by and waiting_on of finance/ledger/models.py say it:
# its stage is empty when it counted, 'waiting_' when it waited for approval, and null when it was neither. Written here
# in SQL, since Django takes 11 ms to write the sums, and the database one to answer (docs/decisions/0030).
_STAGE = """
    SELECT *, CASE
        WHEN state = 'approved' AND decided_at < %(end)s THEN ''
        WHEN entered_at < %(end)s AND state IN ('submitted', 'approved') THEN 'waiting_'
    END AS stage
    FROM {table} WHERE deal_id = %(deal)s AND booked_on <= %(on)s
"""


KNOWN = f"""
WITH receipt AS ({_STAGE.format(table="finance_receipt")}),
commitment AS ({_STAGE.format(table="finance_commitment")}),
expenditure AS ({_STAGE.format(table="finance_expenditure")}),
contribution AS (
    SELECT * FROM finance_contribution
    WHERE deal_id = %(deal)s AND counts_from <= %(on)s AND (withdrawn_on IS NULL OR withdrawn_on > %(on)s)
)
"""  # noqa: S608 (constants of our own)


# What was known on the day: each step counts from the later of its typed day and the day on which it was taken.
_OF_PARTNERS = """
    SELECT a.what, a.line_id, a.year, s.code, COALESCE(p.name, o.name), 0, SUM(a.amount), {a.project}
    FROM finance_contributionamount a
        JOIN finance_contribution c ON c.id = a.contribution_id
        JOIN finance_source s ON s.id = a.contributor_id
        LEFT JOIN deals_party p ON p.id = c.party_id
        LEFT JOIN deals_organisation o ON o.id = c.organisation_id
    WHERE c.deal_id = %(deal)s AND a.counts_from <= %(on)s
    GROUP BY 1, 2, 3, 4, 5, 8 HAVING SUM(a.amount) <> 0
"""


# In the place of {project} comes the key of the project of a booking, or 0 for all of them together: the position and
# that of each project are sums of the same rows, by the same text.
_SUMS = f"""
    SELECT r.stage || '{RECEIVED}', r.line_id, r.year, s.code, '', 0, SUM(r.amount), 0
    FROM receipt r JOIN finance_source s ON s.id = r.contributor_id WHERE r.stage IS NOT NULL GROUP BY 1, 2, 3, 4
UNION ALL
    SELECT stage || '{COMMITTED}', line_id, year, '', '', 0, SUM(amount), {{project}}
    FROM commitment WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 8
UNION ALL -- spent under a commitment, or without one: a commitment that does not count, is none
    SELECT e.stage || CASE WHEN c.stage = '' OR c.stage = e.stage THEN '{SPENT}' ELSE '{UNCOMMITTED}' END,
        e.line_id, e.year, '', '', 0, SUM(e.amount), {{e.project}}
    FROM expenditure e LEFT JOIN commitment c ON c.id = e.commitment_id
    WHERE e.stage IS NOT NULL GROUP BY 1, 2, 3, 8
UNION ALL
    SELECT '{ALSO_SERVES}', line_id, year, '', '', also_serves_id, SUM(also_serves_amount), {{project}}
    FROM expenditure WHERE stage = '' AND also_serves_id IS NOT NULL GROUP BY 2, 3, 6, 8
UNION ALL -- per commitment, by its first row, and line: its amount with its corrections, and what was spent under it
    SELECT '{PROMISE}', line_id, 0, '', '', COALESCE(corrects_id, id), SUM(amount), 0
    FROM commitment WHERE stage = '' GROUP BY 2, 6
UNION ALL
    SELECT '{UNDER}', e.line_id, 0, '', '', COALESCE(c.corrects_id, c.id), SUM(e.amount), 0
    FROM expenditure e JOIN commitment c ON c.id = e.commitment_id
    WHERE e.stage = '' AND c.stage = '' GROUP BY 2, 6
UNION ALL {_OF_PARTNERS}
"""  # noqa: S608 (constants of our own)
_PLACES = ("{project}", "{e.project}", "{a.project}")


def _grouped(key: str) -> str:
    """The query, grouped by this key of a row; `0` groups by no project."""
    text = _SUMS
    for place in _PLACES:
        owner = place.strip("{}").removesuffix("project")
        text = text.replace(place, key.format(owner))
    return f"{KNOWN}{text}"


_TOGETHER = _grouped("0")
_BY_PROJECT = _grouped("COALESCE({}project_id, 0)")


@dataclass(frozen=True)
class SumCell:
    """A sum in euro of bookings that are alike: `what` it is, and its line, year, contributor, partner and pillar.

    `contributor` is the code of a source (finance/budget/models.py).

    `line` and `pillar` are primary keys, None and 0 where there is none; `pillar` is the one that is also served.
    `project` is the key of the project, 0 for what is of none; where nobody asked by project, it is 0 for all.
    """

    what: str
    line: int | None
    year: int
    contributor: str
    partner: str
    pillar: int
    amount: Decimal
    project: int = 0


def cells(deal: Deal, on: date, *, by_project: bool = False) -> tuple[SumCell, ...]:
    """All sums of the deal at the end of that day, in one query however many bookings there are.

    With `by_project` the same sums, each divided over its projects and what is of none.
    """
    found, left = [], Left()
    sql = _BY_PROJECT if by_project else _TOGETHER
    for what, line, year, contributor, partner, key, cents, project in asked(sql, deal, on):
        amount = euro(cents)
        if what in (PROMISE, UNDER):
            left.add(key, line, amount if what == PROMISE else -amount)
        else:
            found.append(SumCell(what, line, year, contributor, partner, key, amount, project))
    return (*found, *left.overspent())


def asked(sql: str, deal: Deal, on: date) -> list[tuple[Any, ...]]:
    """The rows of a query that begins with `KNOWN` and reads what was known of a deal at the end of that day."""
    days = {"on": on, "first_day": deal.in_force_on, "last_day": deal.ends_on}
    values: dict[str, str | int] = {name: day.isoformat() for name, day in days.items()}
    values |= {"first_year": deal.in_force_on.year, "last_year": deal.ends_on.year}
    # A moment as both databases compare it: in UTC, which is the time zone of the connection.
    moment = end_of(on).astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    with connection.cursor() as cursor:
        cursor.execute(sql, {"deal": deal.pk, "end": moment, **values})
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def euro(cents: Decimal | int) -> Decimal:
    """An amount as it comes from the database: whole cents, of which PostgreSQL gives the sum as a Decimal."""
    return Decimal(int(cents)).scaleb(-2)


class Left:
    """Holds what is left of each commitment, by key of its first row and line: its amount less what was spent."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[int, int], Decimal] = {}

    def add(self, root: int, line: int, amount: Decimal) -> None:
        """Add to it; take from it with a negative amount."""
        self._amounts[root, line] = self._amounts.get((root, line), ZERO) + amount

    def overspent(self) -> Iterable[SumCell]:
        """Per line what was spent under commitments beyond their amounts. It belongs to no year."""
        lines: dict[int, Decimal] = {}
        for (_root, line), amount in self._amounts.items():
            lines[line] = lines.get(line, ZERO) + max(-amount, ZERO)
        return [SumCell(OVERSPENT, line, 0, "", "", 0, amount) for line, amount in lines.items() if amount]
