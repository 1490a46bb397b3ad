"""Files that people give: what kind one is by its content, and a name that is safe to give back."""

import hashlib
import re
import struct
import zipfile
from email.parser import BytesHeaderParser
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from PIL import Image, UnidentifiedImageError

type Upload = UploadedFile[bytes]

LARGEST_PICTURE = 50_000_000  # pixels, such as 8,660 by 5,773


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the markers of a JPEG that tell its size


_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length


def png_pixels(file: IO[bytes]) -> int | None:
    """The number of pixels of a PNG, from its first chunk; None for one that ends before it tells them."""
    file.seek(16)
    size = file.read(8)
    if len(size) < 8:
        return None
    width, height = struct.unpack(">II", size)
    return int(width) * int(height)


def jpeg_pixels(file: IO[bytes]) -> int | None:
    """The number of pixels of a JPEG; None for one that does not tell it, and therefore cannot be shown."""
    file.seek(2)
    while (head := file.read(2)) and len(head) == 2 and head[0] == 0xFF:
        marker = head[1]
        if marker == 0xFF:  # a byte that only fills up
            file.seek(-1, 1)
            continue
        if marker in _ALONE:
            continue
        length = int.from_bytes(file.read(2), "big")
        if marker in _FRAMES:
            size = file.read(5)
            return int.from_bytes(size[1:3], "big") * int.from_bytes(size[3:5], "big") if len(size) == 5 else None
        file.seek(max(length - 2, 0), 1)
    return None


class FileKind(models.TextChoices):
    """Says what a file is by its content. The value is also the ending of its name."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpg", "JPEG"
    WEBP = "webp", "WebP"
    GIF = "gif", "GIF"
    XLSX = "xlsx", "Excel (XLSX)"
    ODS = "ods", "rekenblad (ODS)"
    DOCX = "docx", "Word (DOCX)"
    ODT = "odt", "tekst (ODT)"
    PPTX = "pptx", "PowerPoint (PPTX)"
    ODP = "odp", "presentatie (ODP)"
    CSV = "csv", "CSV"
    EML = "eml", "e-mail (EML)"


NAMES = [kind.name for kind in FileKind]
TAKEN = f"{', '.join(NAMES[:-1])} of {NAMES[-1]}"  # for people: PDF, PNG, ... of EML


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.GIF: "image/gif",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODP: "application/vnd.oasis.opendocument.presentation",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.EML: "message/rfc822",
}


_OFFICE_PARTS = {
    "xl/workbook.xml": FileKind.XLSX,
    "word/document.xml": FileKind.DOCX,
    "ppt/presentation.xml": FileKind.PPTX,
}


_OPEN_DOCUMENTS = {CONTENT_TYPES[kind].encode(): kind for kind in (FileKind.ODS, FileKind.ODT, FileKind.ODP)}


ENDINGS = {kind: {kind.value} for kind in FileKind} | {FileKind.JPEG: {"jpg", "jpeg"}}


ACCEPT = ",".join(f".{ending}" for kind in FileKind for ending in sorted(ENDINGS[kind], reverse=True))


HEAD = 4096  # bytes that tell what a file is


TAIL = 2048  # bytes in which a PDF or PNG says that it is complete


MOST_PARTS = 5000  # of an Office file; a large workbook has some hundreds


LARGEST_UNPACKED = 200_000_000  # bytes; more in a small file is a bomb


_UNSAFE = re.compile(r"[^\w .()+-]+")


_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


_MARKUP = re.compile(rb"^\s*<(!doctype|html|script|svg|\?xml)", re.IGNORECASE)


class UnreadableFileError(Exception):
    """The file is not one of the kinds that are taken. Its text is Dutch."""


def kind_of(upload: IO[bytes]) -> FileKind:
    """Return what the file is by its content, whatever it is called. Raises UnreadableFileError."""
    upload.seek(0)
    head = upload.read(HEAD)
    tail = _tail(upload)
    upload.seek(0)
    if picture := _picture_kind(head, tail):
        return _picture(picture, _PIXELS.get(picture, _pixels_by_library)(upload), upload)
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(upload)
    if head.startswith(_OLD_OFFICE):
        raise UnreadableFileError("Dit is een Outlook-bericht (MSG) of een oud Office-bestand. Sla het op als PDF.")
    if text := _text_kind(upload, head, tail):
        return text
    raise UnreadableFileError(f"Dit is geen volledige {TAKEN}. Sla het bestand opnieuw op en probeer het nog eens.")


_PIXELS = {FileKind.PNG: png_pixels, FileKind.JPEG: jpeg_pixels}


def _picture_kind(head: bytes, tail: bytes) -> FileKind | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and b"IEND" in tail:
        return FileKind.PNG
    if head.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in tail:
        return FileKind.JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.GIF if head[:6] in {b"GIF87a", b"GIF89a"} else None


def _text_kind(upload: IO[bytes], head: bytes, tail: bytes) -> FileKind | None:
    if head.startswith(b"%PDF-") and b"%%EOF" in tail:
        return FileKind.PDF
    if _is_mail(head):
        return FileKind.EML
    return FileKind.CSV if _is_csv(upload, head) else None


def _pixels_by_library(upload: IO[bytes]) -> int | None:
    """The number of pixels by the head of the picture; None for one that cannot be shown."""
    upload.seek(0)
    try:
        with Image.open(upload, formats=("WEBP", "GIF")) as image:
            return image.width * image.height
    except Image.DecompressionBombError:
        return LARGEST_PICTURE + 1
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None


def _is_mail(head: bytes) -> bool:
    """Tell whether a text begins with the lines of a mail: who sent it, and when."""
    if b"\0" in head or _MARKUP.match(head):
        return False
    names = {name.lower() for name in BytesHeaderParser().parsebytes(head)}
    return {"from", "date"} <= names


def _picture(kind: FileKind, pixels: int | None, upload: IO[bytes]) -> FileKind:
    upload.seek(0)
    if not pixels:
        raise UnreadableFileError("Dit plaatje is beschadigd en niet te openen.")
    if pixels > LARGEST_PICTURE:
        most = LARGEST_PICTURE // 1_000_000
        raise UnreadableFileError(f"Dit plaatje heeft meer dan {most} miljoen beeldpunten. Maak het kleiner.")
    return kind


def _tail(upload: IO[bytes]) -> bytes:
    size = upload.seek(0, 2)
    upload.seek(max(size - TAIL, 0))
    return upload.read(TAIL)


def _office_kind(upload: IO[bytes]) -> FileKind:
    """Tell the kind of an office file by its list of parts; nothing is unpacked."""
    try:
        with zipfile.ZipFile(upload) as package:
            parts = package.infolist()
            first = package.read(parts[0]) if parts and _tells_kind(parts[0]) else b""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise UnreadableFileError("Dit bestand is beschadigd en niet te openen.") from error
    finally:
        upload.seek(0)
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableFileError("Dit bestand is uitgepakt te groot.")
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise UnreadableFileError("Dit bestand bevat macro's. Sla het op zonder macro's.")
    if first.strip() in _OPEN_DOCUMENTS and "content.xml" in names:
        return _OPEN_DOCUMENTS[first.strip()]
    for part, kind in _OFFICE_PARTS.items():
        if "[Content_Types].xml" in names and part in names:
            return kind
    office = ", ".join(kind.name for kind in (*_OFFICE_PARTS.values(), *_OPEN_DOCUMENTS.values()))
    raise UnreadableFileError(f"Dit is een zipbestand, maar geen {office}.")


def _tells_kind(part: zipfile.ZipInfo) -> bool:
    """Tell whether it is the part by which an OpenDocument file says what it is: the first, small and not packed."""
    is_plain = part.compress_type == zipfile.ZIP_STORED and part.file_size < 200
    return part.filename == "mimetype" and is_plain


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


def check_name(name: str, kind: FileKind) -> None:
    """Refuse a name that promises another kind of file. Raises UnreadableFileError."""
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS[kind]:
        raise UnreadableFileError(f"De inhoud is {kind.label}, maar de naam eindigt op '.{ending[:10]}'.")


def safe_name(name: str, kind: FileKind) -> str:
    """The name for showing and saving: letters, digits and plain signs, one line, with the ending of its kind."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    cleaned = _UNSAFE.sub("_", stem).strip(" ._")[:120]
    return f"{cleaned or 'bestand'}.{kind.value}"


def digest(upload: IO[bytes]) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    upload.seek(0)
    sha = hashlib.sha256()
    while chunk := upload.read(65536):
        sha.update(chunk)
    upload.seek(0)
    return sha.hexdigest()


def described(upload: Upload) -> dict[str, object]:
    """Return what is kept of an upload beside its content: a safe name, kind, size and digest.

    Raises UnreadableFileError for what is not taken, or is named as another kind.
    """
    assert upload.file is not None
    kind = kind_of(upload.file)
    check_name(upload.name or "", kind)
    name = safe_name(upload.name or "", kind)
    return {"name": name, "kind": kind, "size": upload.size or 0, "sha256": digest(upload.file)}
