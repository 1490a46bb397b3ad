"""The annual report as Word, made from its snapshot alone: the same snapshot gives the same bytes."""

from django.template.loader import render_to_string
from lxml import html

from regiodeal.base.templatetags.dutch_filters import day
from reporting.content.chart_tables import chart_tables
from reporting.content.content import report_content
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import describe, edition_words
from reporting.files.typed import cleaned, without_controls
from reporting.word.paper import new_paper, saved, write_running_lines
from reporting.word.walk import Walk


def word_report(report: FrozenReport) -> bytes:
    """The report as docx: the words of the PDF in its order, with tables in the place of charts.

    Control characters that XML cannot hold are left out. The hash that it prints is that of the snapshot as it is.
    """
    snapshot = report.snapshot
    content = report_content(report) | {"medium": "word"}
    page = html.document_fromstring(without_controls(render_to_string("reporting/pdf/report.html", content)))
    paper = new_paper(describe(snapshot))
    deal = snapshot["deal"]
    example = " · VOORBEELD" if deal["example_notice"] else ""
    foot = f"{edition_words(snapshot)} · Stand op {day(snapshot['on'])}{example}"
    write_running_lines(paper, head=deal["name"], foot=foot)
    Walk(paper, chart_tables(cleaned(snapshot)), page).blocks(page.find("body"))
    return saved(paper)
