"""Files about places, and the places they are about."""

from typing import Any

from pillars.agreed.models import NamedItem
from tests.pillars.exchange.files import csv_file

HEADINGS = (
    *("code", "lijst", "naam in de afspraken", "naam", "wijk", "ligging", "telt mee als", "open sinds", "gesloten op"),
    *("toelichting", "kenmerk"),
)
PLACES, PLINTHS = "Ontmoetingsplekken", "Plinten"
MUSSEN = {"code": "plek-01", "naam": "Buurthuis De Mussen", "wijk": "Moerwijk", "open sinds": "01-05-2019"}
NEW = {"lijst": PLACES, "naam": "De Vijftiende", "wijk": "Bouwlust", "open sinds": "01-03-2025"}


def places(*rows: dict[str, Any], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A file of these rows."""
    return csv_file([[row.get(heading, "") for heading in headings] for row in rows], headings=headings)


def place(code: str = "plek-01") -> NamedItem:
    """A place as it stands in the register."""
    return NamedItem.objects.get(deal__slug="den-haag-zuidwest-ii", code=code)
