"""Adding a version to the covenant: the one place that writes it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from regiodeal.base.dutch import day
from regiodeal.deals.models import AgreedChange, CovenantVersion, Deal, VersionOrigin


@dataclass(frozen=True)
class FieldChange:
    """A field of an agreed row that gets another value, both as JSON text (`as_text`); see AgreedChange."""

    kind: str
    code: str
    field: str
    old: str
    new: str
    article: str


def as_text(value: object) -> str:
    """A value as the deal file writes it, as JSON text in one fixed form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@transaction.atomic
def add_version(
    deal: Deal, *, on: date, origin: VersionOrigin, title: str, changes: Iterable[FieldChange]
) -> CovenantVersion:
    """Add the next version, in force on that day.

    Raises ValueError when a version that takes effect later changes the same: its "was" would no longer be true. Holds
    the deal while it writes, so that two versions at once get two numbers.
    """
    stored = Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    rows = list(changes)
    _refuse_under_a_later_version(stored, rows, on)
    last = stored.versions.aggregate(last=Max("number"))["last"] or 1
    version = CovenantVersion.objects.create(
        deal=stored, number=last + 1, in_force_on=on, origin=origin, title=title[:250]
    )
    AgreedChange.objects.bulk_create(
        AgreedChange(
            version=version,
            kind=change.kind,
            code=change.code,
            field=change.field,
            old=change.old,
            new=change.new,
            article=change.article,
        )
        for change in rows
    )
    return version


def _refuse_under_a_later_version(deal: Deal, changes: list[FieldChange], on: date) -> None:
    same = Q(pk__in=[])
    for change in changes:
        same |= Q(kind=change.kind, code=change.code, field=change.field)
    later = AgreedChange.objects.filter(same, version__deal=deal, version__in_force_on__gt=on)
    if found := later.select_related("version").first():
        raise ValueError(
            f"Versie {found.version.number} van het convenant verandert hetzelfde en is van kracht op "
            f"{day(found.version.in_force_on)}. Kies die dag of een latere."
        )
