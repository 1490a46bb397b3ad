"""The files that the layout of a report may read: its style, fonts, charts and icons, under `report:` addresses.

An exact list. Any other address (a web page, a file of this machine, data) is refused, whatever text brought it in; the
report then comes out without it.
"""

from collections.abc import Callable, Mapping
from functools import partial

from django.template.loader import render_to_string
from weasyprint.urls import URLFetcher, URLFetcherResponse

from regiodeal.base.themes import Theme
from regiodeal.pages.look import deal_theme
from reporting.content.frozen_report import FrozenReport
from reporting.content.svg import STATUSES, Drawing, theme_of_report
from reporting.pdf.fonts import font_file, font_files, font_rules, in_our_letters, static_file

SVG = "image/svg+xml"

type ReportFile = tuple[str, Callable[[], bytes]]


class ReportFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Reads the files on its list, by their whole address, and nothing else."""

    def __init__(self, files: Mapping[str, ReportFile]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file at the address. Raises ValueError for any address that is not on the list."""
        if url not in self._files:
            raise ValueError(f"refused: {url[:80]}")
        content_type, read = self._files[url]
        return URLFetcherResponse(url, read(), {"Content-Type": content_type})


def style_files(theme: Theme | None = None) -> dict[str, ReportFile]:
    """The house style by address: what every document may read; none is read before it is asked for."""
    theme = theme or deal_theme(None)
    files: dict[str, ReportFile] = {
        "report:report.css": ("text/css", partial(static_file, "report/report.css")),
        "report:theme.css": ("text/css", theme.report_css.encode),
        "report:fonts.css": ("text/css", font_rules),
    }
    files |= {f"report:font/{name}": ("font/woff2", partial(font_file, name)) for name in font_files()}
    return files | {f"report:icon/{status}.svg": (SVG, partial(_icon, status)) for status in STATUSES}


def report_files(report: FrozenReport) -> dict[str, ReportFile]:
    """All files of a report, by address: the house style and its charts; none is drawn before it is asked for."""
    drawn = report.charts.values()
    theme = theme_of_report(report.snapshot)
    return style_files(theme) | {f"report:chart/{chart.name}.svg": (SVG, partial(_drawing, chart)) for chart in drawn}


def _drawing(chart: Drawing) -> bytes:
    return in_our_letters(chart.svg).encode()


def _icon(status: str) -> bytes:
    return render_to_string(f"reporting/content/icon_{status}.svg").encode()
