"""The snapshot for everybody: the same figures and texts, without the names of people."""

from typing import Any

from reporting.content.frozen_report import FrozenReport
from reporting.snapshot.schema import Snapshot

# Whose name a row carries. Who wrote a text can still have named somebody in it: whoever publishes reads it first.
PERSONS = frozenset(
    {
        *("entered_by", "approved_by", "decided_by", "confirmed_by", "realised_by", "withdrawn_by", "submitted_by"),
        *("requested_by", "taken_by", "reviewed_by", "signed_by", "person", "email"),
    }
)


def public_copy(report: FrozenReport) -> FrozenReport:
    """A copy in which every field for a person is empty, and of office holders only the office is left.

    It names the hash of the snapshot that it is a copy of, and every file of a report can be made from it.
    """
    copy: Snapshot = _without_persons(report.snapshot)
    return FrozenReport({**copy, "public_copy_of": report.digest})


def _without_persons(value: object) -> Any:
    match value:
        case dict():
            return {key: _emptied(key, item) for key, item in value.items()}
        case list():
            return [_without_persons(item) for item in value]
        case _:
            return value


def _emptied(key: str, value: Any) -> object:
    if key in PERSONS:
        return ""
    if key == "office_holders":  # 'Naam, ambt'
        return [office for _name, _comma, office in (str(holder).partition(", ") for holder in value) if office]
    return _without_persons(value)
