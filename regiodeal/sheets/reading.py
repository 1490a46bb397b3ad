"""From an uploaded file to the rows under a heading that we know."""

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import models

from regiodeal.sheets.cells import text_of
from regiodeal.sheets.formats import Row, SheetRows, UnreadableError, too_many_rows
from regiodeal.sheets.formats.read_csv import CsvSheet, CutError, csv_sheets
from regiodeal.sheets.formats.workbooks import CONTENT, WORKBOOK, workbook_sheets
from regiodeal.sheets.formats.zip_archive import DAMAGED, FAULTS, Archive

HEADING_WITHIN = 20  # rows; above the heading people put a title or an explanation
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op. Bewaar het als .xlsx.",
    b"%PDF": "Dit is een PDF. Kies een CSV-, XLSX- of ODS-bestand.",
}
NO_SHEET = "Dit is geen CSV-, XLSX- of ODS-bestand."


class SheetKind(models.TextChoices):
    """Says what can be read and written."""

    XLSX = "xlsx", "Excel (XLSX)"
    ODS = "ods", "OpenDocument (ODS)"
    CSV = "csv", "CSV"


@dataclass(frozen=True)
class Upload:
    """Holds what a file turns out to hold, whatever its name says. `unpacked_size` in bytes."""

    kind: SheetKind
    unpacked_size: int

    @property
    def is_small(self) -> bool:
        """Tell whether it is read within the time that somebody waits for a page."""
        return self.unpacked_size <= settings.EXCHANGE_AT_ONCE_BYTES


def inspect(file: IO[bytes], size: int) -> Upload:
    """Tell what the file holds. Raises UnreadableError for what is too large, empty, or no file of rows and columns."""
    if size > settings.EXCHANGE_FILE_BYTES:
        most = settings.EXCHANGE_FILE_BYTES // 1_000_000
        raise UnreadableError(f"Het bestand is groter dan {most} MB. Verdeel de rijen over meer bestanden.")
    file.seek(0)
    beginning = file.read(4096)
    file.seek(0)
    if not beginning:
        raise UnreadableError("Het bestand is leeg.")
    for start, reason in _OTHER_FILES.items():
        if beginning.startswith(start):
            raise UnreadableError(reason)
    if beginning.startswith(b"PK"):
        with Archive(file) as archive:
            return Upload(_archive_kind(archive), archive.unpacked_size)
    is_wide = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if beginning.count(b"\0") > 1 + len(beginning) // 100 and not is_wide:
        raise UnreadableError(NO_SHEET)  # one among many letters is the fault of a cell, and is named there
    return Upload(SheetKind.CSV, size)


def _archive_kind(archive: Archive) -> SheetKind:
    if WORKBOOK in archive.names:
        return SheetKind.XLSX
    if CONTENT in archive.names and "mimetype" in archive.names and archive.text("mimetype").strip() == ODS_TYPE:
        return SheetKind.ODS
    raise UnreadableError(NO_SHEET)


@dataclass(frozen=True)
class Table:
    """The rows under the heading: `columns` names what is read, by place; `unread` the headings that we do not know."""

    layout: str
    sheet: SheetRows
    heading: int
    columns: Mapping[int, str]
    unread: tuple[str, ...]

    def rows(self, most: int | None = None) -> Iterator[Row]:
        """The rows under the heading, at most so many (EXCHANGE_ROWS without a number).

        Raises UnreadableError for a file that is damaged further on, or too long.
        """
        most = settings.EXCHANGE_ROWS if most is None else most
        rows = (row for row in safe_rows(self.sheet) if row[0] > self.heading)
        for count, row in enumerate(rows, start=1):
            if count > most:
                raise too_many_rows(most)
            yield row


@dataclass(frozen=True)
class Layout:
    """A kind of rows: the headings that are read, those it cannot do without, and those that our own files have.

    `numbers_repeats` tells columns of one name apart; `heading` and `sheet`, from 1, say where the heading stands.
    `aliases` leads from another heading that means the same to ours.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    known: frozenset[str]
    hint: str = "Gebruik het werkblad dat u hier kunt downloaden."
    numbers_repeats: bool = False
    heading: int | None = None
    sheet: int | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    def ours(self, titles: Iterable[str]) -> list[str]:
        """The headings, each alias as the heading that it stands for; not where that one is there itself."""
        told = list(titles)
        return [self.aliases[title] if self.aliases.get(title, title) not in told else title for title in told]


def find_table(sheets: Iterable[SheetRows], layouts: Iterable[Layout]) -> Table:
    """The first sheet that has a heading we know. Raises UnreadableError with what is missing when there is none."""
    best: tuple[int, str, str] = (-1, "", "")
    misfits: list[CutError] = []
    chosen = list(layouts)
    for place, sheet in enumerate(sheets, start=1):
        for number, cells in _beginning(sheet, misfits):
            told = [title_of(text_of(cell)) for cell in cells]
            for layout in chosen:
                if not _may_be(layout, sheet, place, number):
                    continue
                titles = layout.ours(numbered(told) if layout.numbers_repeats else told)
                missing = [name for name in layout.required if name not in titles]
                if not missing:
                    return _table(layout, sheet, number, titles)
                found = len(layout.required) - len(missing)
                best = max(best, (found, f"De kolom '{missing[0]}' ontbreekt.", layout.hint))
    if best[0] > 0:
        raise UnreadableError(f"{best[1]} {best[2]}")
    if misfits:
        raise misfits[0]
    raise UnreadableError("In dit bestand staat geen werkblad met kolommen die wij kennen. Is het leeg?")


def _may_be(layout: Layout, sheet: SheetRows, place: int, number: int) -> bool:
    """Tell whether the heading may stand there. A CSV file has one sheet, however it is cut."""
    if layout.heading is not None and number != layout.heading:
        return False
    return layout.sheet is None or isinstance(sheet, CsvSheet) or place == layout.sheet


def numbered(titles: Iterable[str]) -> list[str]:
    """The headings, the second of one name as `name (2)`, so that each can be chosen."""
    seen: Counter[str] = Counter()
    found = []
    for title in titles:
        seen[title] += 1
        found.append(f"{title} ({seen[title]})" if title and seen[title] > 1 else title)
    return found


def _beginning(sheet: SheetRows, misfits: list[CutError]) -> Iterator[Row]:
    """The rows in which a heading may stand. At the wrong delimiter quotation marks need not fit: then none further."""
    try:
        yield from takewhile(lambda row: row[0] <= HEADING_WITHIN, safe_rows(sheet))
    except CutError as error:
        misfits.append(error)


def _table(layout: Layout, sheet: SheetRows, heading: int, titles: list[str]) -> Table:
    columns: dict[int, str] = {}
    for place, title in enumerate(titles):
        if title in layout.columns:
            if title in columns.values():
                raise UnreadableError(f"De kolom '{title}' staat er twee keer in.")
            columns[place] = title
    unread = tuple(title for title in titles if title and title not in layout.known)
    return Table(layout.name, sheet, heading, columns, unread)


def title_of(text: str) -> str:
    """A heading as it is compared: without capitals, stars and line ends."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split()).strip("* ").casefold()[:100]


def safe_rows(sheet: SheetRows) -> Iterator[Row]:
    """The rows of a sheet, with one clear error for whatever may be wrong with the file."""
    last = 0
    try:
        for row in sheet.rows():
            last = row[0]
            yield row
    except UnreadableError:
        raise
    except FAULTS as error:
        raise UnreadableError(f"Na rij {last} is het bestand niet te lezen. {DAMAGED}" if last else DAMAGED) from error


@contextmanager
def opened(path: Path) -> Iterator[Iterable[SheetRows]]:
    """The sheets of a file, by what it holds and not by its name. Raises UnreadableError."""
    with path.open("rb") as file:
        upload = inspect(file, path.stat().st_size)
    if upload.kind == SheetKind.CSV:
        yield csv_sheets(path)
        return
    with Archive(path) as archive, workbook_sheets(archive) as sheets:
        yield sheets
