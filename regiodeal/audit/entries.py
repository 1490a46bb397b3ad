"""Entries of the audit trail: written by one function for web, worker and commands, and read as rows of plain text."""

import csv
import logging
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from regiodeal.audit import request_id
from regiodeal.audit.acts import codes_like, words_for
from regiodeal.audit.models import AuditEntry, AuditKind, AuditResult
from regiodeal.base.characters import FORMULA
from regiodeal.base.values import Values
from regiodeal.base.web.client import client_address
from regiodeal.deals.models import Deal, User

logger = logging.getLogger("portal.audit")


_PART = r"[A-Za-z0-9][A-Za-z0-9_.:=-]*"


_PLAIN = re.compile(rf"{_PART}(, {_PART})*")


LONGEST = 120


def record(  # noqa: PLR0913  # who, what, on what, from where, with what result: an entry is that long
    action: str,
    *,
    kind: AuditKind,
    result: AuditResult,
    request: HttpRequest | None = None,
    actor: Any = None,
    about: User | str | None = None,
    client_id: int | None = None,
    deal_id: int | None = None,
    object_type: str = "",
    object_key: str = "",
    status: int | None = None,
) -> None:
    """Add one entry. `about` is a person, or the address that was typed: kept only as the person it belongs to.

    What is no plain code or key is left out rather than stored. When the database refuses, the line goes to the log at
    the level of an error: the act itself has been done already.
    """
    values = {
        "action": plain(action)[:80],
        "kind": kind,
        "result": result,
        "actor_id": getattr(actor, "pk", None),
        "about_id": _person(about),
        "client_id": client_id,
        "deal_id": deal_id,
        "object_type": plain(object_type)[:80],
        "object_key": plain(object_key),
        "status": status,
        "source": client_address(request) if request else None,
        "request_id": request_id.current(),
    }
    logged = {name: str(value) for name, value in values.items() if value not in {None, ""}}
    try:
        with transaction.atomic():
            AuditEntry.objects.create(at=timezone.now(), **values)
    except DatabaseError:
        logger.exception("An entry of the audit trail could not be stored", extra=logged)
    else:
        logger.info("audit", extra=logged)
    if request is not None:
        request.is_audited = True  # type: ignore[attr-defined]


def plain(text: str) -> str:
    """The text when it is a plain code or key, and nothing when it could be a secret or something that was typed."""
    return text if len(text) <= LONGEST and _PLAIN.fullmatch(text) else ""


def _person(about: User | str | None) -> int | None:
    if isinstance(about, str):
        return User.objects.filter(email=about.strip().lower()).values_list("pk", flat=True).first()
    return about.pk if about else None


HEADINGS = (
    *("wanneer", "wie", "over wie", "soort", "handeling", "code", "object", "sleutel"),
    *("resultaat", "status", "adres", "aanvraag"),
)


AT_ONCE = 500  # rows that are in memory while a file is made


def entries(deal: Deal, asked: Values) -> "QuerySet[AuditEntry]":
    """The entries of a deal that were asked for, newest first. `asked` is the clean data of AuditFilter."""
    rows: QuerySet[AuditEntry] = AuditEntry.objects.of_deal(deal).select_related("actor", "about", "client")
    if person := asked.get("person"):
        rows = rows.filter(Q(actor=person) | Q(about=person))
    for name in ("kind", "result"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("since"):
        rows = rows.filter(at__gte=_midnight(asked["since"]))
    if asked.get("until"):
        rows = rows.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
    if text := asked.get("text", "").strip():
        keys = (
            Q(action__icontains=text)
            | Q(action__in=codes_like(text))
            | Q(object_key__icontains=text)
            | Q(request_id=text)
        )
        names = Q(actor__name__icontains=text) | Q(client__name__icontains=text)
        names |= Q(tells_whom=True, about__name__icontains=text)
        rows = rows.filter(keys | names)
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class _Line:
    """Something to write to that gives back what is written, so that a file streams out."""

    def write(self, text: str) -> str:
        """Return the line instead of writing it."""
        return text


def as_csv(rows: "QuerySet[AuditEntry]") -> Iterator[str]:
    """The rows as lines of a CSV file, made while it is sent: memory does not grow with their number."""
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff" + writer.writerow(HEADINGS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield writer.writerow([_cell(value) for value in _values(row)])


def _values(row: AuditEntry) -> tuple[object, ...]:
    return (
        timezone.localtime(row.at).isoformat(timespec="seconds"),
        row.who,
        row.whom or "",
        row.get_kind_display(),
        words_for(row.action),
        row.action,
        row.object_type,
        row.object_key,
        row.get_result_display(),
        row.status or "",
        row.source or "",
        row.request_id,
    )


def _cell(value: object) -> str:
    """Return text that no spreadsheet takes for a formula: a name is chosen by its owner."""
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text
