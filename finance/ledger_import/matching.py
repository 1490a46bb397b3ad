"""Which booking of the portal a row of the ledger is about, what differs, and the control totals; in whole cents.

Only what came from the administration is compared: what a person corrected by hand in the portal stays beside it. A
booking is its first row and the corrections that later files made; together they are what the administration said.

The control totals are counted in two ways that must agree before anything is entered: what stood in the portal with
every change of the file, and the file with what stood there and is not in the file. After entering, the database adds
it all up once more, and must come to the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from finance.closing.models import BookClosing
from finance.closing.periods import refusal_of
from finance.ledger.documents import bare, entered_by_hand, without_year
from finance.ledger.models import Booking, BookingOrigin, Commitment, Expenditure
from finance.ledger_import.models import LedgerColumn, LedgerKind, LedgerMapping
from finance.ledger_import.reading import NOTHING, Elsewhere, LedgerRow
from finance.position.forecast import cents
from regiodeal.base.dutch import day, euro
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State
from regiodeal.sheets.folder import Packed, RowFault

if TYPE_CHECKING:
    import pandas as pd
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from django.db.models import Sum

from finance.budget.models import BudgetLine
from finance.position.forecast import euros

MODELS: dict[str, type[Booking]] = {LedgerKind.EXPENDITURE: Expenditure, LedgerKind.COMMITMENT: Commitment}
NUMBERS = ("booked_on", "year", "cents", "btw", "line", "measure", "project", "commitment")
COMPARED = (*NUMBERS, "counterpart", "description")
SAID_OR_KEPT = (
    "measure",
    "project",
    "commitment",
)  # where nothing is said, the portal keeps what it has
CORRECTED = "Er loopt al een correctie van dit boekstuk. Die moet eerst zijn beoordeeld of weggegooid."
WAITS = "Dit wacht op een beoordelaar en kan nu niet veranderen."
TYPES = dict.fromkeys(NUMBERS, "int64")
NEW, REVISION, CORRECTION, LEFT = "new", "revision", "correction", "left"
TITLES = {  # of what is compared, in the words of the mapping
    "booked_on": LedgerColumn.BOOKED_ON.label,
    "year": LedgerColumn.YEAR.label,
    "cents": "Bedrag incl. btw",
    "btw": LedgerColumn.BTW.label,
    "line": LedgerColumn.LINE.label,
    "measure": LedgerColumn.MEASURE.label,
    "project": LedgerColumn.PROJECT.label,
    "commitment": LedgerColumn.COMMITMENT.label,
    "counterpart": LedgerColumn.COUNTERPART.label,
    "description": LedgerColumn.DESCRIPTION.label,
}


@dataclass(frozen=True, slots=True)
class BookedKey:
    """A booking of the administration as it stands in the portal: what it adds up to, and its newest texts."""

    root: int
    version: int
    state: str
    rows: int
    is_waiting: bool  # whether a correction of it was not approved yet
    booked_on: int
    year: int
    cents: int
    btw: int
    line: int
    measure: int
    commitment: int
    counterpart: str
    description: str
    project: int = NOTHING


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """Holds what one row does: a new booking, new content for an open one, a correction of an approved one, or taking
    back what left the deal.

    `waits` says in Dutch what the row waits for while its booking is in review; such a row is told and never entered.
    """

    row: int
    kind: str
    key: str
    code: str
    document: str
    values: Values
    was: BookedKey | None
    sheet: str = ""
    waits: str = ""

    @property
    def differing(self) -> list[str]:
        """Return which of the compared columns the row changes."""
        return [name for name in COMPARED if self.was is None or self.values[name] != getattr(self.was, name)]

    def pack(self) -> Packed:
        """Return the change as plain values."""
        named = [self.row, self.kind, self.key, self.code, self.document]
        return [*named, self.values, asdict(self.was) if self.was else None, self.waits]

    @classmethod
    def unpack(cls, packed: Packed) -> "LedgerChange":
        """Return the change that `pack` wrote as plain values."""
        row, kind, key, code, document, values, was, waits = packed
        return cls(row, kind, key, code, document, values, BookedKey(**was) if was else None, waits=waits)


def booked_keys(deal: Deal, kind: str, keys: Sequence[str]) -> dict[str, BookedKey]:
    """The bookings with these keys, in two queries."""
    import pandas as pd  # see finance/position/forecast.py

    model = MODELS[kind]
    names = ("pk", "version", "state", "booked_on", "year", "amount", "line_id", "measure_id", "project_id")
    names = (*names, "counterpart", "description", *(("btw_amount", "commitment_id") if model is Expenditure else ()))
    rows: Any = model._default_manager.filter(deal=deal).exclude(state=State.WITHDRAWN).order_by("pk")
    roots = list(rows.filter(ledger_key__in=keys).exclude(ledger_key="").values_list("ledger_key", *names))
    key_of = {root[1]: root[0] for root in roots}
    later = rows.filter(corrects__in=key_of, origin=BookingOrigin.IMPORT).values_list("corrects_id", *names)
    frame = pd.DataFrame([_record(*row) for row in [*roots, *((key_of[pk], *rest) for pk, *rest in later)]])
    return _added_up(frame) if roots else {}


def _record(key: str, pk: int, version: int, state: str, booked_on: date, year: int, *rest: Any) -> dict[str, object]:
    amount, line, measure, project, counterpart, description, btw, commitment = (*rest, 0, None)[:8]
    return {
        "key": key,
        "root": pk,
        "version": version,
        "state": state,
        "rows": 1,
        "is_open": state != State.APPROVED,
        "booked_on": booked_on.toordinal(),
        "year": year,
        "cents": cents(amount),
        "btw": cents(btw) if btw else 0,
        "line": line,
        "measure": measure or NOTHING,
        "project": project or NOTHING,
        "commitment": commitment or NOTHING,
        "counterpart": counterpart,
        "description": description,
    }


def _added_up(frame: "pd.DataFrame") -> dict[str, BookedKey]:
    """Amounts add up; of the rest the first row says what it is in the portal, and the newest what was said last."""
    sums = ("rows", "cents", "btw", "is_open")
    firsts = ("root", "version", "state")
    how = {name: "sum" if name in sums else "first" if name in firsts else "last" for name in frame.columns[1:]}
    table = frame.groupby("key", sort=False).agg(how)
    found = {}
    records: list[Values] = table.to_dict("records")  # type: ignore[assignment]  # its columns are named
    for key, row in zip(table.index, records, strict=True):
        is_waiting = row.pop("is_open") > (row["state"] != State.APPROVED)
        found[str(key)] = BookedKey(**row, is_waiting=bool(is_waiting))
    return found


def compare(
    mapping: LedgerMapping, rows: Sequence[LedgerRow]
) -> tuple[list[LedgerChange | RowFault], dict[str, BookedKey]]:
    """Return what some rows change, or why they may not, in their order; and the bookings that they are about."""
    known = booked_keys(mapping.deal, mapping.kind, [row.key for row in rows])
    new = [(row.key, row.year, row.document, row.code) for row in rows if row.key not in known]
    taken = _taken(mapping.deal, mapping.kind, new)
    moved = _perhaps_moved(mapping, [row for row in rows if row.key not in known])
    differing = _differing([row for row in rows if row.key in known], known)
    found: list[LedgerChange | RowFault] = []
    for row in rows:
        if row.key in taken:
            found.append(
                RowFault(
                    row.row,
                    mapping.title_of_key,
                    "Dit boekstuk is al met de hand ingevoerd.",
                )
            )
        elif row.key in moved:
            text = (
                f"Dit boekstuk staat al in boekjaar {moved[row.key]}, met hetzelfde bedrag en dezelfde naam. "
                "Is het een ander stuk? Koppel dan het boekjaar."
            )
            found.append(RowFault(row.row, mapping.title_of_key, text))
        elif row.key not in known:
            if row.cents:  # nothing is booked for a row of nothing
                found.append(LedgerChange(row.row, NEW, row.key, row.code, row.document, _values(row), None))
        elif row.key in differing:
            found.append(_change(mapping, row, known[row.key]))
    return found, known


def closed_refusal(closings: Sequence[BookClosing], change: LedgerChange) -> str:
    """Why a change cannot be made in a closed period: that of the row, or of what it takes back; empty when it can."""
    places = [(change.values["booked_on"], change.values["year"])]
    if change.was is not None:
        places.append((change.was.booked_on, change.was.year))
    told = (refusal_of(closings, booked_on=date.fromordinal(day), year=year) for day, year in places)
    return next(filter(None, told), "")


def as_stored(mapping: LedgerMapping, rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The rows, each with the key of the same document where the portal has it in another bookkeeping year.

    The same number on the same day is the same document, whose year was changed; on another day it is another one.
    """
    keys = {row.key for row in rows}
    bookings: Any = MODELS[mapping.kind]._default_manager
    roots = bookings.filter(deal=mapping.deal, corrects=None).exclude(state=State.WITHDRAWN).exclude(ledger_key="")
    days = {date.fromordinal(row.booked_on) for row in rows}
    found = roots.filter(booked_on__in=days).order_by().values_list("ledger_key", "booked_on")
    stored = {(without_year(key), day.toordinal()): key for key, day in found if key not in keys}
    known = set(roots.filter(ledger_key__in=keys).values_list("ledger_key", flat=True)) if stored else keys
    return [
        row if row.key in known else row._replace(key=stored.get((without_year(row.key), row.booked_on), row.key))
        for row in rows
    ]


def _perhaps_moved(mapping: LedgerMapping, rows: Sequence[LedgerRow]) -> dict[str, str]:
    """The year in which the portal has the same number with the same amount and name, by the key of the row.

    Asked where only the date tells the year: a date that was moved over the turn of the year is no second booking.
    """
    if mapping.columns.get(LedgerColumn.YEAR) or not rows:
        return {}
    bookings: Any = MODELS[mapping.kind]._default_manager
    roots = bookings.filter(deal=mapping.deal, corrects=None).exclude(state=State.WITHDRAWN).exclude(ledger_key="")
    alike = roots.filter(
        counterpart__in={row.counterpart for row in rows}, amount__in={euros(row.cents) for row in rows}
    )
    there = {
        (without_year(key), cents(amount), name): key.partition(":")[0]
        for key, amount, name in alike.order_by().values_list("ledger_key", "amount", "counterpart")
    }
    places = {row.key: (without_year(row.key), row.cents, row.counterpart) for row in rows}
    return {key: there[place] for key, place in places.items() if place in there}


def left_deal(mapping: LedgerMapping, rows: Sequence[Elsewhere]) -> list[tuple[LedgerChange | RowFault, BookedKey]]:
    """Return what to take back of bookings whose row belongs to no line of the deal any more, or why that cannot be."""
    known = booked_keys(mapping.deal, mapping.kind, [row.key for row in rows])
    found: list[tuple[LedgerChange | RowFault, BookedKey]] = []
    for row in rows:
        was = known.get(row.key)
        if was is None or not was.cents:
            continue
        waits = waits_for(was)
        if not waits and was.state != State.APPROVED:
            reason = "Dit hoort niet meer bij de deal. Gooi eerst het concept weg."
            found.append((RowFault(row.row, mapping.title_of_key, reason), was))
        else:
            nothing = {name: getattr(was, name) for name in COMPARED} | {"cents": 0, "btw": 0}
            found.append((LedgerChange(row.row, LEFT, row.key, row.code, row.document, nothing, was, waits=waits), was))
    return found


type NewDocument = tuple[str, int, str, str]  # key, year, number of the document, code


def _taken(deal: Deal, kind: str, rows: Sequence[NewDocument]) -> set[str]:
    """The keys of the documents that a person entered by hand, with or without their line."""
    by_hand = entered_by_hand(MODELS[kind], deal, {year for _key, year, _document, _code in rows}) if rows else set()
    return {
        key for key, year, document, code in rows if (year, bare(document)) in by_hand or (year, bare(code)) in by_hand
    }


def _differing(rows: Sequence[LedgerRow], known: dict[str, BookedKey]) -> set[str]:
    """The keys of the rows that say something else than the portal: two frames, compared column by column."""
    import pandas as pd  # see finance/position/forecast.py

    if not rows:
        return set()
    said = pd.DataFrame(rows).set_index("key")[list(COMPARED)].astype(TYPES)
    have = pd.DataFrame([known[row.key] for row in rows], index=said.index)[list(COMPARED)].astype(TYPES)
    for name in SAID_OR_KEPT:
        said[name] = said[name].where(said[name] != NOTHING, have[name])
    return set(said.index[(said != have).any(axis="columns")])


def _change(mapping: LedgerMapping, row: LedgerRow, was: BookedKey) -> LedgerChange | RowFault:
    values = _values(row)
    for name in SAID_OR_KEPT:
        values[name] = values[name] or getattr(was, name)
    if waits := waits_for(was):
        kind = CORRECTION if was.state == State.APPROVED else REVISION
        return LedgerChange(row.row, kind, row.key, row.code, row.document, values, was, waits=waits)
    if was.cents and not mapping.columns.get(LedgerColumn.BOOK) and _is_another(row, was):
        text = (
            f"Dit boekstuk staat in het portaal als iets anders: {euro(euros(was.cents))}, {was.counterpart}, "
            f"{day(date.fromordinal(was.booked_on))}. Is het een ander stuk? Koppel dan ook het dagboek."
        )
        return RowFault(row.row, mapping.title_of_key, text)
    if was.state == State.APPROVED:
        return LedgerChange(row.row, CORRECTION, row.key, row.code, row.document, values, was)
    if row.cents == 0 or (row.cents < 0) != (was.cents < 0):
        reason = "Deze boeking is nog een concept met een ander teken. Laat eerst een beoordelaar erover beslissen."
        return RowFault(row.row, mapping.columns["amount"], reason)
    return LedgerChange(row.row, REVISION, row.key, row.code, row.document, values, was)


def waits_for(was: BookedKey) -> str:
    """What a row of the file waits for while its booking is in review; empty where it is not."""
    if was.is_waiting:
        return CORRECTED
    return WAITS if was.state == State.SUBMITTED else ""


def _is_another(row: LedgerRow, was: BookedKey) -> bool:
    """Tell whether day, amount and what it is about all differ: then the number alone says it is the same document."""
    differs = row.booked_on != was.booked_on and row.cents not in {0, was.cents}
    return differs and row.counterpart != was.counterpart and row.description != was.description


def _values(row: LedgerRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in COMPARED}


@dataclass(frozen=True, slots=True)
class LateChange:
    """A row whose booking entered review after the file was checked: as it is held against the booking of now."""

    was: BookedKey  # when the file was checked
    change: LedgerChange

    @property
    def is_held(self) -> bool:
        """Tell whether the row still says otherwise, so that it waits."""
        return bool(self.change.differing)


def stale(deal: Deal, kind: str, changes: Iterable[LedgerChange]) -> tuple[list[LedgerChange], dict[int, LateChange]]:
    """The changes whose booking is no longer what the row was compared with; and by row those that are in review now.

    What is in review is no fault of the file: that row waits, as one of which it was seen when it was checked.
    """
    rows = list(changes)
    now = booked_keys(deal, kind, [change.key for change in rows])
    new = [(row.key, row.values["year"], row.document, row.code) for row in rows if row.was is None]
    taken = _taken(deal, kind, new)
    moved = [change for change in rows if now.get(change.key) != change.was or change.key in taken]
    late = {change.row: found for change in moved if (found := _late(change, now.get(change.key)))}
    return [change for change in moved if change.row not in late], late


def _late(change: LedgerChange, now: BookedKey | None) -> LateChange | None:
    if change.was is None or now is None or not (waits := waits_for(now)):
        return None
    return LateChange(change.was, replace(change, was=now, waits=waits))


def with_late(totals: Mapping[str, Any], late: Iterable[LateChange], *, why: str) -> dict[str, Any]:
    """The control totals of a file of which these rows wait after all: they are no rows of the file any more.

    Per line `after` is again what the file brings with what stands there and is not in the file.
    """
    told = dict(totals)
    lines = {line: [before, file, missing] for line, before, file, missing, _after in totals["lines"]}
    left_out = {reason: [rows, total] for reason, rows, total in totals["left_out"]}
    for each in late:
        was, now, said = each.was, each.change.was, each.change.values
        assert now is not None
        for line, amount in ((was.line, -was.cents), (now.line, now.cents)):
            lines.setdefault(line, [0, 0, 0])[0] += amount
        if not each.is_held:
            continue
        lines.setdefault(said["line"], [0, 0, 0])[1] -= said["cents"]
        lines[now.line][2] += now.cents
        told["matched"] -= 1
        if each.change.kind != LEFT:  # which was passed over from the start
            told["rows"] -= 1
            told["passed_over"] += 1
            counted = left_out.setdefault(why, [0, 0])
            counted[0] += 1
            counted[1] += said["cents"]
    told["left_out"] = [[reason, *counted] for reason, counted in left_out.items()]
    told["lines"] = [[line, *amounts, amounts[1] + amounts[2]] for line, amounts in sorted(lines.items())]
    return told


class TotalsError(Exception):
    """The control totals do not agree: something is wrong with the portal, and nothing may be entered."""


def in_portal(deal: Deal, kind: str) -> Counter[int]:
    """Per line the cents that the portal holds from the administration, as the database adds them up."""
    rows: Any = MODELS[kind]._default_manager.filter(deal=deal, origin=BookingOrigin.IMPORT)
    rows = rows.exclude(state=State.WITHDRAWN).order_by()
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
    left_out: dict[str, list[int]] = field(default_factory=dict)  # rows and cents by the rule
    cut: int = 0

    def leave_out(self, row: Elsewhere) -> None:
        """Count a row that is no booking of the deal."""
        self.passed_over += 1
        counted = self.left_out.setdefault(row.why, [0, 0])
        counted[0] += 1
        counted[1] += row.cents

    def read(self, rows: Iterable[LedgerRow], known: Mapping[str, BookedKey]) -> None:
        """Count rows of the file, and the bookings that they are about."""
        for row in rows:
            self.rows += 1
            self.file[row.line] += row.cents
            if was := known.get(row.key):
                self.bookings_matched += 1
                self.matched[was.line] += was.cents

    def leave(self, was: BookedKey) -> None:
        """Count a booking whose row left the deal: the file has it, and nothing of it is of the deal."""
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
        lines = self.before.keys() | self.file.keys() | self.matched.keys()
        by_change = {line: self.before[line] + self.changes[line] for line in lines}
        by_file = {line: self.file[line] + self.before[line] - self.matched[line] for line in lines}
        if by_change != by_file:
            raise TotalsError(f"{by_change} != {by_file}")
        return by_change

    def packed(self, *, holds: bool) -> dict[str, object]:
        """Return the totals as plain values, to keep with the import; without `after` where a fault keeps rows out."""
        lines = sorted(self.before.keys() | self.file.keys())
        counts = {"rows": self.rows, "matched": self.bookings_matched, "passed_over": self.passed_over}
        told = {"left_out": [[why, *counted] for why, counted in self.left_out.items()], "cut": self.cut}
        after = self.after if holds else {}
        return (
            counts
            | told
            | {
                "lines": [
                    [line, self.before[line], self.file[line], self.before[line] - self.matched[line], after.get(line)]
                    for line in lines
                ]
            }
        )


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
    lines = BudgetLine.objects.select_related("pillar", "source").in_bulk([row[0] for row in rows])
    found = [_total_line(lines[row[0]].label, row[1:]) for row in rows if row[0] in lines]
    if not rows:
        return []
    columns = list(zip(*(row[1:4] for row in rows), strict=True))
    afters = [row[4] for row in rows]
    whole = None if None in afters else sum(afters)
    return [*found, _total_line("Totaal", [*map(sum, columns), whole])]


def _total_line(label: str, amounts: Iterable[int | None]) -> TotalLine:
    return TotalLine(label, *(None if amount is None else euros(amount) for amount in amounts))  # type: ignore[arg-type]
