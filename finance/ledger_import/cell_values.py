"""What an administration writes in a cell, read as whole cents and days, never as a float.

Each function raises ValueError, with a reason in Dutch, for what it cannot read with certainty.
"""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from finance.base.money_fields import LARGEST
from regiodeal.base.dates import FIRST, FIRST_YEAR, LAST, LAST_YEAR, is_within, typed_day
from regiodeal.sheets.cells import MOST_EXACT, BadCell, Cell, is_blank, text_of

DEBIT_WORDS = frozenset({"d", "db", "deb", "debet", "debit", "s"})
CREDIT_WORDS = frozenset({"c", "cr", "cre", "cred", "credit", "h"})
TOO_LONG = (
    "Dit nummer heeft meer dan 15 cijfers, en is als getal bewaard: dan raken de laatste cijfers weg. Maak er in het "
    "rekenblad een tekst van, of lees de CSV uit de administratie."
)
LONGEST_SHOWN = 60
CUT = " [ingekort]"  # ends a text that was longer than its field
_REMEMBERED = 20_000

# A group of thousands never begins with a nought: 0.500 is no 500, and 012.345 is no 12345. Three digits behind a
# comma may be a group, as English programs write it: 1,200 is no 1,20.
_DUTCH = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]{1,2})?|[0-9]+(,[0-9]{1,2}|,[0-9]{2}00)?|,[0-9]{1,2}")
_PLAIN = re.compile(r"[0-9]*\.[0-9]{1,2}|[0-9]+\.[0-9]{2}00|[1-9][0-9]{0,2}(,[0-9]{3})+\.[0-9]{2}")
_DAYS = (
    re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4}|[0-9]{2})"),
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$")
_SERIAL = re.compile(r"[0-9]{5}([.,][0-9]+)?")
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet, which counts a 29 February 1900
_SERIALS = range(36_526, 73_051)  # 1 January 2000 to 31 December 2099: another number of five digits is no day
_SIGNS = str.maketrans(dict.fromkeys("\u2212\u2013\u2014", "-") | dict.fromkeys("\u00a0\u202f\u2009 \u2019'€"))
_SIDE = re.compile(r"(?P<digits>.*[0-9)])(?P<side>CR|C|DB|DR|D)\.?", re.IGNORECASE)
_CURRENCY = re.compile(r"(?P<before>[A-Z]{3})?(?P<amount>[^A-Z]*([0-9)-](CR|C|DB|DR|D)?)?)(?P<after>[A-Z]{3})?")


@lru_cache(_REMEMBERED)
def read_cents(cell: Cell) -> int:
    """An amount as whole cents: 1.234,56 and 1234.56, below zero as -5 and 5,00- and (5,00) and 5,00 CR.

    An empty cell and the dash of an accounting format are nothing, 0. `1.234` is one thousand two hundred and 34, as a
    Dutch program writes it. Another currency than the euro is refused.
    """
    if isinstance(cell, Decimal):
        return _cents(cell, str(cell))
    text = text_of(cell)
    bare = _without_currency(text.translate(_SIGNS), text)
    if not bare.strip("-"):
        if len(bare) > 1:
            raise ValueError(f"'{text[:30]}' is geen bedrag in euro en centen. Schrijf bijvoorbeeld 1.234,56.")
        return 0
    digits, is_negative = _without_sign(bare)
    if _DUTCH.fullmatch(digits):
        amount = Decimal(digits.replace(".", "").replace(",", "."))
    elif _PLAIN.fullmatch(digits):
        amount = Decimal(digits.replace(",", ""))
    else:
        raise ValueError(f"'{text[:30]}' is geen bedrag in euro en centen. Schrijf bijvoorbeeld 1.234,56.")
    return _cents(-amount if is_negative else amount, text)


def _without_currency(bare: str, text: str) -> str:
    found = _CURRENCY.fullmatch(bare.upper())
    if not found or not (found["before"] or found["after"]):
        return bare
    if other := {found["before"], found["after"]} - {None, "EUR"}:
        raise ValueError(
            f"'{text[:30]}' is geen bedrag in euro maar in {min(filter(None, other))}. "
            "Koppel de kolom met het bedrag in euro, of de kolom met de valuta."
        )
    return found["amount"]


def _without_sign(text: str) -> tuple[str, bool]:
    """The digits, and whether the amount is below zero: -5, 5-, (5) and 5CR. Two signs stay, and are no amount."""
    if found := _SIDE.fullmatch(text):
        digits, side = found["digits"], found["side"].upper()
        return digits, side.startswith("C")
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    if text.startswith("-") or text.endswith("-"):
        return text.removeprefix("-") if text.startswith("-") else text.removesuffix("-"), True
    return text.removeprefix("+"), False


def _cents(amount: Decimal, text: str) -> int:
    cents = amount.scaleb(2)
    if not amount.is_finite() or abs(amount) > LARGEST or cents != cents.to_integral_value():
        raise ValueError(f"'{text[:30]}' is geen bedrag in hele centen.")
    return int(cents)


@lru_cache(_REMEMBERED)
def read_day(cell: Cell) -> date:
    """A day: 31-12-2026, 2026-12-31, 31/12/26, 20261231, 31 december 2026, with or without a time behind it.

    Also the number that a spreadsheet keeps for it, 46387. A year of two digits is one of 2000 to 2099.
    """
    if isinstance(cell, date):
        return _within(cell)
    text = text_of(cell).strip()
    bare = _TIME.sub("", text)
    for form in _DAYS:
        if found := form.fullmatch(bare):
            year = int(found["year"])
            try:
                day = date(2000 + year if len(found["year"]) == 2 else year, int(found["month"]), int(found["day"]))
            except ValueError:
                break
            return _within(day)
    if not text:
        raise ValueError("De datum ontbreekt.")
    if _SERIAL.fullmatch(bare) and (number := int(bare[:5])) in _SERIALS:
        return _within(_EPOCH + timedelta(days=number))
    try:
        return _within(typed_day(bare))
    except ValueError as error:
        raise ValueError(f"'{text[:30]}' is geen datum. Schrijf bijvoorbeeld 31-12-2026.") from error


_PERIOD = re.compile(r"((?P<year>[0-9]{4})[-/. ]?)?[PM]?(?P<month>[0-9]{1,3})", re.IGNORECASE)


def first_of_period(cell: Cell, *, year: int) -> date:
    """The first day of a month that an administration calls 6, 06, 202606, 2026-06 or 2026006; year 0 is unknown."""
    text = text_of(cell).strip()
    found = _PERIOD.fullmatch(text)
    month, named = (int(found["month"]), int(found["year"] or 0)) if found else (0, 0)
    if not 1 <= month <= 12:
        raise ValueError(f"'{text[:30]}' is geen periode van een maand. Schrijf bijvoorbeeld 202606.")
    if not (named or year):
        raise ValueError("Van deze periode is het jaar niet bekend. Koppel ook het boekjaar.")
    return _within(date(named or year, month, 1))


def converted(cents: int, rate: Decimal) -> int:
    """Cents of another currency in cents of the euro, at a rate of euros for one: half a cent goes up."""
    return int((cents * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _within(day: date) -> date:
    if not is_within(day):
        raise ValueError(
            f"Het jaar {day.year} kan niet kloppen. Schrijf een dag van {FIRST.year} tot en met {LAST.year}."
        )
    return day


def read_year(cell: Cell, *, otherwise: int) -> int:
    """A bookkeeping year of four digits, such as 2026; an empty cell is the year of the booking date."""
    text = text_of(cell).strip()
    if not text:
        return otherwise
    if not (len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise ValueError(f"'{text[:30]}' is geen boekjaar. Schrijf bijvoorbeeld 2026.")
    return int(text)


def read_document(cell: Cell, *, longest: int) -> str:
    """The number of a document as text. A number of more digits than a spreadsheet keeps is refused: the last ones are
    not what they were."""
    if isinstance(cell, Decimal) and abs(cell) >= MOST_EXACT:
        raise ValueError(TOO_LONG)
    return read_text(cell, longest=longest)


def is_credit(cell: Cell, *, nothing: bool = False) -> bool:
    """Tell whether the side of an amount is credit: it lowers what was spent. An amount of nothing needs no side."""
    text = text_of(cell).strip().casefold().rstrip(".")
    if text in CREDIT_WORDS:
        return True
    if text in DEBIT_WORDS or (nothing and not text):
        return False
    raise ValueError(f"'{text[:30]}' is geen debet of credit. Schrijf D of C.")


def read_text(cell: Cell, *, longest: int) -> str:
    """One line of text without what cannot be printed. Raises ValueError for what is longer than a field takes."""
    text = one_line(cell)
    if len(text) > longest:
        raise ValueError(f"Deze tekst is langer dan {longest} tekens.")
    return text


def cut_text(cell: Cell, *, longest: int) -> str:
    """One line of text; what is longer than a field takes is cut, and says so at its end."""
    text = one_line(cell)
    return text if len(text) <= longest else text[: longest - len(CUT)].rstrip() + CUT


def one_line(cell: Cell) -> str:
    """The text of a cell on one line, without what cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text_of(cell)).split())


def plain_value(cell: Cell | BadCell) -> str:
    """What a cell says, the same in a spreadsheet and in a text: cents of an amount, a day, else its text."""
    if isinstance(cell, BadCell):
        return cell.reason
    if is_blank(cell):
        return ""
    for read in (read_cents, read_day):
        try:
            return str(read(cell))
        except ValueError:
            continue
    return one_line(cell)


def shortened(value: str) -> str:
    """A value as a message shows it: of a long one the beginning and the end, by which people tell it from another."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[:40]} … {value[-17:]}"
