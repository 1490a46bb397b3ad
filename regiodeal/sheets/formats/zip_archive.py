"""The zip archive behind XLSX and ODS, opened only when all of it stays within bounds."""

import logging
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self
from xml.etree.ElementTree import Element, ParseError, fromstring  # only of parts without a document type
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from django.conf import settings
from python_calamine import CalamineError

from regiodeal.sheets.formats import UnreadableError

MOST_PARTS = 2_000
PART_BYTES = 5_000_000  # a part that is read as a whole: styles, the list of sheets
DAMAGED = "Het bestand is beschadigd en niet te lezen. Open het in Excel of LibreOffice en bewaar het opnieuw."
_ENCRYPTED = 0x1
_PIECE = 1 << 16
# What zipfile, zlib, expat, calamine and the readers here raise for a file that does not hold what it says.
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ParseError, ExpatError, EOFError, OSError, NotImplementedError),
    *(LookupError, ValueError, OverflowError, RecursionError, CalamineError),
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
            xml_parser().Parse(content, True)
            return fromstring(content)  # noqa: S314  # without a document type there is nothing to expand

    def size(self, name: str) -> int:
        """Return how large a part is, unpacked."""
        return self._zip.getinfo(name).file_size

    @contextmanager
    def pieces(self, name: str) -> Iterator[Iterator[bytes]]:
        """A part, piece by piece."""
        with self._zip.open(name) as part:
            yield iter(lambda: part.read(_PIECE), b"")

    def _whole(self, name: str) -> bytes:
        if self.size(name) > PART_BYTES:
            raise UnreadableError(DAMAGED)
        return self._zip.read(name)


def xml_parser(start: Callable[[str, dict[str, str]], None] | None = None) -> XMLParserType:
    """A parser that tells of each element, and refuses a document type: only with one can XML name entities that grow.

    Whatever encoding a part says it has, it is read as UTF-8, as calamine does: both see the same elements.
    """
    parser = ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    return parser


def _refuse_doctype(*_declared: object) -> None:
    raise UnreadableError(DAMAGED)
