"""Every row of the project's own models, under the bare name of the model: app labels are no matter here."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.comparison.masks import masked

HIDDEN = {"password"}  # salted


def tables() -> Iterator[tuple[str, str]]:
    """The name of each model with its rows as JSON lines, by name."""
    from django.apps import apps

    root = Path.cwd()
    found = [
        model
        for config in apps.get_app_configs()
        if root in Path(config.path).parents and "site-packages" not in config.path
        for model in config.get_models(include_auto_created=True)
    ]
    for model in sorted(found, key=lambda model: (model.__name__, model._meta.db_table)):
        yield model.__name__, "".join(_lines(model))


def _lines(model: Any) -> Iterator[str]:
    fields = sorted(model._meta.concrete_fields, key=lambda field: str(field.attname))
    for row in model._base_manager.order_by("pk"):
        values = {field.attname: _plain(row, field) for field in fields if field.attname not in HIDDEN}
        yield masked(json.dumps(values, ensure_ascii=False, default=str, sort_keys=True)) + "\n"


def _plain(row: Any, field: Any) -> Any:
    """A value; a kind of row by its bare name, and a file by what is in it."""
    value = getattr(row, field.attname)
    if value is not None and field.is_relation and field.related_model._meta.label == "contenttypes.ContentType":
        return getattr(row, field.name).model
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if hasattr(value, "storage"):
        return digest(value.read()) if value else ""
    return value


def digest(content: bytes) -> str:
    """The SHA-256 of a text or a file."""
    return hashlib.sha256(content).hexdigest()
