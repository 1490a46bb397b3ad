"""The bookings as rows for a file: each with who entered and approved it, and its evidence."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation, known_on, realisations_of
from finance.evidence.models import RECORDS, MoneyEvidence
from finance.ledger.ledger import KINDS
from finance.ledger.models import Booking
from pillars.projects.as_read import with_project_as_read
from regiodeal.base.dutch import day
from regiodeal.deals.models import Deal
from regiodeal.sheets.cells import Cell

SORTS = tuple(KINDS)[::-1]  # receipts, commitments, expenditure
LINE = ("line__pillar", "line__source")
CHUNK = 2_000  # rows that are fetched at a time


@dataclass(frozen=True)
class Shown:
    """Holds what somebody may see of the money of a deal on a date. Without `evidence` all that is kept is named."""

    deal: Deal
    on: date
    unapproved: bool = True
    evidence: QuerySet[MoneyEvidence] | None = field(default=None, compare=False)

    def bookings(self, kind: str) -> QuerySet[Booking]:
        """The bookings of a sort, in the order of the ledger."""
        rows: Any = KINDS[kind]._default_manager
        names = [*LINE, "entered_by", "decided_by", "corrects"]
        own = ("measure", "project", "commitment", "also_serves", "contributor")
        names += [name for name in own if hasattr(KINDS[kind], name)]
        names += ["contribution__party", "contribution__organisation"] if hasattr(KINDS[kind], "contribution") else []
        shown: QuerySet[Booking] = rows.shown_on(self.deal, self.on, unapproved=self.unapproved)
        return shown.select_related(*names).order_by("booked_on", "pk")

    def contributions(self) -> QuerySet[Contribution]:
        """Return what the region pledged and did not withdraw."""
        rows = Contribution.objects.standing(self.deal, self.on)
        named = rows.select_related("party", "organisation", "contributor", *LINE, "entered_by", "confirmed_by")
        return named.prefetch_related("amounts", "realisations")

    def realisations(self) -> list[Realisation]:
        """Return the parts of those that counted by the end of the day."""
        rows = realisations_of(self.deal).order_by("contribution_id", "done_on", "pk")
        return known_on(rows, self.on)

    @cached_property
    def evidence_names(self) -> dict[tuple[str, int], str]:
        """The files of each record, by sort and key: their names, each with the beginning of its fingerprint.

        One that was removed stays named, with when, by whom and why: it was there when the booking was approved.
        """
        rows = MoneyEvidence.objects.all() if self.evidence is None else self.evidence
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for row in rows.select_related("removed_by"):
            for record in RECORDS:
                key = getattr(row, f"{record}_id")
                if key is not None:
                    found[record, key].append(f"{row.name} ({row.sha256[:12]}{_removed(row)})")
        return {place: "; ".join(names) for place, names in found.items()}


@dataclass(frozen=True)
class BookingColumn:
    """Holds what a column is called, and its cell for a booking."""

    heading: str
    cell: Callable[[Any], Cell]


COLUMNS = (
    BookingColumn("soort", lambda row: str(row._meta.verbose_name)),
    BookingColumn("boekstuk", lambda row: row.code),
    BookingColumn("boekdatum", lambda row: row.booked_on),
    BookingColumn("boekjaar", lambda row: Decimal(row.year)),
    BookingColumn("bedrag incl. btw", lambda row: row.amount),
    BookingColumn("waarvan btw", lambda row: getattr(row, "btw_amount", None)),
    BookingColumn("regel", lambda row: row.line.code if row.line else "nog niet verdeeld"),
    BookingColumn("bron", lambda row: row.line.source.name if row.line else ""),
    BookingColumn("pijler", lambda row: row.line.pillar.code if row.line and row.line.pillar else ""),
    BookingColumn("maatregel", lambda row: _code(row, "measure")),
    BookingColumn("project", lambda row: _code(row, "project")),
    BookingColumn("verplichting", lambda row: _code(row, "commitment")),
    BookingColumn("aan of van wie", lambda row: row.counterpart),
    BookingColumn("omschrijving", lambda row: row.description),
    BookingColumn("betaalt bijdrage", lambda row: str(getattr(row, "contribution", None) or "")),
    BookingColumn("ook voor pijler", lambda row: _code(row, "also_serves")),
    BookingColumn("waarvan ook voor die pijler", lambda row: getattr(row, "also_serves_amount", None) or None),
    BookingColumn("soort boeking", lambda row: str(row.get_kind_display())),
    BookingColumn("corrigeert", lambda row: row.corrects.code if row.corrects_id else ""),
    BookingColumn("reden van de correctie", lambda row: row.correction_reason),
    BookingColumn("herkomst", lambda row: str(row.get_origin_display())),
    BookingColumn("sleutel in de administratie", lambda row: row.ledger_key),
    BookingColumn("stand", lambda row: str(row.get_state_display())),
    BookingColumn("ingevuld door", lambda row: str(row.entered_by)),
    BookingColumn("ingevuld op", lambda row: moment(row.entered_at)),
    BookingColumn("beoordeeld door", lambda row: str(row.decided_by) if row.decided_by else ""),
    BookingColumn("beoordeeld op", lambda row: moment(row.decided_at)),
)
HEADINGS = (*(column.heading for column in COLUMNS), "bewijs")


def booking_rows(shown: Shown, kind: str) -> Iterator[list[Cell]]:
    """The bookings of a sort, one by one."""
    record = KINDS[kind]._meta.model_name or ""
    for row in shown.bookings(kind).iterator(chunk_size=CHUNK):
        evidence = shown.evidence_names.get((record, row.pk), "")
        if hasattr(row, "project"):
            with_project_as_read(row, unapproved=shown.unapproved)
        yield [*(column.cell(row) for column in COLUMNS), evidence]


def _removed(row: MoneyEvidence) -> str:
    if row.removed_at is None:
        return ""
    on = day(timezone.localdate(row.removed_at))
    return f", verwijderd op {on} door {row.removed_by}: {row.removal_reason}"


def _code(row: object, name: str) -> str:
    other = getattr(row, name, None)
    return str(other.code) if other else ""


def moment(value: datetime | None) -> Cell:
    """A moment in the time of Amsterdam, to the second, as a cell."""
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if value else None


def as_json(cells: list[Cell]) -> dict[str, str | None]:
    """A row for JSON: amounts as text with two decimals, days and moments in ISO form."""
    return {heading: _plain(cell) for heading, cell in zip(HEADINGS, cells, strict=True)}


def _plain(cell: Cell) -> str | None:
    match cell:
        case Decimal() if cell.as_tuple().exponent == 0:
            return str(cell)
        case Decimal():
            return f"{cell:.2f}"
        case datetime():
            return cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case str():
            return cell
    return None
