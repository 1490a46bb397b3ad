"""What a mapping would make of a file before it is kept: totals by line, rows left out, and faults in groups."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

from finance.budget.models import BudgetLine
from finance.ledger_import.models import LedgerMapping
from finance.ledger_import.reading import Elsewhere, LedgerReader, LedgerRow, layout
from finance.position.forecast import euros
from regiodeal.sheets.folder import RowFault
from regiodeal.sheets.reading import find_table, opened

MOST_ROWS = 20_000  # that a trial reads, while somebody waits for the page
MOST_FIRST_ROWS = 5
UNMAPPED = "is nog aan geen"
_QUOTED = re.compile(r"'[^']*'")


@dataclass
class FaultGroup:
    """One kind of fault in one column: how many rows have it, and the first of them."""

    column: str
    reason: str
    count: int = 0
    rows: list[int] = field(default_factory=list)

    @property
    def first_rows(self) -> str:
        """The numbers of the first rows, as people read them."""
        told = ", ".join(map(str, self.rows))
        return f"{told} …" if self.count > len(self.rows) else told


def fault_groups(faults: Iterable[RowFault]) -> list[FaultGroup]:
    """The faults by kind, most rows first. A value that has no meaning yet is a kind of its own."""
    found: dict[tuple[str, str], FaultGroup] = {}
    for fault in faults:
        kind = fault.reason if UNMAPPED in fault.reason else _QUOTED.sub("'…'", fault.reason)
        group = found.setdefault((fault.column, kind), FaultGroup(fault.column, fault.reason))
        group.count += 1
        if len(group.rows) < MOST_FIRST_ROWS:
            group.rows.append(fault.row)
    return sorted(found.values(), key=lambda group: -group.count)


@dataclass(frozen=True)
class LineCount:
    """Rows and euros of one line, or of what is left out by one rule."""

    title: str
    count: int
    amount: Decimal


@dataclass(frozen=True)
class Trial:
    """What a mapping makes of a file: `lines` end with the total."""

    row_count: int
    lines: Sequence[LineCount]
    left_out: Sequence[LineCount]
    faults: Sequence[FaultGroup]
    cut: int
    is_whole: bool

    @property
    def fault_count(self) -> int:
        """Return how many cells cannot be read."""
        return sum(group.count for group in self.faults)


def left_out_lines(told: Iterable[Sequence[object]]) -> list[LineCount]:
    """What the rules left out, from the control totals of a file: rule, rows and cents."""
    return [LineCount(str(why), int(str(count)), euros(int(str(cents)))) for why, count, cents in told]


def attempt(mapping: LedgerMapping, path: Path, *, on: date) -> Trial:
    """Read a file by a mapping that need not be stored; nothing is kept. Raises UnreadableError."""
    reader = LedgerReader(mapping, on=on)
    counts: Counter[int] = Counter()
    cents: Counter[int] = Counter()
    left_out: dict[str, list[int]] = {}
    faults: list[RowFault] = []
    rows = 0
    with opened(path) as sheets:
        readings = reader.readings(find_table(sheets, [layout(mapping)]))
        for _number, found in islice(readings, MOST_ROWS):
            rows += 1
            for reading in found:
                match reading:
                    case LedgerRow():
                        counts[reading.line] += 1
                        cents[reading.line] += reading.cents
                    case Elsewhere():
                        counted = left_out.setdefault(reading.why, [0, 0])
                        counted[0] += 1
                        counted[1] += reading.cents
                    case RowFault():
                        faults.append(reading)
        is_whole = next(readings, None) is None
    told = [[why, *counted] for why, counted in left_out.items()]
    lines = _lines(mapping, counts, cents)
    return Trial(rows, lines, left_out_lines(told), fault_groups(faults), reader.cut, is_whole)


def _lines(mapping: LedgerMapping, counts: Mapping[int, int], cents: Mapping[int, int]) -> list[LineCount]:
    lines = BudgetLine.objects.filter(deal=mapping.deal).select_related("pillar", "source").in_bulk(list(counts))
    found = [LineCount(line.label, counts[pk], euros(cents[pk])) for pk, line in sorted(lines.items())]
    return [*found, LineCount("Totaal", sum(counts.values()), euros(sum(cents.values())))]
