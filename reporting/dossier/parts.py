"""What goes into a dossier, cut to what the person who asked for it may see (art. 11)."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
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
from regiodeal.covenant.meetings.models import ActionItem, Attendance, Decision, Meeting, Minutes
from regiodeal.deal_file.export import export_deal
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.in_force import terms_of, versions_of
from regiodeal.deals.roles import Reader
from regiodeal.files.models import open_to
from regiodeal.sheets.cells import escape
from reporting.dossier.project_tables import project_tables
from reporting.reports.models import AnnualReport
from reporting.rounds.models import ReportComment

SORTS = {  # the folders of the documents of the deal
    Document.Sort.MINUTES: "2-verslagen",
    Document.Sort.ADDENDUM: "3-addenda",
    Document.Sort.CONSENT: "4-instemmingen",
}
OTHER = "5-documenten"
EVIDENCE = "6-bewijsstukken"
PROJECTS = "7-projecten"

type Open = Any  # () -> IO[bytes]


@dataclass(frozen=True)
class DossierPart:
    """One file of a dossier: its place, what it is, and how to read it."""

    path: str
    title: str
    open: Open


def parts(report: AnnualReport, reader: Reader, *, asker: int) -> Iterator[DossierPart]:
    """Every file of the dossier, in the order of its folders.

    `asker`: the key of the user who asked for it, with the rights and Parties of `reader`.
    """
    yield from _covenant(report)
    yield from _report(report)
    yield from _minutes(report, reader, asker)
    yield from _documents(report, reader)
    yield _consents(report, reader)
    yield from _comments(report)
    yield from _evidence(report, reader)
    yield from _projects(report, reader)


def _covenant(report: AnnualReport) -> Iterator[DossierPart]:
    """Every version of the covenant that was in force by the report's date, as the whole of it in data."""
    for version in versions_of(report.deal):
        if version.in_force_on <= report.reference_date:
            told = json.dumps(export_deal(all_rows(), terms_of(version)), ensure_ascii=False, indent=2)
            yield DossierPart(f"0-convenant/versie-{version.number}.json", str(version), _text(told))


def _report(report: AnnualReport) -> Iterator[DossierPart]:
    for file in report.files.all():
        yield DossierPart(f"1-rapportage/{file.name}", str(file), _stored(str(file.file.name)))


def _minutes(report: AnnualReport, reader: Reader, asker: int) -> Iterator[DossierPart]:
    """The minutes that stand, of meetings up to the end of the year after the report's."""
    meetings = Meeting.objects.filter(open_to(**reader), deal=report.deal)
    rows = Minutes.objects.filter(meeting__in=meetings, agreed_on__isnull=False).select_related("meeting")
    for row in rows.order_by("meeting__held_on", "number"):
        name = f"2-verslagen/{row.meeting.held_on.isoformat()}-verslag-{row.number}.txt"
        yield DossierPart(name, f"Verslag van {row.meeting}", _text(_words(row, reader, asker)))


def _words(row: Minutes, reader: Reader, asker: int) -> str:
    """The minutes as text: who was there, what was said, what was decided, and who does what."""
    assert row.agreed_on is not None
    meeting = row.meeting
    lines = [f"{meeting}, {day(meeting.held_on)}", f"Vastgesteld op {day(row.agreed_on)}"]
    lines += [f"Correctie. Reden: {row.reason}"] if row.reason else []
    people = [_present(each) for each in meeting.attendance.select_related("seat", "party").order_by("pk")]
    lines += _list("Wie er waren", people)
    lines += ["", row.text]
    decisions = Decision.objects.visible_to(meeting.deal, **reader).filter(meeting=meeting).order_by("year", "number")
    lines += _list("Besluiten", [f"{each}{f'. {each.text}' if each.text else ''}" for each in decisions])
    actions = ActionItem.objects.visible_to(meeting.deal, user=asker, **reader).filter(meeting=meeting)
    actions = actions.select_related("owner").order_by("due_on", "pk")
    lines += _list("Actiepunten", [f"{each.text} ({each.who}, uiterlijk {day(each.due_on)})" for each in actions])
    return "\n".join([*lines, ""])


def _present(row: Attendance) -> str:
    """One person at the table: 'De burgemeester (Gemeente): aanwezig'."""
    name = str(row.seat) if row.seat and not row.name else row.name
    where = str(row.party) if row.party and not row.capacity else row.capacity
    instead = f" door {row.substitute}" if row.substitute else ""
    return f"{name}{f' ({where})' if where else ''}: {row.get_presence_display()}{instead}"


def _list(title: str, rows: list[str]) -> list[str]:
    return ["", title, *(f"- {row}" for row in rows)] if rows else []


def _documents(report: AnnualReport, reader: Reader) -> Iterator[DossierPart]:
    rows = Document.objects.visible_to(report.deal, **reader).filter(removed_at__isnull=True)
    for row in rows.order_by("dated_on", "pk"):
        folder = SORTS.get(Document.Sort(row.sort), OTHER)
        yield DossierPart(_place(folder, row.dated_on, row.pk, row.name), row.title, _stored(str(row.file.name)))


def _consents(report: AnnualReport, reader: Reader) -> DossierPart:
    """Return who consented to what, when and how, as a list: by the day of the report, and not what came later."""
    rows = Consent.objects.filter(amendment__deal=report.deal, given_on__lte=report.reference_date)
    rows = rows.select_related("amendment", "party")
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


def _comments(report: AnnualReport) -> Iterator[DossierPart]:
    """What was said of the report, and of the concepts before it, with the answers; nothing where nobody said a word.

    Whoever may ask for a dossier reads them on the page of the round too.
    """
    rows = ReportComment.objects.filter(report__deal=report.deal, report__year=report.year, report__pk__lte=report.pk)
    rows = rows.exclude(state=ReportComment.State.WITHDRAWN).select_related("report", "party", "entered_by")
    lines = ["\ufeffconcept;onderdeel;wie;reactie;geschreven op;stand;antwoord;rapportage aangepast;beantwoord op"]
    for row in rows.defer("report__snapshot").order_by("entered_at", "pk"):
        changed = "" if row.state == ReportComment.State.OPEN else "ja" if row.has_changed else "nee"
        said = (str(row.report), row.section, row.who, row.text, _on_day(row.entered_at), row.get_state_display())
        lines.append(";".join(map(_cell, (*said, row.answer, changed, _on_day(row.answered_at)))))
    if len(lines) > 1:
        yield DossierPart("1-rapportage/reacties.csv", "Reacties met antwoord", _text("\n".join(lines) + "\n"))


def _on_day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""


def _evidence(report: AnnualReport, reader: Reader) -> Iterator[DossierPart]:
    """The evidence of approved figures, stories and bookings that is open to the reader."""
    kinds: Iterable[Any] = (Evidence, MoneyEvidence)
    for kind in kinds:
        rows = kind.objects.visible_to(report.deal, **reader).filter(removed_at__isnull=True)
        for row in rows.order_by("uploaded_at", "pk"):
            path = _place(EVIDENCE, timezone.localdate(row.uploaded_at), f"{kind.__name__.lower()}-{row.pk}", row.name)
            yield DossierPart(path, row.name, _stored(str(row.file.name)))


def _projects(report: AnnualReport, reader: Reader) -> Iterator[DossierPart]:
    """The projects with their grants and settlements, as they stood on the report's date."""
    for name, title, content in project_tables(report.deal, on=report.reference_date, reader=reader):
        yield DossierPart(f"{PROJECTS}/{name}", title, partial(io.BytesIO, content))


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
