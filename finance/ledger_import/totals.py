"""Control totals of a ledger file: what stood in the portal, what the file says, and what stands there afterwards.

Whole cents per budget line. They are counted in two ways that must agree before anything is entered: what stood there
with every change of the file, and the file with what stood there and is not in the file. After entering, the database
adds it all up once more, and must come to the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from finance.budget.models import BudgetLine
from finance.ledger.models import BookingOrigin
from finance.ledger_import.matching import MODELS, BookedKey, LedgerChange
from finance.ledger_import.reading import LedgerRow
from finance.position.series import cents, euros
from regiodeal.deals.models import Deal


class TotalsError(Exception):
    """The control totals do not agree: something is wrong with the portal, and nothing may be entered."""


def in_portal(deal: Deal, kind: str) -> Counter[int]:
    """Per line the cents that the portal holds from the administration, as the database adds them up."""
    rows: Any = MODELS[kind]._default_manager.filter(deal=deal, origin=BookingOrigin.IMPORT).order_by()
    return Counter({line: cents(total) for line, total in rows.values_list("line_id").annotate(total=Sum("amount"))})


@dataclass
class ControlTotals:
    """The totals of one file while its rows are compared; the counters hold cents per line."""

    before: Counter[int]
    file: Counter[int] = field(default_factory=Counter)
    matched: Counter[int] = field(default_factory=Counter)
    changes: Counter[int] = field(default_factory=Counter)
    rows: int = 0
    bookings_matched: int = 0
    passed_over: int = 0

    def read(self, rows: Iterable[LedgerRow], known: Mapping[str, BookedKey]) -> None:
        """Count rows of the file, and the bookings that they are about."""
        for row in rows:
            self.rows += 1
            self.file[row.line] += row.cents
            if was := known.get(row.key):
                self.bookings_matched += 1
                self.matched[was.line] += was.cents

    def change(self, change: LedgerChange) -> None:
        """Count what a row changes."""
        if change.was:
            self.changes[change.was.line] -= change.was.cents
        self.changes[change.values["line"]] += change.values["cents"]

    @property
    def after(self) -> dict[int, int]:
        """Return what stands in the portal when all is entered. Raises TotalsError when two ways of counting differ."""
        lines = self.before.keys() | self.file.keys()
        by_change = {line: self.before[line] + self.changes[line] for line in lines}
        by_file = {line: self.file[line] + self.before[line] - self.matched[line] for line in lines}
        if by_change != by_file:
            raise TotalsError(f"{by_change} != {by_file}")
        return by_change

    def packed(self, *, holds: bool) -> dict[str, object]:
        """Return the totals as plain values, to keep with the import; without `after` where a fault keeps rows out."""
        lines = sorted(self.before.keys() | self.file.keys())
        counts = {"rows": self.rows, "matched": self.bookings_matched, "passed_over": self.passed_over}
        after = self.after if holds else {}
        return counts | {
            "lines": [
                [line, self.before[line], self.file[line], self.before[line] - self.matched[line], after.get(line)]
                for line in lines
            ]
        }


def verify(deal: Deal, kind: str, totals: Mapping[str, Any]) -> bool:
    """Check that the database adds up to what was promised, now that all is entered."""
    found = in_portal(deal, kind)
    return all(found[line] == after for line, _before, _file, _missing, after in totals["lines"])


@dataclass(frozen=True)
class TotalLine:
    """One line of the table of control totals, in euro. `missing` stood in the portal and is not in the file."""

    label: str
    before: Decimal
    file: Decimal
    missing: Decimal
    after: Decimal | None


def shown(totals: Mapping[str, Any]) -> list[TotalLine]:
    """The control totals for people, with the sum of all lines last."""
    rows = totals.get("lines", [])
    lines = BudgetLine.objects.select_related("pillar").in_bulk([row[0] for row in rows])
    found = [_total_line(lines[row[0]].label, row[1:]) for row in rows if row[0] in lines]
    if not rows:
        return []
    columns = list(zip(*(row[1:4] for row in rows), strict=True))
    afters = [row[4] for row in rows]
    whole = None if None in afters else sum(afters)
    return [*found, _total_line("Totaal", [*map(sum, columns), whole])]


def _total_line(label: str, amounts: Iterable[int | None]) -> TotalLine:
    return TotalLine(label, *(None if amount is None else euros(amount) for amount in amounts))  # type: ignore[arg-type]
