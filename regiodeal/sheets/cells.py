"""Cells: what a file can say in one, and what may never stand in one that we write."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite

from regiodeal.base.characters import FORMULA, UNWRITABLE


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be read, with the reason in Dutch: a formula without outcome, an error, a merged cell."""

    reason: str


@dataclass(frozen=True)
class PercentCell:
    """A cell that its file shows as a percentage: 0.84 with the look of 84%. `share` is what the file keeps."""

    share: Decimal

    @property
    def percent(self) -> Decimal:
        """Return the percentage that is shown: 84."""
        return self.share * 100


type Cell = str | Decimal | date | PercentCell | BadCell | None

MOST_EXACT = 10**15
TRUE, FALSE = "WAAR", "ONWAAR"  # as a Dutch spreadsheet shows them


def escape(text: str) -> str:
    """The text as it may stand in a file: one apostrophe before what could become a formula. `unescape` undoes it.

    Apostrophes that already stand there are counted along, so that every text comes back as it was.
    """
    text = UNWRITABLE.sub("\ufffd", text)
    return f"'{text}" if FORMULA.match(text) else text


def unescape(text: str) -> str:
    """The text that `escape` made safe."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing was filled in."""
    return cell is None or (type(cell) is str and not cell.strip())


def text_of(cell: Cell) -> str:
    """The cell as somebody would type it: a number without needless noughts, a date the Dutch way."""
    match cell:
        case None:
            return ""
        case str():
            return unescape(cell)
        case Decimal():
            return number_text(cell)
        case date():
            return f"{cell:%d-%m-%Y}"
        case PercentCell():
            return f"{number_text(cell.percent)}%"
        case BadCell():
            return ""


def number_text(value: Decimal) -> str:
    """A number with a comma: 84, 1234,5. One too long to type stays in powers of ten, which no field takes."""
    if abs(value.adjusted()) > 30:
        return str(value)
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def number_cell(value: float) -> Cell:
    """The number in the 15 digits that a spreadsheet shows: 0.30000000000000004 is 0.3."""
    if not isfinite(value):
        return BadCell("In deze cel staat een getal dat niet te lezen is.")
    return Decimal(int(value)) if value.is_integer() and abs(value) < MOST_EXACT else Decimal(f"{value:.15g}")


# Excel takes 32,767 signs in a cell, and openpyxl would cut there without a word; one is left for an apostrophe.
LONGEST_TEXT = 32_766
CUT = "… [Ingekort: deze tekst past niet in een cel van Excel. Kies OpenDocument of CSV om hem te wijzigen.]"


def fitting(text: str) -> str:
    """The text as it fits in a cell of Excel: a longer one is cut, and says so at its end."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


def is_cut(cell: Cell) -> bool:
    """Tell whether a cell holds a text that `fitting` cut."""
    return isinstance(cell, str) and cell.rstrip().endswith(CUT)


def day_cell(text: str) -> Cell:
    """The day in a spreadsheet's own notation, 2026-06-14 with or without a time."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return BadCell("In deze cel staat een datum die niet bestaat.")
