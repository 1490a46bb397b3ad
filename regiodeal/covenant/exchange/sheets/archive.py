"""The zip archive behind XLSX and ODS, opened only when all of it stays within bounds."""

import logging
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Self
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring, iterparse  # see `_refuse_entities`

from django.conf import settings

from regiodeal.covenant.exchange.sheets import UnreadableError

MOST_PARTS = 2_000
PART_BYTES = 5_000_000  # a part that is read as a whole: styles, the list of sheets
TEXT_BYTES = 50_000_000  # the texts that cells share, which stay in memory while the sheet is read
DAMAGED = "Het bestand is beschadigd en niet te lezen. Open het in Excel of LibreOffice en bewaar het opnieuw."
_ENCRYPTED = 0x1
_PIECE = 1 << 16
# What zipfile, zlib, expat and the readers here raise for a file that does not hold what it says.
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError, NotImplementedError),
    *(LookupError, ValueError, OverflowError, RecursionError),
)
logger = logging.getLogger(__name__)


@contextmanager
def damage_told() -> Iterator[None]:
    """Say in Dutch that the file is damaged, whatever a library says about it."""
    try:
        yield
    except FAULTS as error:
        logger.info("A file could not be read", exc_info=True)
        raise UnreadableError(DAMAGED) from error


class Archive:
    """A zip archive whose unpacked size was checked before anything is unpacked (zipfile never unpacks more)."""

    def __init__(self, source: Path | IO[bytes]) -> None:
        with damage_told():
            self._zip = zipfile.ZipFile(source)
        parts = self._zip.infolist()
        self.unpacked_size = sum(part.file_size for part in parts)
        self.names = {part.filename for part in parts}
        if len(parts) > MOST_PARTS or self.unpacked_size > settings.EXCHANGE_UNPACKED_BYTES:
            most = settings.EXCHANGE_UNPACKED_BYTES // 1_000_000
            raise UnreadableError(
                f"Uitgepakt is dit bestand groter dan {most} MB. Verdeel de rijen over meer bestanden."
            )
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise UnreadableError("Het bestand heeft een wachtwoord. Bewaar het zonder wachtwoord.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def text(self, name: str) -> str:
        """A small part as text."""
        with damage_told():
            return self._whole(name).decode()

    def tree(self, name: str) -> Element:
        """A small part as XML."""
        with damage_told():
            content = self._whole(name)
            _refuse_entities(BytesIO(content))
            return fromstring(content)  # noqa: S314  # without a document type there is nothing to expand

    def size(self, name: str) -> int:
        """How large a part is, unpacked."""
        with damage_told():
            return self._zip.getinfo(name).file_size

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """A part, to read piece by piece."""
        with damage_told(), self._zip.open(name) as part:
            yield part

    def occurrences(self, name: str, beginning: bytes) -> int:
        """About how often something begins in a part; one that lies across two pieces is missed."""
        with self.stream(name) as part:
            return sum(piece.count(beginning) for piece in iter(lambda: part.read(_PIECE), b""))

    def elements(self, name: str) -> Iterator[tuple[str, Element]]:
        """The beginning and end of every element of a part, as it is read."""
        with self.stream(name) as part:
            _refuse_entities(part)
            part.seek(0)
            yield from iterparse(part, events=("start", "end"))  # noqa: S314  # as in `tree`

    def _whole(self, name: str) -> bytes:
        if self.size(name) > PART_BYTES:
            raise UnreadableError(DAMAGED)
        return self._zip.read(name)


class _Prologue:
    """What the parser tells of what stands before the first element, which is all that may hold a document type."""

    is_over = False

    def doctype(self, *_declared: object) -> None:
        """Refuse it, before the parser comes to the entities in it."""
        raise UnreadableError(DAMAGED)

    def start(self, *_element: object) -> None:
        """Note the first element: after it a document type is an error to the parser itself."""
        self.is_over = True


def _refuse_entities(part: IO[bytes]) -> None:
    """No spreadsheet has a document type; only with one can XML name entities that grow without end.

    The parser that reads the part looks for it, so that no comment or encoding hides it.
    """
    prologue = _Prologue()
    parser = XMLParser(target=prologue)  # noqa: S314  # it stops at a document type
    for piece in iter(lambda: part.read(_PIECE), b""):
        parser.feed(piece)
        if prologue.is_over:
            return
    parser.close()  # it may still hold back what it was fed last
