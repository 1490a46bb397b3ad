"""A report as a web page, made from its snapshot alone by the same chapters as the PDF."""

import re
from itertools import count

from django.template.loader import render_to_string

from regiodeal.base.map_drawing import MapDrawing
from regiodeal.deals.words import speaking
from reporting.content.content import report_content
from reporting.content.frozen_report import FrozenReport
from reporting.content.svg import Drawing
from reporting.open_data.public import public_copy

_BAR = re.compile(r'<span class="bar"><span style="[^"]*"></span></span>')


def web_page(report: FrozenReport, *, files: str) -> str:
    """The chapters of the report as HTML, without names of people; `files` is the address under which charts are found.

    Wide tables get a frame of their own that scrolls, so that the page stays readable on a telephone.
    """
    content = report_content(public_copy(report)) | {"medium": "web"}
    content["readings_told"] = content["reading_groups"]  # paper points to the workbook for them
    with speaking(report.words):
        chapters = str(render_to_string("reporting/pdf/chapters.html", content))
    # The small bars draw the share that stands beside them as a figure; their width is a style that pages may not hold.
    html = _BAR.sub("", chapters).replace('src="report:', f'src="{files}')
    numbers = count(1)
    return re.sub(r"<table[^>]*>.*?</table>", lambda found: _framed(found[0], next(numbers)), html, flags=re.DOTALL)


def web_chart(report: FrozenReport, name: str) -> Drawing | MapDrawing | None:
    """A chart of the report by its name; None when it has none."""
    return report.charts.get(name)


def _framed(table: str, number: int) -> str:
    frame = f'<div class="denhaag-table__container" role="region" tabindex="0" aria-label="Tabel {number}">'
    return f"{frame}{table.replace('<table', '<table data-plain', 1)}</div>"
