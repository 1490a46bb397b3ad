"""Two people changed the same entry: what it said, what it says now, and what you typed, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from pillars.models.review import ReviewedEntry


@dataclass(frozen=True)
class FieldConflict:
    """One field that differs: `original` is what you started from, `theirs` what stands now, `yours` what you typed."""

    name: str
    label: str
    original: str
    theirs: str
    yours: str


def conflicts(entry: ReviewedEntry, form: forms.BaseForm, *, version: int) -> list[FieldConflict]:
    """The fields in which the form as typed differs from the entry as it stands now; `version` is what was read."""
    started_from = _content_at(entry, version)
    now = entry.content()
    found = []
    for name in entry.content_fields:
        if name not in form.fields:
            continue
        yours = str(form.data.get(form.add_prefix(name), ""))
        theirs = shown(form.fields[name], now[name])
        if yours.replace("\r\n", "\n") != theirs:
            original = shown(form.fields[name], started_from.get(name))
            found.append(FieldConflict(name, str(form.fields[name].label), original, theirs, yours))
    return found


def offer_again(form: forms.BaseForm, *, version: int | None) -> None:
    """Let the form as typed be saved over what stands now, once its user has seen that."""
    data: Any = form.data
    again = data.copy()
    again["version"] = "" if version is None else str(version)
    form.data = again


def with_theirs(entry: ReviewedEntry, form_class_fields: Mapping[str, forms.Field], data: Any) -> Any:
    """The posted data, with what stands now in each field for which "neem over" was chosen."""
    now = entry.content()
    chosen = data.copy()
    for name in entry.content_fields:
        if f"theirs-{name}" in data and name in form_class_fields:
            chosen[name] = shown(form_class_fields[name], now[name])
    return chosen


def shown(field: forms.Field, value: str | None) -> str:
    """A stored value as its field shows it: 84.00 as 84, a date in ISO form, a choice by its key."""
    if value is None:
        return ""
    if isinstance(field, forms.DecimalField):
        return value.rstrip("0").rstrip(".").replace(".", ",") if "." in value else value
    if isinstance(field, forms.TypedChoiceField) and "." in value:
        return value.partition(".")[0]  # a milestone or a step of the scale is stored as a decimal
    return value


def _content_at(entry: ReviewedEntry, version: int) -> dict[str, str | None]:
    event = entry.events.filter(version=version).last()  # type: ignore[attr-defined]
    return event.content if event else {}
