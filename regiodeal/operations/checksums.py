"""All of a deal as one number: every row and every file in a fixed order, the same on SQLite and PostgreSQL.

Two portals with the same number hold the same deal.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from regiodeal.deals.deal_models import Ways, deal_models, rows_of
from regiodeal.deals.models import Deal
from regiodeal.files.storage import streamed
from regiodeal.lifecycle.steps import Lifecycle, LifecycleEvent

ROWS_AT_ONCE = 2_000
FILE_PART = 1024 * 1024  # bytes
MISSING = "missing"


@dataclass(frozen=True)
class Checksum:
    """The number of a deal, that of each model in it with how many rows, and that of each file by its stored name."""

    total: str
    parts: dict[str, tuple[int, str]]
    files: dict[str, str]


def file_digest(name: str) -> str:
    """The SHA-256 of a stored file; MISSING when it is not there."""
    digest = hashlib.sha256()
    try:
        with streamed(name) as file:
            for part in iter(lambda: file.read(FILE_PART), b""):
                digest.update(part)
    except FileNotFoundError:
        return MISSING
    return digest.hexdigest()


def checksum(deal: Deal, *, digest_of: Callable[[str], str] = file_digest) -> Checksum:
    """The checksum of the deal. Reads every row and file once, so many at a time.

    `digest_of` gives the SHA-256 of a stored file by its name, or MISSING: who does more with a file than add it up (a
    backup) reads it there.
    """
    files: dict[str, str] = {}
    parts = {model.__name__: _part(model, ways, deal, files, digest_of) for model, ways in deal_models()}
    text = json.dumps({name: digest for name, (_count, digest) in parts.items()}, sort_keys=True)
    return Checksum(hashlib.sha256(text.encode()).hexdigest(), parts, files)


def _part(
    model: type[models.Model], ways: Ways, deal: Deal, files: dict[str, str], digest_of: Callable[[str], str]
) -> tuple[int, str]:
    fields = sorted(model._meta.concrete_fields, key=lambda field: field.attname)
    if model._meta.auto_created:  # a table of pairs: the key of a pair is of nobody, and another after a move
        fields = [field for field in fields if not field.primary_key]
    order = [field.attname for field in fields] if model._meta.auto_created else ["pk"]
    rows = rows_of(model, ways, deal.pk).order_by(*order)
    digest, count = hashlib.sha256(), 0
    for values in rows.values_list(*(field.attname for field in fields)).iterator(chunk_size=ROWS_AT_ONCE):
        row = [[field.attname, plain(field, value)] for field, value in zip(fields, values, strict=True)]
        digest.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode() + b"\n")
        for field, value in zip(fields, values, strict=True):
            if isinstance(field, models.FileField) and value:
                files[str(value)] = digest_of(str(value))
                digest.update(files[str(value)].encode() + b"\n")
        count += 1
    return count, digest.hexdigest()


def plain(field: "models.Field[object, object]", value: object) -> object:
    """The value as every database gives it: money with its decimals, moments in UTC."""
    match value:
        case None | bool() | int():
            return value
        case Decimal():
            places = getattr(field, "decimal_places", None)
            return format(value if places is None else value.quantize(Decimal(1).scaleb(-places)), "f")
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case dict() | list():
            return value
        case _:
            return str(value)


def file_names() -> set[str]:
    """The stored name of every file that a row names, of a deal or of none."""
    found: set[str] = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                found.update(filter(None, model._base_manager.values_list(field.attname, flat=True)))
    return found


def faults(deal: Deal) -> Iterator[str]:
    """Return what does not hold together in the deal: files that are gone or changed, states that no trail knows."""
    for model, ways in deal_models():
        names = {field.name for field in model._meta.get_fields()}
        rows = rows_of(model, ways, deal.pk)
        if {"file", "sha256"} <= names:
            for row in rows.exclude(file="").values("pk", "file", "sha256"):
                found = file_digest(row["file"])
                if found != row["sha256"]:
                    yield f"{model.__name__} {row['pk']}: het bestand is {'weg' if found == MISSING else 'anders'}"
        if issubclass(model, Lifecycle):
            yield from _untold(model, rows)


def _untold(model: type[Lifecycle], rows: Any) -> Iterator[str]:
    """Rows whose state and version are not those that their trail tells."""
    for row in rows.prefetch_related("events").iterator(chunk_size=ROWS_AT_ONCE):
        steps = sorted(row.events.all(), key=lambda event: event.pk)
        version = steps[-1].version if steps else 1
        if version != row.version or (_has_states(model) and (not steps or _state(row, steps) != row.state)):
            yield f"{model.__name__} {row.pk}: de stand is niet die van de laatste stap"


def _has_states(model: type[Lifecycle]) -> bool:
    """Tell whether it goes from state to state by steps: a state that a form may change is content."""
    return "state" in {field.name for field in model._meta.fields} - set(model.content_fields)


def _state(row: Any, steps: list[LifecycleEvent]) -> str:
    """The state that the trail tells: of the last step that names one, since a change of content alone names none."""
    named = (step.to_state for step in reversed(steps) if step.to_state)
    return str(next(named, row._meta.get_field("state").get_default()))
