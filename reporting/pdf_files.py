"""The files that the layout of a report may read: its style, fonts, charts and icons, under `report:` addresses.

An exact list. Any other address (a web page, a file of this machine, data) is refused, whatever text brought it in; the
report then comes out without it.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reporting.snapshot import Row
from reporting.svg import STATUSES, Chart, charts

SVG = "image/svg+xml"
FONT = "vendor/open-sans"
WEIGHTS = (400, 600, 700)
# Open Sans comes as a file for each group of letters. Each group has a family of its own, because WeasyPrint takes two
# files of one family and weight for the same font, and then draws the letters of one with the shapes of the other.
LETTERS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese", "hebrew", "math", "symbols")

type ReportFile = tuple[str, Callable[[], bytes]]


class ReportFileMissingError(Exception):
    """A file that the report needs is not among the static files."""


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


def report_files(snapshot: Row) -> dict[str, ReportFile]:
    """All files of a report, by address; none is read or drawn before it is asked for."""
    files: dict[str, ReportFile] = {
        "report:report.css": ("text/css", partial(_static, "report/report.css")),
        "report:fonts.css": ("text/css", _font_rules),
    }
    for name in _font_names():
        files[f"report:font/{name}"] = ("font/woff2", partial(_static, f"{FONT}/files/{name}"))
    for chart in charts(snapshot).values():
        files[f"report:chart/{chart.name}.svg"] = (SVG, partial(_drawing, chart))
    for status in STATUSES:
        files[f"report:icon/{status}.svg"] = (SVG, partial(_icon, status))
    return files


def _font_names() -> dict[str, tuple[str, int]]:
    """The font files, each with its group of letters and its weight."""
    return {f"open-sans-{group}-{weight}-normal.woff2": (group, weight) for weight in WEIGHTS for group in LETTERS}


def _font_rules() -> bytes:
    """The @font-face rules, and a custom property that names all families in order."""
    rules = [
        f'@font-face {{ font-family: "Open Sans {group}"; font-weight: {weight}; src: url(report:font/{name}) }}'
        for name, (group, weight) in _font_names().items()
    ]
    families = ", ".join(f'"Open Sans {group}"' for group in LETTERS)
    return "\n".join([*rules, f":root {{ --open-sans: {families}, sans-serif }}"]).encode()


def _drawing(chart: Chart) -> bytes:
    return chart.svg.encode()


def _icon(status: str) -> bytes:
    return render_to_string(f"reporting/svg/icon_{status}.svg").encode()


def _static(name: str) -> bytes:
    """A static file from where it is written, or from where it was collected."""
    found = finders.find(name) or staticfiles_storage.path(name)
    path = Path(str(found))
    if not path.is_file():
        raise ReportFileMissingError(f"{name} is missing: run `npm ci`, or collect the static files.")
    return path.read_bytes()
