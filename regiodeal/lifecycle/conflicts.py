"""Two people changed the same thing: what it said, what it says now, and what you typed, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict

from regiodeal.base.dutch import day

type Typed = str | list[str]


class Shared(Protocol):
    """Holds what two people can change at once: it says what stands in each field, now and at an earlier version."""

    @property
    def compared_fields(self) -> tuple[str, ...]:
        """The fields of a form that can differ."""

    def content(self) -> Mapping[str, Typed | None]:
        """Return what stands in each field now."""

    def content_at(self, version: int) -> Mapping[str, Typed | None]:
        """Return what stood in each field at that version."""


@dataclass(frozen=True)
class FieldConflict:
    """One field that differs: `original` is what you started from, `theirs` what stands now, `yours` what you typed."""

    name: str
    label: str
    original: str
    theirs: str
    yours: str


def conflicts(row: Shared, form: forms.BaseForm, *, version: int) -> list[FieldConflict]:
    """The fields in which the form as typed differs from the row as it stands now; `version` is what was read."""
    started_from = row.content_at(version)
    now = row.content()
    found = []
    for name in row.compared_fields:
        if name not in form.fields:
            continue
        field = form.fields[name]
        yours, theirs = _typed(form, name), shown(field, now[name])
        if not _is_same(field, yours, theirs):
            texts = (in_words(field, text) for text in (shown(field, started_from.get(name)), theirs, yours))
            found.append(FieldConflict(name, str(field.label), *texts))
    return found


def offer_again(form: forms.BaseForm, *, version: int | None) -> None:
    """Let the form as typed be saved over what stands now, once its user has seen that."""
    data: Any = form.data
    again = data.copy()
    again["version"] = "" if version is None else str(version)
    form.data = again


def with_theirs(row: Shared, fields: Mapping[str, forms.Field], data: QueryDict) -> QueryDict:
    """The posted data, with what stands now in each field for which "neem over" was chosen."""
    now = row.content()
    chosen = data.copy()
    for name in row.compared_fields:
        if f"theirs-{name}" in data and name in fields:
            theirs = shown(fields[name], now[name])
            chosen.setlist(name, theirs if isinstance(theirs, list) else [theirs])
    return chosen


def shown(field: forms.Field, value: Typed | None) -> Typed:
    """A stored value as its field shows it: 84.00 as 84, a date in ISO form, a choice by its key, a list as keys."""
    if value is None:
        return [] if isinstance(field, forms.ModelMultipleChoiceField) else ""
    if isinstance(value, list):
        return value
    if isinstance(field, forms.BooleanField):
        return "on" if value == "True" else ""
    if isinstance(field, forms.DecimalField):
        return value.rstrip("0").rstrip(".").replace(".", ",") if "." in value else value
    if isinstance(field, forms.TypedChoiceField) and "." in value:
        return value.partition(".")[0]  # a milestone or a step of the scale is stored as a decimal
    return value.replace("\r\n", "\n")


def in_words(field: forms.Field, value: Typed) -> str:
    """Return what a field shows as people say it: the words of a choice, of each of a list; a date with its month."""
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        words = {str(key): str(label) for key, label in _choices(field)}
        keys = value if isinstance(value, list) else [value] if value else []
        return ", ".join(words.get(key, key) for key in keys)
    text = str(value)
    if isinstance(field, forms.BooleanField):
        return "ja" if text else "nee"
    if isinstance(field, forms.DateField):
        try:
            return day(date.fromisoformat(text))
        except ValueError:
            return text
    return text


def _is_same(field: forms.Field, yours: Typed, theirs: Typed) -> bool:
    """Tell whether both say the same: a number is the same number however its thousands are written."""
    if yours == theirs or not isinstance(field, forms.DecimalField):
        return yours == theirs
    try:
        return bool(field.clean(yours) == field.clean(theirs))
    except ValidationError:
        return False


def _choices(field: "forms.ChoiceField | forms.ModelChoiceField[Model]") -> list[tuple[object, object]]:
    """Every choice with its words, those in groups too."""
    choices: Any = field.choices  # an iterator of its own kind, which the stubs do not know
    found: list[tuple[object, object]] = []
    for key, label in choices:
        found += label if isinstance(label, list | tuple) else [(key, label)]
    return found


def _typed(form: forms.BaseForm, name: str) -> Typed:
    data: Any = form.data
    if isinstance(form.fields[name], forms.ModelMultipleChoiceField):
        return sorted(data.getlist(form.add_prefix(name)))
    return str(data.get(form.add_prefix(name), "")).replace("\r\n", "\n")
