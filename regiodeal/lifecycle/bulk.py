"""Deciding about several entries at once: each by its own verb, and a clear list of what did not go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import ReviewedEntry


@dataclass(frozen=True)
class Decided:
    """Holds what became of each entry: approved, or refused with the reason in Dutch."""

    approved: tuple[ReviewedEntry, ...]
    refused: tuple[tuple[ReviewedEntry, str], ...]


def approve_all(entries: Iterable[ReviewedEntry], *, by: User, at: datetime) -> Decided:
    """Approve each entry that can be; one that cannot does not keep the others from it."""
    approved: list[ReviewedEntry] = []
    refused: list[tuple[ReviewedEntry, str]] = []
    for entry in entries:
        try:
            entry.approve(by=by, at=at)
        except (WrongStateError, FourEyesError) as refusal:
            refused.append((entry, str(refusal)))
        else:
            approved.append(entry)
    return Decided(tuple(approved), tuple(refused))
