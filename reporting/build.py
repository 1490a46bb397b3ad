"""Building a report in steps: snapshot, PDF, file. The same steps for the worker and for the command line."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from regiodeal.covenant.models import Deal
from reporting.snapshot import Row, take_snapshot

type Tell = Callable[[str], None]

STEPS = (
    "Gegevens verzamelen",
    "Grafieken en bladzijden opmaken",
    "PDF maken",
    "Toegankelijkheid en archief afmaken",
    "Bewaren",
)


@dataclass(frozen=True)
class BuiltReport:
    """A finished PDF with the snapshot it was made from."""

    snapshot: Row
    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """The hash by which a copy can be checked."""
        return hashlib.sha256(self.content).hexdigest()


def build_report(deal: Deal, *, year: int, stage: str, on: date, tell: Tell = lambda step: None) -> BuiltReport:
    """The report as PDF. The same data, date and stage give the same bytes. `tell` hears each step as it begins."""
    from reporting.pdf import finish_pdf, render_html, render_pdf  # WeasyPrint is slow to import: in the worker only

    tell(STEPS[0])
    snapshot = take_snapshot(deal, year=year, stage=stage, on=on)
    tell(STEPS[1])
    html = render_html(snapshot)
    tell(STEPS[2])
    raw = render_pdf(html, snapshot)
    tell(STEPS[3])
    content, pages = finish_pdf(raw, snapshot)
    tell(STEPS[4])
    return BuiltReport(snapshot, content, pages)
