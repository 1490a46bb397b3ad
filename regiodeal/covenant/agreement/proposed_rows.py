"""Rows that an amendment brings, such as a new target: proposed as a whole, and made when it takes effect.

A proposed row is the text of the deal file's row (code, article, references by code, plain fields). It is no row of the
database before the amendment is adopted, and no part of what is agreed before the day of its version.
"""

import itertools
import json
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from regiodeal.base.dutch import day
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.deals.declaration import Rows, all_rows
from regiodeal.deals.in_force import WHOLE_ROW, Change, supposing, terms, with_values
from regiodeal.deals.models import AgreedRow, Deal
from regiodeal.deals.words import Provision, under

type Content = Values  # of a new row, as the deal file writes it


class ComingError(ValueError):
    """A new row cannot be made as it was proposed. Its text is Dutch."""


def coming_lists() -> dict[str, Rows]:
    """The lists of the deal file to which an amendment can add a row, those that others refer to first."""
    return {rows.name: rows for rows in all_rows() if rows.can_come}


def content_of(change: Change) -> Content | None:
    """Return what a change (kind, code, field, old, new) brings as a new row; None when it brings none."""
    if change.field != WHOLE_ROW or change.kind not in coming_lists() or json.loads(change.old) is not None:
        return None
    content: Content | None = json.loads(change.new)
    return content


def unmade(deal: Deal, rows: Rows, content: Content) -> AgreedRow:
    """The row that the text describes, with what it refers to as far as that is there; not saved and not checked."""
    instance = rows.model(deal=deal.as_stored or deal, code=content["code"], article=content["article"])
    given = dict(rows.defaults) | {name: content[name] for name in rows.plain if name in content}
    with_values(instance, {name: value for name, value in given.items() if name in rows.plain})
    for name, model in rows.refs.items():
        found = model._default_manager.filter(deal=deal, code=content[name]).first() if content.get(name) else None
        setattr(instance, name, found)
    return instance


def referred_by(instance: AgreedRow, name: str) -> AgreedRow | None:
    """Return what the row refers to by that name; None where it is not there (yet)."""
    found: AgreedRow | None = getattr(instance, name) if getattr(instance, f"{name}_id") else None
    return found


def make_rows(deal: Deal, changes: Iterable[Change], *, on: date) -> None:
    """Make the rows that the changes bring, part of what is agreed from that day on.

    Raises ComingError for a code that is taken, a reference to what is not agreed then, and what the database refuses.
    """
    found = {(change.kind, change.code): content for change in changes if (content := content_of(change)) is not None}
    for name, rows in coming_lists().items():
        for (kind, code), content in found.items():
            if kind == name:
                _make(deal, rows, code, content, on=on, others=found)


def _make(deal: Deal, rows: Rows, code: str, content: Content, *, on: date, others: Container[tuple[str, str]]) -> None:
    stored = rows.model._default_manager.filter(deal=deal)
    what = rows.model._meta.verbose_name
    if stored.filter(code=code).exists():
        raise ComingError(under(Provision.AMENDMENT, "er is al een {what} met de code '{code}'.", what=what, code=code))
    instance = unmade(deal, rows, content)
    agreed = terms(deal, on=on)
    for name, model in rows.refs.items():
        referred = referred_by(instance, name)
        along = {kind for kind, other in coming_lists().items() if other.model is model}
        comes_too = any((kind, content.get(name)) in others for kind in along)
        if content.get(name) and (referred is None or not (comes_too or agreed.holds(referred))):
            text = "'{named}' is niet afgesproken op {on}."
            raise ComingError(under(Provision.AMENDMENT, text, named=content[name], on=day(on)))
    instance.agreed_from = on
    instance.position = (stored.aggregate(last=Max("position"))["last"] or 0) + 1
    try:
        instance.full_clean(exclude=["deal"], validate_unique=False)
    except ValidationError as error:
        raise ComingError(f"De nieuwe {what} klopt nog niet. {' '.join(error.messages)}") from error
    instance.save()


def free_code(amendment: Amendment, model: type[AgreedRow], base: str) -> str:
    """The first of "base", "base-2", "base-3" that neither a row of the deal has nor a proposal of the amendment."""
    taken = set(model._default_manager.filter(deal=amendment.deal).values_list("code", flat=True))
    taken |= set(amendment.changes.values_list("code", flat=True))
    codes = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(code for code in codes if code not in taken)


@contextmanager
def supposed(deal: Deal, changes: Iterable[Change], *, on: date) -> Iterator[Deal]:
    """The deal as it would be if the changes came into force on the date, with the rows that they bring.

    Those rows are there within the block alone, so that the same calculations read them; nothing of it is kept.
    """
    rows = list(changes)
    after = supposing(deal, rows, on=on)
    if not any(content_of(change) for change in rows):
        yield after
        return
    with transaction.atomic():
        make_rows(deal, rows, on=on)
        yield after
        transaction.set_rollback(True)  # of this block alone: an exception undoes it by itself
