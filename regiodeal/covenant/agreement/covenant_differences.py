"""Changes of the covenant in plain words: which row, which field, what it was and what it becomes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from regiodeal.base.dutch import day, number
from regiodeal.covenant.agreement.proposed_rows import Content, coming_lists, content_of, referred_by, unmade
from regiodeal.covenant.agreement.versions import FieldChange
from regiodeal.covenant.due_rules.due_rule_words import due_in_words
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.in_force import DEAL, WHOLE_ROW, Change, terms
from regiodeal.deals.models import AgreedChange, AgreedRow, CovenantVersion, Deal

NOTHING = "niet ingevuld"
NOT_AGREED = "niet afgesproken"
TITLES = ("label", "title", "name")


@dataclass(frozen=True)
class CovenantDifference:
    """One difference in words, with the kind and code of its row and the article it stands in."""

    kind: str
    code: str
    what: str
    row: str
    field: str
    old: str
    new: str
    article: str


def differences(deal: Deal, changes: Iterable[Change], *, on: date) -> list[CovenantDifference]:
    """The changes (kind, code, field, old and new as JSON text, article) in words, each row named as on the date."""
    rows = list(changes)
    named = _rows_of(deal, rows, on)
    found: list[CovenantDifference] = []
    for change in rows:
        row, content = named.get((change.kind, change.code)), content_of(change)
        if content is not None:
            row = row or unmade(deal, coming_lists()[change.kind], content)
        difference = _difference(deal, change, row)
        if row is not None and content is not None:
            difference = replace(difference, new="\n".join([difference.new, *_said_by(change.kind, row, content)]))
        found.append(difference)
    return found


def _said_by(kind: str, row: AgreedRow, content: Content) -> list[str]:
    """Return what a new row says, a line for each field, without what it leaves empty or as it is by itself."""
    rows = coming_lists()[kind]
    said = []
    for name, model in rows.refs.items():
        if content.get(name):
            referred = referred_by(row, name)
            said.append((str(model._meta.verbose_name), row_title(referred) if referred else content[name]))
    for name in rows.plain:
        value = content.get(name)
        if name not in TITLES and value is not None and value not in ("", rows.defaults.get(name)):
            field = _field(type(row), name)
            said.append((str(field.verbose_name) if field else name, in_words(field, value)))
    return [f"{label.capitalize()}: {words}" for label, words in said]


def between(first: CovenantVersion, second: CovenantVersion) -> list[FieldChange]:
    """Return what differs in the second version, a field changed twice once; either may be the older."""
    if _order(second) < _order(first):
        return [replace(change, old=change.new, new=change.old) for change in between(second, first)]
    found: dict[tuple[str, str, str], FieldChange] = {}
    rows = AgreedChange.objects.filter(version__deal=first.deal).select_related("version")
    for row in sorted(rows, key=lambda row: (*_order(row.version), row.pk)):
        if not _order(first) < _order(row.version) <= _order(second):
            continue
        key = (row.kind, row.code, row.field)
        old = found[key].old if key in found else row.old
        found[key] = FieldChange(*key, old, row.new, row.article)
    return [change for change in found.values() if change.old != change.new]


def _order(version: CovenantVersion) -> tuple[date, int]:
    return version.in_force_on, version.number


def _rows_of(deal: Deal, changes: Sequence[Change], on: date) -> dict[tuple[str, str], AgreedRow]:
    """The rows that the changes are about, one query for each kind, named as they are agreed on the date."""
    agreed = terms(deal, on=on)
    found: dict[tuple[str, str], AgreedRow] = {}
    for rows in all_rows():
        codes = [change.code for change in changes if change.kind == rows.name]
        if not codes:
            continue
        for row in rows.model._default_manager.filter(deal=deal, code__in=codes):
            if agreed.holds(row):
                agreed.apply([row])
            found[rows.name, row.code] = row
    return found


def _difference(deal: Deal, change: Change, row: AgreedRow | None) -> CovenantDifference:
    model: type[models.Model] = Deal if change.kind == DEAL else type(row) if row else AgreedRow
    what = str(model._meta.verbose_name) if row or change.kind == DEAL else change.kind
    named = deal.name if change.kind == DEAL else row_title(row) if row else change.code
    old, new = json.loads(change.old), json.loads(change.new)
    if change.field == WHOLE_ROW:
        state = ("geen Partij", "Partij") if change.kind == "parties" else (NOT_AGREED, "afgesproken")
        was, becomes = state[old is not None], state[new is not None]
        return CovenantDifference(change.kind, change.code, what, named, "", was, becomes, change.article)
    field = _field(model, change.field)
    label = str(field.verbose_name) if field else change.field
    return CovenantDifference(
        change.kind, change.code, what, named, label, in_words(field, old), in_words(field, new), change.article
    )


def row_title(row: AgreedRow) -> str:
    """Return what people call a row: its own label, title or name, with its code."""
    for name in TITLES:
        if text := getattr(row, name, ""):
            return text if name == "label" else f"{row.code} {text}"
    return row.code


def in_words(field: "models.Field[object, object] | None", value: Any) -> str:
    """A value as the deal file writes it, as people read it."""
    if value is None or value == "":
        return NOTHING
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field is not None and hasattr(field, "in_words"):
        return str(field.in_words(field.to_python(value)))
    match field:
        case models.DecimalField():
            return number(Decimal(value))
        case models.DateField():
            return day(date.fromisoformat(value))
    return _plain_words(value)


def _plain_words(value: object) -> str:
    if isinstance(value, dict):
        return due_in_words(value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def _field(model: type[models.Model], name: str) -> "models.Field[object, object] | None":
    found = next((field for field in model._meta.get_fields() if field.name == name), None)
    return found if isinstance(found, models.Field) else None
