"""Files as people make them, and reading them in by the tasks that the portal itself uses."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from pillars.exchange.checking import RESOURCES
from pillars.exchange.models import ImportJob
from pillars.exchange.tasks import check_import, enter_import
from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.folder import Folder
from regiodeal.sheets.reading import Table, find_table, opened

HEADINGS = ("code", "jaar", "peildatum", "waarde", "bron", "toelichting")
VOLUNTEERS = "vrijwilligers-vergoeding"  # a number a year
COORDINATORS = "coordinatoren-opgeleid"  # a number on a day
NETWORK = "netwerk-coordinatoren"  # a milestone
SUPPORT = "ondersteuning-plekken"  # a step of the scale
PLACE = "plekken-ruimer-open/plek-01"  # one item of an indicator
BASE = "/deals/den-haag-zuidwest-ii/uitwisselen/inlezen/"
TWO = [(VOLUNTEERS, 2025, "", 84, "Lijst", ""), (COORDINATORS, "", "14-06-2026", "1.234,00", "Lijst", "Toelichting")]
Cells = Sequence[Any]
type Read = Callable[[bytes], list[dict[str, Cell]]]  # a file, as rows by the heading of their columns


def csv_file(
    rows: Iterable[Cells], *, headings: Cells = HEADINGS, delimiter: str = ";", encoding: str = "utf-8"
) -> bytes:
    """A CSV file of these rows."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def xlsx_file(rows: Iterable[Cells], *, headings: Cells = HEADINGS) -> bytes:
    """A workbook of these rows, made by openpyxl."""
    book = Workbook()
    assert book.active is not None
    for row in [headings, *rows]:
        book.active.append(list(row))
    return saved(book)


def ods_file(rows: Iterable[Cells], *, headings: Cells = HEADINGS) -> bytes:
    """An OpenDocument file of these rows, made by odfpy."""
    data = tablib.Dataset(*[[_for_odfpy(cell) for cell in row] for row in rows], headers=headings)
    content: bytes = data.export("ods")
    return content


def _for_odfpy(cell: Any) -> Any:
    is_day = isinstance(cell, date) and not isinstance(cell, datetime)
    return "" if cell is None else datetime(cell.year, cell.month, cell.day) if is_day else cell  # noqa: DTZ001


def saved(book: Workbook) -> bytes:
    """The file of a workbook."""
    file = BytesIO()
    book.save(file)
    book.close()
    return file.getvalue()


def loaded(content: bytes) -> Workbook:
    """The workbook in a file."""
    return load_workbook(BytesIO(content))


def uploaded(deal: Deal, user: User, content: bytes, *, name: str = "cijfers.csv") -> ImportJob:
    """A file that was uploaded and not checked yet."""
    job = ImportJob.objects.create(
        deal=deal, file_name=name, size=len(content), uploaded_by=user, uploaded_at=timezone.now()
    )
    Folder(job.pk).keep_upload([content])
    return job


def checked(deal: Deal, user: User, content: bytes, *, name: str = "cijfers.csv") -> ImportJob:
    """A file that was uploaded and checked."""
    job = uploaded(deal, user, content, name=name)
    check_import(job.pk)
    job.refresh_from_db()
    return job


def entered(deal: Deal, user: User, content: bytes, *, submit: bool = False) -> ImportJob:
    """A file that was uploaded, checked and entered."""
    job = checked(deal, user, content)
    assert job.accept(by=user, submit=submit, at=timezone.now()), faults(job)
    enter_import(job.pk)
    job.refresh_from_db()
    return job


def faults(job: ImportJob) -> list[tuple[int, str, str]]:
    """What is wrong in a file: row, column and reason."""
    return [(each.row, each.column, each.reason) for each in Folder(job.pk).faults()]


def table_in(path: Path) -> tuple[Table, list[tuple[int, list[Cell]]]]:
    """The table that a file holds, and its rows."""
    with opened(path) as sheets:
        table = find_table(sheets, [resource.layout() for resource in RESOURCES.values()])
        return table, list(table.rows())


def with_texts(texts: bytes, cells: bytes) -> bytes:
    """A workbook as Excel itself makes it: the texts in a part of their own, and one row that points at them."""
    file = BytesIO(with_row(f'<row r="2">{cells.decode()}</row>'))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    return file.getvalue()


def with_row(row: str) -> bytes:
    """A workbook whose second row is exactly this XML."""
    return changed(
        xlsx_file([]),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", row.encode() + b"</sheetData>"),
    )


def with_ods_row(row: str) -> bytes:
    """An OpenDocument file whose second row is exactly this XML."""
    rows = row.encode() + b"</table:table>"
    return changed(ods_file([]), "content.xml", lambda part: part.replace(b"</table:table>", rows))


def changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip archive with one of its parts changed."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return file.getvalue()


def upload(client: Client, content: bytes, name: str = "cijfers.csv") -> Any:
    """Choose a file on the page."""
    return client.post(BASE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def press_enter(client: Client, job: ImportJob, data: Mapping[str, object] | None = None) -> Any:
    """Press the button that enters the rows, on the page of an import as it stands now."""
    found = re.search(r'name="seen" value="([^"]+)"', client.get(f"{BASE}{job.pk}/").content.decode())
    form = {**(data or {}), **({"seen": found[1]} if found else {})}
    return client.post(f"{BASE}{job.pk}/invoeren/", form, follow=True)


def latest() -> ImportJob:
    """The file that was uploaded last."""
    return ImportJob.objects.latest("pk")


def trail(figure: Measurement) -> list[tuple[str, str, str, str]]:
    """The steps of a figure: from, to, by whom and why."""
    return [(step.from_state, step.to_state, step.by.name, step.reason) for step in figure.events.all()]
