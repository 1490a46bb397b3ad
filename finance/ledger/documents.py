"""One document, one booking: how the number of a document is compared, whoever entered it and however it was written.

`0004711` and `4711` are the same number and so are `ink-77` and `INK-77`; an administration numbers anew each year.
"""

from collections.abc import Iterable
from typing import Any

from finance.ledger.models import Booking, BookingOrigin
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State


def bare(number: str) -> str:
    """Return the number of a document as it is compared: without capitals, spaces around it and leading noughts."""
    text = number.strip().upper()
    return text.lstrip("0") or "0" if text.isascii() and text.isdigit() else text


def ledger_key(*, year: int, book: str, document: str, part: str) -> str:
    """Return the key of a row of the administration: year, day book, document and line, as they are compared."""
    return ":".join((str(year), bare(book), bare(document), bare(part)))


def without_year(key: str) -> str:
    """Return day book, document and line of a key."""
    return key.partition(":")[2]


def entered_by_hand(model: type[Booking], deal: Deal, years: Iterable[int]) -> set[tuple[int, str]]:
    """Return year and number, as they are compared, of each document of these years that a person entered."""
    rows: Any = model._default_manager.filter(deal=deal, year__in=set(years), origin=BookingOrigin.MANUAL)
    found = rows.exclude(state=State.WITHDRAWN).order_by().values_list("year", "code")
    return {(year, bare(code)) for year, code in found}


def came_from_ledger(model: type[Booking], deal: Deal, *, year: int, code: str, besides: int | None = None) -> bool:
    """Tell whether a document with this number was read from the administration, on whichever of its lines."""
    rows: Any = model._default_manager.filter(deal=deal, origin=BookingOrigin.IMPORT).exclude(pk=besides)
    rows = rows.exclude(state=State.WITHDRAWN).filter(ledger_key__startswith=f"{year}:")
    keys = rows.filter(ledger_key__contains=f":{bare(code)}:").values_list("ledger_key", flat=True)
    return any(key.split(":")[2] == bare(code) for key in keys) or rows.filter(code__iexact=code).exists()
