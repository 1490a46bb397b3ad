"""CSV as people save it: with whichever sign between cells, in UTF-8, in Windows' own encoding or in Excel's UTF-16."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from regiodeal.sheets.formats import MOST_COLUMNS, Row, UnreadableError

DELIMITERS = (";", ",", "\t")
RARE_DELIMITERS = "|^~¦§¬#!$@"  # each tried only where it stands as often in one row as in the next
_ROWS_LOOKED_AT = 25
_PIECE = 1 << 16


class CutError(UnreadableError):
    """The quotation marks do not fit: at this delimiter, or at all."""


@dataclass(frozen=True)
class CsvSheet:
    """A CSV file, cut at one delimiter. Which one it is shows when its heading is found."""

    path: Path
    encoding: str
    delimiter: str

    def rows(self) -> Iterator[Row]:
        """Every row that holds something. Raises CutError with the row where a quotation mark is missing."""
        number = 0
        with self.path.open(encoding=self.encoding, newline="") as file:
            try:
                for number, cells in enumerate(csv.reader(file, delimiter=self.delimiter, strict=True), start=1):
                    if any(cells):
                        yield number, list(cells[:MOST_COLUMNS])
            except csv.Error as error:
                raise CutError(
                    f"Vanaf rij {number + 1} is het bestand niet te lezen: "
                    "een aanhalingsteken staat verkeerd of ontbreekt, of een cel is te lang."
                ) from error

    def count(self) -> int:
        """The lines; a cell of more lines counts more than once."""
        with self.path.open("rb") as file:
            return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))


def csv_sheets(path: Path) -> list[CsvSheet]:
    """The file as it reads with each delimiter. Raises UnreadableError for an encoding that is none of ours."""
    encoding = _encoding(path)
    return [CsvSheet(path, encoding, delimiter) for delimiter in (*DELIMITERS, *_rare(path, encoding))]


def _rare(path: Path, encoding: str) -> list[str]:
    """Other signs that may stand between the cells: three times or more in most of the first rows."""
    with path.open(encoding=encoding) as file:
        lines = [line for line in islice(file, _ROWS_LOOKED_AT) if line.strip()]
    return [sign for sign in RARE_DELIMITERS if sum(line.count(sign) >= 3 for line in lines) * 2 > len(lines)]


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(4)
    wide = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        if _can_be(path, encoding):
            return encoding
    raise UnreadableError("De tekens in dit bestand zijn niet te lezen. Bewaar het als CSV met UTF-8.")


def _can_be(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            for _piece in iter(lambda: file.read(_PIECE), ""):
                pass
    except UnicodeError:
        return False
    return True
