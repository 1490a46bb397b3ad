"""Making reports in tests, and reading what came out."""

import copy
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from pikepdf import Dictionary, Name, Object, Pdf

from regiodeal.deals.models import Deal
from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import finish_pdf, render_html, render_pdf
from reporting.snapshot.take import take_snapshot
from reporting.snapshot.told_results import told_results
from tests.plugins.deal import load_deal_file

ROOT = Path(settings.BASE_DIR)
ON = date(2026, 6, 14)
type Row = Any  # a snapshot, or a part of one, that a test changes and leaves out of as it likes


def snapshot_of(slug: str) -> Row:
    """The snapshot of a deal."""
    return take_snapshot(Deal.objects.get(slug=slug), year=2026, stage="concept", on=ON)


def loaded_snapshot(path: str) -> Row:
    """The snapshot of a deal file; nothing stays in the database."""
    with transaction.atomic():
        snapshot = snapshot_of(load_deal_file(ROOT / path).slug)
        transaction.set_rollback(True)
    return snapshot


def build(snapshot: Row) -> bytes:
    """The finished PDF of a snapshot."""
    report = FrozenReport(snapshot)
    return finish_pdf(render_pdf(render_html(report), report), report)[0]


def words(content: bytes) -> str:
    """The text of a PDF by pdftotext (Debian: poppler-utils), in one line, words that were broken off made whole."""
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"(?<=\w)-\s(?=[a-z])", "", " ".join(told.stdout.decode().split()))


def elements(pdf: Pdf, kind: str | None = None) -> list[Object]:
    """The structure elements in reading order; of one kind when it is named, such as 'TH'."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        found.append(element)
        kids = [kid for kid in element.get(Name.K, []) if isinstance(kid, Dictionary) and Name.S in kid]
        waiting += reversed(kids)
    return [element for element in found if kind in {None, str(element.S)[1:]}]


def results(snapshot: Row) -> list[Row]:
    """All results of the snapshot in the order of the report, each with its `targets`."""
    return [{**row.result, "targets": row.targets} for row in told_results(snapshot).values()]


def with_story(snapshot: Row, **texts: str) -> Row:
    """The snapshot with these texts as what is told of its first measure."""
    empty = dict.fromkeys(("done", "reason", "outlook", "learned", "risks", "entered_by", "approved_by"), "")
    story = {"year": 2025, "schedule": "on_schedule", "schedule_label": "op schema"} | empty | texts
    changed = copy.deepcopy(snapshot)
    changed["pillars"][0]["goals"][0]["measures"][0]["entry"] = story
    return changed
