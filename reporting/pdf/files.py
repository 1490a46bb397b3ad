"""The files that the layout of a report may read: its style, fonts, charts and icons, under `report:` addresses.

An exact list. Any other address (a web page, a file of this machine, data) is refused, whatever text brought it in; the
report then comes out without it.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import partial

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from weasyprint.urls import URLFetcher, URLFetcherResponse

from regiodeal.base.map_drawing import MapDrawing
from regiodeal.base.themes import Theme
from regiodeal.pages.look import deal_theme
from reporting.content.content import text_picture
from reporting.content.cover_picture import cover_picture
from reporting.content.frozen_report import FrozenReport
from reporting.content.svg import STATUSES, Drawing, theme_of_report
from reporting.pdf.fonts import font_file, font_files, font_rules, in_our_letters, static_file

SVG = "image/svg+xml"
LOGO = "report:logo"
COVER = "report:cover.svg"
COVER_PHOTO = "report:cover.jpg"

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


def style_files(theme: Theme | None = None, *, name: str = "") -> dict[str, ReportFile]:
    """The house style by address: what every document may read; none is read before it is asked for.

    `name` is what the document is of: it has the picture of that on its cover.
    """
    theme = theme or deal_theme(None)
    files: dict[str, ReportFile] = {
        "report:report.css": ("text/css", partial(static_file, "report/report.css")),
        "report:theme.css": ("text/css", theme.report_css.encode),
        "report:fonts.css": ("text/css", font_rules),
        COVER: (SVG, lambda: cover_picture(theme, name).encode()),
    }
    files |= {f"report:font/{name}": ("font/woff2", partial(font_file, name)) for name in font_files()}
    return files | {f"report:icon/{status}.svg": (SVG, partial(_icon, status)) for status in STATUSES}


def report_files(report: FrozenReport) -> dict[str, ReportFile]:
    """All files of a report, by address: the house style and its charts; none is drawn before it is asked for."""
    drawn = report.charts.values()
    files = style_files(theme_of_report(report.snapshot), name=report.snapshot["deal"]["slug"])
    files |= {f"report:chart/{chart.name}.svg": (SVG, partial(_drawing, chart)) for chart in drawn}
    if logo := report.snapshot["deal"].get("logo"):
        files[LOGO] = logo["content_type"], partial(b64decode, logo["picture"])
    if cover := report.snapshot["deal"].get("cover"):
        files[COVER_PHOTO] = "image/jpeg", partial(b64decode, cover["picture"])
    for number, name in report.photos.items():
        files[f"report:photo/{number}.jpg"] = "image/jpeg", partial(_photo, name)
    for number, name in report.pictures.items():
        files[text_picture(number)] = "image/jpeg", partial(_photo, name)
    return files


def _photo(name: str) -> bytes:
    """The photo; the report comes out without one that was let go since. Raises OSError then."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def _drawing(chart: Drawing | MapDrawing) -> bytes:
    return in_our_letters(chart.svg).encode()


def _icon(status: str) -> bytes:
    return render_to_string(f"reporting/content/icon_{status}.svg").encode()
