"""The formats in which money is written out, and a file of it as an answer."""

from typing import IO

from django.db import models
from django.http import FileResponse

from regiodeal.sheets.formats.write import CONTENT_TYPES
from regiodeal.sheets.reading import SheetKind


class Format(models.TextChoices):
    """A format in which money can be written out."""

    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"


TYPES = {
    Format.XLSX: CONTENT_TYPES[SheetKind.XLSX],
    Format.CSV: CONTENT_TYPES[SheetKind.CSV],
    Format.JSON: "application/json",
}


def as_download(file: IO[bytes], kind: Format, name: str) -> FileResponse:
    """A file that was just written, under a name that says what it is."""
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{kind}", content_type=TYPES[kind])
