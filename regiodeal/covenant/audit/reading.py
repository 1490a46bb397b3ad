"""Reading the audit trail: what was asked for, as rows of plain text."""

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from regiodeal.covenant.audit.words import codes_like, words_for
from regiodeal.covenant.models import AuditEntry, Deal

HEADINGS = (
    *("wanneer", "wie", "over wie", "soort", "handeling", "code", "object", "sleutel"),
    *("resultaat", "status", "adres", "aanvraag"),
)
AT_ONCE = 500  # rows that are in memory while a file is made
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def entries(deal: Deal, asked: dict[str, Any]) -> "QuerySet[AuditEntry]":
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


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class _Line:
    """Something to write to that gives back what is written, so that a file streams out."""

    def write(self, text: str) -> str:
        """Give it back."""
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
    """As text that no spreadsheet takes for a formula: a name is chosen by its owner."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
