"""What every verb of the agreement refuses in the same words."""

from datetime import date, datetime

from django.utils import timezone

from regiodeal.base.dates import NOT_YET
from regiodeal.base.dutch import day


class NotYetError(ValueError):
    """The covenant asks something that is not there yet. Its text is Dutch: the article, and what is missing."""


def refuse_ahead(on: date, at: datetime) -> None:
    """Raise NotYetError for a day that is still to come at that moment."""
    if on > timezone.localdate(at):
        raise NotYetError(NOT_YET)


def refuse_before(on: date, earlier: date | None, why: str) -> None:
    """Raise NotYetError, with the reason, for a day before an earlier step."""
    if earlier is not None and on < earlier:
        raise NotYetError(f"{why} ({day(earlier)}).")
