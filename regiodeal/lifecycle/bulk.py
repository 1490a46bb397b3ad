"""Deciding about several entries at once: all of them, or none."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import ReviewedEntry


@transaction.atomic
def approve_all(entries: Iterable[ReviewedEntry], *, by: User, at: datetime) -> None:
    """Approve every entry. Raises what the first refusal raises, with the name of that entry; then none is approved."""
    _take_all(entries, lambda entry: entry.approve(by=by, at=at))


@transaction.atomic
def give_back_all(entries: Iterable[ReviewedEntry], *, by: User, at: datetime, reason: str) -> None:
    """Return every entry with the same reason. Raises as `approve_all` does, and ValueError without a reason."""
    _take_all(entries, lambda entry: entry.give_back(by=by, at=at, reason=reason))


def _take_all(entries: Iterable[ReviewedEntry], step: Callable[[ReviewedEntry], None]) -> None:
    for entry in entries:
        try:
            step(entry)
        except (WrongStateError, FourEyesError) as refusal:
            raise type(refusal)(f"{entry}: {refusal}") from refusal
