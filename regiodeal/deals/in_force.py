"""What is agreed on a date: the rows of the deal file, with the changes of all later versions in force on top.

Nothing is rewritten and nothing runs at midnight: the stored rows stay as they were first agreed, and any date can be
asked. Every calculation reads agreed rows through here.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Protocol

from django.db import models
from django.db.models import F, OuterRef, Subquery

from regiodeal.base.json_values import along, as_date
from regiodeal.base.values import Values
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.models import AgreedChange, AgreedRow, CovenantVersion, Deal, VersionOrigin

DEAL = "deal"  # the kind of the deal itself, whose dates move by an extension (art. 18)
DEAL_FIELDS = ("ends_on", "financing_ends_on")
WHOLE_ROW = ""

type Known = Values  # a change that a later version made


class Change(Protocol):
    """One field of one agreed row that gets another value: both are text, the values as JSON."""

    @property
    def kind(self) -> str:
        """The list of the deal file in which the row stands."""

    @property
    def code(self) -> str:
        """The code of the row."""

    @property
    def field(self) -> str:
        """The field; empty for the row as a whole."""

    @property
    def old(self) -> str:
        """The value that it had."""

    @property
    def new(self) -> str:
        """The value that it gets."""

    @property
    def article(self) -> str:
        """The article of the covenant."""


@dataclass(frozen=True)
class Terms:
    """The terms of a deal on a date: per row, by (kind, code), the values that later versions gave its fields."""

    deal: Deal
    on: date
    values: Mapping[tuple[str, str], Values]
    known_changes: list[Known]

    def apply[Row: AgreedRow](self, rows: Iterable[Row]) -> list[Row]:
        """The rows as they are agreed on the date: with the values in force, without what came later or has lapsed.

        The values are set on the objects, never saved.
        """
        return [self._with_values(row) for row in rows if self.holds(row)]

    def holds(self, row: AgreedRow) -> bool:
        """Tell whether the row is part of what is agreed on the date."""
        at_first: Values | None = {} if row.agreed_from is None else None
        return self._of(row).get(WHOLE_ROW, at_first) is not None

    def deal_itself(self) -> Deal:
        """The deal with the dates in force; `as_stored` keeps the one that may be saved."""
        agreed = copy(self.deal)
        agreed.as_stored, agreed.known_changes = self.deal, self.known_changes
        return with_values(agreed, self.values.get((DEAL, self.deal.slug), {}))

    def _of(self, row: AgreedRow) -> Values:
        return self.values.get((_kind_of(type(row)), row.code), {}) if self.values else {}

    def _with_values[Row: AgreedRow](self, row: Row) -> Row:
        return with_values(row, self._of(row))


def terms(deal: Deal, *, on: date, number: int | None = None) -> Terms:
    """Return what is agreed on the date, in one query; in none where the changes were fetched along with the deal.

    With a `number`, by the versions up to that one: another may come into force on the same day.
    """
    known = deal.known_changes
    if known is None:
        known = list(AgreedChange.objects.filter(version__deal=deal).values(*_PLAIN, **_OF_VERSION))
    values: dict[tuple[str, str], Values] = defaultdict(dict)
    for day, row in sorted(((as_date(row["in_force_on"]), row) for row in known), key=_in_order):
        if day < on or (day == on and (number is None or row["number"] <= number)):
            values[row["kind"], row["code"]][row["field"]] = json.loads(row["new"])
    return Terms(deal.as_stored or deal, on, values, known)


def supposing(deal: Deal, changes: Iterable[Change], *, on: date) -> Deal:
    """The deal as it would be on the date if these changes (kind, code, field, new) came into force on it."""
    agreed = terms(deal, on=on)
    last = {"number": sys.maxsize, "in_force_on": on}
    supposed = [{"kind": c.kind, "code": c.code, "field": c.field, "new": c.new, **last} for c in changes]
    return replace(agreed, known_changes=[*agreed.known_changes, *supposed]).deal_itself()


def terms_of(version: CovenantVersion) -> Terms:
    """Return what is agreed by a version, on the day on which it comes into force."""
    return terms(version.deal, on=version.in_force_on, number=version.number)


def versions_of(deal: Deal) -> list[CovenantVersion]:
    """All versions in order. The first is the deal file itself, which is not stored as a version."""
    stored = deal.as_stored or deal
    first = CovenantVersion(
        deal=stored,
        number=1,
        in_force_on=stored.in_force_on,
        origin=VersionOrigin.DEAL_FILE,
        title="Het convenant zelf",
    )
    return [first, *CovenantVersion.objects.filter(deal=stored).select_related("deal")]


def version_in_force(versions: Iterable[CovenantVersion], *, on: date) -> CovenantVersion | None:
    """The one of these that is in force on the date: the last that took effect; None before the deal did."""
    taken = [version for version in versions if version.in_force_on <= on]
    return max(taken, key=lambda version: (version.in_force_on, version.number), default=None)


def deal_in_force(deal: Deal, *, on: date) -> Deal:
    """The deal with its dates as agreed on that date. Not to be saved."""
    return terms(deal, on=on).deal_itself()


_PLAIN = ("kind", "code", "field", "new")
_OF_VERSION = {"number": F("version__number"), "in_force_on": F("version__in_force_on")}


def changes_of(deal_field: str) -> Subquery:
    """All changes of the later versions of a deal, as one column of a query whose `deal_field` names the deal."""
    rows = AgreedChange.objects.filter(version__deal=OuterRef(deal_field))
    return along(rows, "version__deal", **{name: F(name) for name in _PLAIN}, **_OF_VERSION)


def _in_order(dated: tuple[date, Known]) -> tuple[date, int]:
    day, row = dated
    return day, row["number"]


def with_values[Instance: models.Model](instance: Instance, values: Values) -> Instance:
    """The same object with these values, as the deal file writes them, set on it; never to be saved."""
    for name, value in values.items():
        if name == WHOLE_ROW:
            continue
        field = instance._meta.get_field(name)
        assert isinstance(field, models.Field)
        setattr(instance, name, field.to_python(value))
    return instance


@cache
def _kind_of(model: type[models.Model]) -> str:
    """The list of the deal file that the model's rows are in."""
    return next((rows.name for rows in all_rows() if rows.model is model), "")
