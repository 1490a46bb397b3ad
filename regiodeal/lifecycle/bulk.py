"""Deciding about several entries at once: all of them, or none."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import ReviewedEntry


@transaction.atomic
def approve_all(entries: Iterable[ReviewedEntry], *, by: User, at: datetime) -> None:
    """Approve every entry. Raises what the first refusal raises, with the name of that entry; then none is approved."""
    for entry in entries:
        try:
            entry.approve(by=by, at=at)
        except (WrongStateError, FourEyesError) as refusal:
            raise type(refusal)(f"{entry}: {refusal}") from refusal
