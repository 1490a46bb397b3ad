"""What owner and approver of a ledger file decide on: its rows by kind and size, and what it does to the room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from finance.base.amounts import ZERO
from finance.bookings.entry import Consequences, consequences
from finance.budget.models import BudgetLine
from finance.ledger.models import Booking, Commitment
from finance.ledger_import.matching import MODELS, LedgerChange
from finance.ledger_import.models import LedgerImport, LedgerKind
from finance.ledger_import.work import to_approve
from finance.position.forecast import euros
from regiodeal.lifecycle.review import State
from regiodeal.sheets.folder import Packed

OF_ROWS = frozenset({"zonder-maatregel", "buiten-de-looptijd", "boekjaar"})  # findings that count rows
LARGEST_FIRST, IN_ORDER = "groot", "rij"
ORDERS = {LARGEST_FIRST: "grootste bedrag eerst", IN_ORDER: "zoals in het bestand"}


@dataclass(frozen=True)
class ChangeFilter:
    """Which rows of a file to show, and in which order. `word` is looked for in number, name and description."""

    kind: str = ""
    word: str = ""
    order: str = LARGEST_FIRST

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "ChangeFilter":
        """Read the filter of an address; what it does not know is no filter."""
        kind, order = said.get("soort", ""), said.get("volgorde", "")
        return cls(
            kind if kind in LedgerImport.words else "",
            said.get("zoek", "").strip()[:60],
            order if order in ORDERS else LARGEST_FIRST,
        )

    def keeps(self, change: LedgerChange) -> bool:
        """Tell whether a row is shown."""
        if self.kind and change.kind != self.kind:
            return False
        told = (change.code, change.values["counterpart"], change.values["description"])
        return not self.word or any(self.word.casefold() in str(text).casefold() for text in told)


def weight(change: LedgerChange) -> int:
    """Cents that a row changes; what moves to another line weighs as much as it moves."""
    said: int = change.values["cents"]
    if change.was is None:
        return abs(said)
    if change.was.line != change.values["line"]:
        return max(abs(said), abs(change.was.cents))
    return abs(said - change.was.cents)


def chosen_places(packed: Iterable[Packed], chosen: ChangeFilter) -> list[int]:
    """The places in the file of changes of the rows that are shown, in their order."""
    found = [
        (weight(change), place) for place, change in enumerate(map(LedgerChange.unpack, packed)) if chosen.keeps(change)
    ]
    if chosen.order == LARGEST_FIRST:
        found.sort(key=lambda each: (-each[0], each[1]))
    return [place for _weight, place in found]


def changes_at(packed: Iterable[Packed], places: Sequence[int]) -> list[LedgerChange]:
    """The changes at some places, in the order of the places."""
    wanted, last = set(places), max(places, default=-1)
    found = {}
    for place, line in enumerate(packed):
        if place > last:
            break
        if place in wanted:
            found[place] = LedgerChange.unpack(line)
    return [found[place] for place in places if place in found]


type Sums = Mapping[tuple[int, int, int], Decimal]  # euros by line, bookkeeping year and commitment (0 for none)


def effect_of_changes(job: LedgerImport, *, on: date) -> Consequences:
    """What a checked file does to room, cap and findings, were all of it approved."""
    summed: dict[tuple[int, int, int], int] = defaultdict(int)
    for change in map(LedgerChange.unpack, job.folder.changes()):
        summed[change.values["line"], change.values["year"], change.values["commitment"]] += change.values["cents"]
        if change.was:
            summed[change.was.line, change.was.year, change.was.commitment] -= change.was.cents
    return _effect(job, {place: euros(total) for place, total in summed.items()}, on=on, is_waiting=False)


def effect_of_waiting(job: LedgerImport, *, on: date) -> Consequences:
    """What approving all that waits of a file does to room, cap and findings."""
    names = ["line_id", "year", *(["commitment_id"] if job.mapping.kind == LedgerKind.EXPENDITURE else [])]
    summed: dict[tuple[int, int, int], Decimal] = defaultdict(lambda: ZERO)
    for line, year, *rest, amount in to_approve(job).order_by().values_list(*names, "amount").iterator():
        summed[line, year, (rest[0] if rest else 0) or 0] += amount
    return _effect(job, summed, on=on, is_waiting=True)


def _effect(job: LedgerImport, summed: Sums, *, on: date, is_waiting: bool) -> Consequences:
    """One booking for each sum: what counts rows is left out, since it would count these."""
    model: Any = MODELS[job.mapping.kind]
    lines = BudgetLine.objects.filter(deal=job.deal).select_related("pillar", "source").in_bulk()
    named = {commitment for _line, _year, commitment in summed if commitment}
    commitments = Commitment.objects.filter(deal=job.deal).in_bulk(named)
    bookings: list[Booking] = []
    for (line, year, commitment), amount in sorted(summed.items()):
        if not amount:
            continue
        booking = model(deal=job.deal, line=lines[line], year=year, amount=amount, booked_on=on)
        if commitment:
            booking.commitment = commitments.get(commitment)
        if is_waiting:
            booking.pk, booking.state = -1, State.SUBMITTED
        bookings.append(booking)
    found = consequences(job.deal, bookings, on=on)
    told = tuple(finding for finding in found.findings if finding.code not in OF_ROWS)
    return Consequences(found.before, found.after, told)


@dataclass(frozen=True)
class GoneBooking:
    """A booking that the portal has and a file has not, though the file is about its days."""

    pk: int
    code: str
    booked_on: date
    counterpart: str
    line: str
    amount: Decimal


def gone_bookings(job: LedgerImport) -> list[GoneBooking]:
    """The largest bookings that are not in the file, as they were found when it was checked."""
    bookings: Any = MODELS[job.mapping.kind]._default_manager
    keys = job.totals.get("gone", {}).get("rows", [])
    found = bookings.filter(deal=job.deal).select_related("line__pillar", "line__source").in_bulk(keys)
    return [
        GoneBooking(row.pk, row.code, row.booked_on, row.counterpart, row.line.label, row.amount)
        for row in (found[pk] for pk in keys if pk in found)
    ]


def held_changes(job: LedgerImport, why: str) -> list[LedgerChange]:
    """What the file says otherwise of closed periods or of bookings `in_review`, as far as it is named.

    It is shown, and never entered.
    """
    return [LedgerChange.unpack(packed) for packed in job.totals.get(why, {}).get("rows", [])]
