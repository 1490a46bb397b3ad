"""What a file is, by its content; a name that is safe to give back; and attaching it to a record."""

import hashlib
import re
import zipfile
from datetime import datetime
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pillars.models import Evidence, Measurement, ProgressEntry
from regiodeal.covenant.models import User

CONTENT_TYPES = {
    Evidence.Kind.PDF: "application/pdf",
    Evidence.Kind.PNG: "image/png",
    Evidence.Kind.JPEG: "image/jpeg",
    Evidence.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Evidence.Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Evidence.Kind.CSV: "text/csv; charset=utf-8",
}
ENDINGS = {kind: {kind.value} for kind in Evidence.Kind} | {Evidence.Kind.JPEG: {"jpg", "jpeg"}}

HEAD = 4096  # bytes that tell what a file is
TAIL = 2048  # bytes in which a PDF or PNG says that it is complete
MOST_PARTS = 5000  # of an Office file; a large workbook has some hundreds
LARGEST_UNPACKED = 200_000_000  # bytes; more in a small file is a bomb
_UNSAFE = re.compile(r"[^\w .()+-]+")
_MARKUP = re.compile(rb"^\s*<(!doctype|html|script|svg|\?xml)", re.IGNORECASE)


class UnreadableFileError(Exception):
    """The file is not one of the kinds that are taken. Its text is Dutch."""


def kind_of(upload: IO[bytes]) -> Evidence.Kind:
    """What the file is by its content, whatever it is called. Raises UnreadableFileError."""
    upload.seek(0)
    head = upload.read(HEAD)
    tail = _tail(upload)
    upload.seek(0)
    if head.startswith(b"%PDF-") and b"%%EOF" in tail:
        return Evidence.Kind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and b"IEND" in tail:
        return Evidence.Kind.PNG
    if head.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in tail:
        return Evidence.Kind.JPEG
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(upload)
    if _is_csv(upload, head):
        return Evidence.Kind.CSV
    raise UnreadableFileError(
        "Dit is geen volledige PDF, PNG, JPEG, XLSX, DOCX of CSV. Sla het bestand opnieuw op en probeer het nog eens."
    )


def _tail(upload: IO[bytes]) -> bytes:
    size = upload.seek(0, 2)
    upload.seek(max(size - TAIL, 0))
    return upload.read(TAIL)


def _office_kind(upload: IO[bytes]) -> Evidence.Kind:
    """Only the list of parts is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(upload) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise UnreadableFileError("Dit bestand is beschadigd en niet te openen.") from error
    finally:
        upload.seek(0)
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableFileError("Dit bestand is uitgepakt te groot.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFileError("Dit bestand bevat macro's. Sla het op zonder macro's.")
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return Evidence.Kind.XLSX
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return Evidence.Kind.DOCX
    raise UnreadableFileError("Dit is een zipbestand, maar geen XLSX of DOCX.")


def _is_csv(upload: IO[bytes], head: bytes) -> bool:
    """Text in UTF-8 with cells on its first line; a web page is text too, and is refused."""
    first = head.split(b"\n", 1)[0]
    if _MARKUP.match(head) or not any(separator in first for separator in (b";", b",", b"\t")):
        return False
    upload.seek(0)
    try:
        for line in upload:
            if b"\0" in line:
                return False
            line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    finally:
        upload.seek(0)
    return True


def check_name(name: str, kind: Evidence.Kind) -> None:
    """Refuse a name that promises another kind of file. Raises UnreadableFileError."""
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS[kind]:
        raise UnreadableFileError(f"De inhoud is {kind.label}, maar de naam eindigt op '.{ending[:10]}'.")


def safe_name(name: str, kind: Evidence.Kind) -> str:
    """The name for showing and saving: letters, digits and plain signs, one line, with the ending of its kind."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    cleaned = _UNSAFE.sub("_", stem).strip(" ._")[:120]
    return f"{cleaned or 'bestand'}.{kind.value}"


@transaction.atomic
def attach(
    record: Measurement | ProgressEntry, *, upload: "UploadedFile[Any]", by: User, at: datetime, values: dict[str, Any]
) -> Evidence:
    """Keep the file with the record. Raises UnreadableFileError for what it does not take."""
    assert upload.file is not None
    kind = kind_of(upload.file)
    check_name(upload.name or "", kind)
    evidence = Evidence(
        measurement=record if isinstance(record, Measurement) else None,
        entry=record if isinstance(record, ProgressEntry) else None,
        name=safe_name(upload.name or "", kind),
        kind=kind,
        size=upload.size or 0,
        sha256=digest(upload.file),
        uploaded_by=by,
        uploaded_at=at,
        **values,
    )
    evidence.file = upload
    evidence.save()
    return evidence


def digest(upload: IO[bytes]) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    upload.seek(0)
    sha = hashlib.sha256()
    while chunk := upload.read(65536):
        sha.update(chunk)
    upload.seek(0)
    return sha.hexdigest()
