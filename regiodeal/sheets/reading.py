"""From an uploaded file to the rows under a heading that we know."""

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.db import models

from regiodeal.sheets.cells import text_of
from regiodeal.sheets.formats import Row, SheetRows, UnreadableError, too_many_rows
from regiodeal.sheets.formats.read_csv import CsvSheet, CutError, csv_sheets
from regiodeal.sheets.formats.workbooks import CONTENT, WORKBOOK, workbook_sheets
from regiodeal.sheets.formats.zip_archive import DAMAGED, FAULTS, Archive

HEADING_WITHIN = 20  # rows; above the heading people put a title or an explanation
LAST_HEADING_ROW = 1_000  # where the row of the heading is said
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op. Bewaar het als .xlsx.",
    b"%PDF": "Dit is een PDF. Kies een CSV-, XLSX- of ODS-bestand.",
}
NO_SHEET = "Dit is geen CSV-, XLSX- of ODS-bestand."


MOST_TITLES = 8  # that are named of a file that does not fit


class NoTableError(UnreadableError):
    """Raised when no sheet has any heading that we know."""


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
    there: list[str] = []  # the first row that may be a heading: what the file has instead
    misfits: list[CutError] = []
    chosen = list(layouts)
    within = max([HEADING_WITHIN, *(layout.heading or 0 for layout in chosen)])
    for place, sheet in enumerate(sheets, start=1):
        for number, cells in _beginning(sheet, within, misfits):
            told = [title_of(text_of(cell)) for cell in cells]
            there = there or list(filter(None, told))
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
    raise _unknown(chosen, there)


def _unknown(layouts: Sequence[Layout], there: Sequence[str]) -> NoTableError:
    """What is told of a file in which no heading is known: what was looked for, and what it has instead."""
    empty = "In dit bestand staat geen werkblad met kolommen die wij kennen."
    if not there or not layouts:
        return NoTableError(f"{empty} Is het leeg?")
    wanted = ", ".join(layouts[0].required[:MOST_TITLES])
    return NoTableError(f"{empty} Gezocht: {wanted}. Er staat: {', '.join(there[:MOST_TITLES])}. {layouts[0].hint}")


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


def _beginning(sheet: SheetRows, within: int, misfits: list[CutError]) -> Iterator[Row]:
    """The rows in which a heading may stand. At the wrong delimiter quotation marks need not fit: then none further."""
    try:
        yield from takewhile(lambda row: row[0] <= within, safe_rows(sheet))
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


MOST_FILES = 500  # in a zip
_SHEET_FILES = (".xlsx", ".ods", ".csv")


def files_in(source: Path | IO[bytes]) -> list[str]:
    """The names of the files of rows and columns in a zip; empty for what is no zip of them. Raises UnreadableError."""
    with Archive(source) as archive:
        if WORKBOOK in archive.names or CONTENT in archive.names:
            return []
        found = sorted(name for name in archive.names if name.lower().endswith(_SHEET_FILES) and "__MACOSX" not in name)
    if len(found) > MOST_FILES:
        raise UnreadableError(f"Er zitten meer dan {MOST_FILES} bestanden in. Verdeel ze over meer zips.")
    return found


@dataclass(frozen=True)
class SheetOfFile:
    """A sheet of one of the files in a zip, with the name of that file."""

    file_name: str
    sheet: SheetRows

    def rows(self) -> Iterator[Row]:
        """Every row that holds something, from the top."""
        return self.sheet.rows()

    def count(self) -> int:
        """About how many rows there are."""
        return self.sheet.count()


@contextmanager
def opened_each(path: Path) -> Iterator[Iterable[SheetRows]]:
    """The sheets of a file, or of each of the files in a zip, one file after the other. Raises UnreadableError."""
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    if names := files_in(path) if is_zip else []:
        yield _sheets_of_each(path, names)
    else:
        with opened(path) as sheets:
            yield sheets


def _sheets_of_each(path: Path, names: Iterable[str]) -> Iterator[SheetRows]:
    with Archive(path) as archive, TemporaryDirectory() as folder:
        unpacked = Path(folder) / "file"
        for name in names:
            with unpacked.open("wb") as file, archive.pieces(name) as pieces:
                file.writelines(pieces)
            shown = name.rpartition("/")[2]
            try:
                with opened(unpacked) as sheets:
                    yield from (SheetOfFile(shown, sheet) for sheet in sheets)
            except UnreadableError as refusal:
                raise UnreadableError(f"{shown}: {refusal}") from refusal


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
