"""What goes into a dossier, cut to what the person who asked for it may see (art. 11)."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import get_valid_filename

from finance.evidence.models import MoneyEvidence
from pillars.evidence.models import Evidence
from regiodeal.base.dutch import day
from regiodeal.covenant.agreement.models import Consent
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.meetings.models import Meeting, Minutes
from regiodeal.deal_file.export import export_deal
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.in_force import terms_of, versions_of
from regiodeal.deals.roles import Reader
from regiodeal.files.models import open_to
from regiodeal.sheets.cells import escape
from reporting.reports.models import AnnualReport

SORTS = {  # the folders of the documents of the deal
    Document.Sort.MINUTES: "2-verslagen",
    Document.Sort.ADDENDUM: "3-addenda",
    Document.Sort.CONSENT: "4-instemmingen",
}
OTHER = "5-documenten"
EVIDENCE = "6-bewijsstukken"

type Open = Any  # () -> IO[bytes]


@dataclass(frozen=True)
class DossierPart:
    """One file of a dossier: its place, what it is, and how to read it."""

    path: str
    title: str
    open: Open


def parts(report: AnnualReport, reader: Reader) -> Iterator[DossierPart]:
    """Every file of the dossier, in the order of its folders. `reader`: rights and Parties of whoever asked for it."""
    yield from _covenant(report)
    yield from _report(report)
    yield from _minutes(report, reader)
    yield from _documents(report, reader)
    yield _consents(report, reader)
    yield from _evidence(report, reader)


def _covenant(report: AnnualReport) -> Iterator[DossierPart]:
    """Every version of the covenant that was in force by the report's date, as the whole of it in data."""
    for version in versions_of(report.deal):
        if version.in_force_on <= report.reference_date:
            told = json.dumps(export_deal(all_rows(), terms_of(version)), ensure_ascii=False, indent=2)
            yield DossierPart(f"0-convenant/versie-{version.number}.json", str(version), _text(told))


def _report(report: AnnualReport) -> Iterator[DossierPart]:
    for file in report.files.all():
        yield DossierPart(f"1-rapportage/{file.name}", str(file), _stored(str(file.file.name)))


def _minutes(report: AnnualReport, reader: Reader) -> Iterator[DossierPart]:
    """The minutes that stand, of meetings up to the end of the year after the report's."""
    meetings = Meeting.objects.filter(open_to(**reader), deal=report.deal)
    rows = Minutes.objects.filter(meeting__in=meetings, agreed_on__isnull=False).select_related("meeting")
    for row in rows.order_by("meeting__held_on", "number"):
        name = f"2-verslagen/{row.meeting.held_on.isoformat()}-verslag-{row.number}.txt"
        yield DossierPart(name, f"Verslag van {row.meeting}", _text(_words(row)))


def _words(row: Minutes) -> str:
    assert row.agreed_on is not None
    correction = f"Correctie. Reden: {row.reason}\n" if row.reason else ""
    return f"{row.meeting}, {day(row.meeting.held_on)}\nVastgesteld op {day(row.agreed_on)}\n{correction}\n{row.text}\n"


def _documents(report: AnnualReport, reader: Reader) -> Iterator[DossierPart]:
    rows = Document.objects.visible_to(report.deal, **reader).filter(removed_at__isnull=True)
    for row in rows.order_by("dated_on", "pk"):
        folder = SORTS.get(Document.Sort(row.sort), OTHER)
        yield DossierPart(_place(folder, row.dated_on, row.pk, row.name), row.title, _stored(str(row.file.name)))


def _consents(report: AnnualReport, reader: Reader) -> DossierPart:
    """Return who consented to what, when and how, as a list."""
    rows = Consent.objects.filter(amendment__deal=report.deal).select_related("amendment", "party")
    lines = ["\ufeffwijziging;Partij;stemt in;namens de Partij;gegeven op;hoe;verklaring"]  # Excel reads it as UTF-8
    lines += [
        ";".join(
            _cell(text)
            for text in (
                row.amendment.title,
                row.party.code,
                "ja" if row.agrees else "nee",
                row.holder,
                row.given_on.isoformat(),
                row.get_way_display(),
                row.statement,
            )
        )
        for row in rows.order_by("amendment__number", "party__position")
    ]
    return DossierPart(
        "4-instemmingen/instemmingen.csv", "Wie met welke wijziging instemde", _text("\n".join(lines) + "\n")
    )


def _evidence(report: AnnualReport, reader: Reader) -> Iterator[DossierPart]:
    """The evidence of approved figures, stories and bookings that is open to the reader."""
    kinds: Iterable[Any] = (Evidence, MoneyEvidence)
    for kind in kinds:
        rows = kind.objects.visible_to(report.deal, **reader).filter(removed_at__isnull=True)
        for row in rows.order_by("uploaded_at", "pk"):
            path = _place(EVIDENCE, timezone.localdate(row.uploaded_at), f"{kind.__name__.lower()}-{row.pk}", row.name)
            yield DossierPart(path, row.name, _stored(str(row.file.name)))


def _place(folder: str, on: date, key: object, name: str) -> str:
    """A path that no upload can choose, and that is never the same twice."""
    safe = PurePosixPath(get_valid_filename(name.replace("/", "-") or "bestand")).name
    return f"{folder}/{on.isoformat()}-{key}-{safe}"


def _cell(text: str) -> str:
    safe = escape(text)
    quoted = safe.replace('"', '""')
    return f'"{quoted}"' if set(safe) & {'"', ";", "\n", "\r"} else safe


def _stored(name: str) -> Open:
    return partial(default_storage.open, name, "rb")


def _text(text: str) -> Open:
    def read() -> IO[bytes]:
        return io.BytesIO(text.encode())

    return read
