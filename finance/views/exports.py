"""The money as files: the workbook, CSV and JSON, and the account to the Rijk (SiSa). Cut to what one may see."""

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from finance.exchange.bookings import Shown
from finance.exchange.export import TYPES, Format, write_money
from finance.exchange.forms import ExportForm
from finance.exchange.sisa import write_sisa
from finance.sisa import SisaOverview, sisa, sisa_years
from finance.views.base import MoneyDealPage
from finance.views.evidence import visible_evidence
from finance.views.ledger_files import LedgerFilesPage
from regiodeal.covenant.roles import Right


class DownloadMoney(LedgerFilesPage):
    """The position and the bookings that this user may see, as of the reference date."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Write the file while it is read from the database; nothing is kept."""
        form = ExportForm(request.GET, auto_id="export-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(export_form=form), status=422)
        unapproved = self.may(Right.SEE_UNAPPROVED)
        shown = Shown(self.deal, self.on, unapproved=unapproved, evidence=visible_evidence(self))
        kind = Format(form.cleaned_data["formaat"])
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write_money(kind, file, shown)
        return as_download(file, kind, f"financien-{self.deal.slug}-{self.on:%Y-%m-%d}")


class SisaPage(MoneyDealPage):
    """What does the account to the Rijk say over a bookkeeping year, and when is it due?"""

    right = Right.SEE_DEAL
    template_name = "finance/sisa.html"
    year: int

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which year: the last one that is over, or the first, when none was asked for."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        self.years = sisa_years(self.deal, on=self.on)
        over = [year for year in self.years if year < self.on.year]
        self.year = kwargs.get("year") or next(iter(over or self.years), self.deal.in_force_on.year)
        if "year" in kwargs and self.year not in self.years:
            raise Http404("Over dit boekjaar is op die datum nog niets te verantwoorden.")

    def page_title(self) -> str:
        """The year."""
        return f"SiSa over {self.year}"

    def overview(self) -> SisaOverview:
        """The answers."""
        return sisa(self.deal, self.year, on=self.on)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The indicators with their amounts, and the other years."""
        urls = [(year, reverse("sisa-year", args=[self.deal.slug, year])) for year in self.years]
        return super().get_context_data(
            overview=self.overview(), years=urls, export_form=ExportForm(auto_id="export-%s"), **kwargs
        )


class DownloadSisa(SisaPage):
    """The same as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Write the file."""
        form = ExportForm(request.GET, auto_id="export-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        kind = Format(form.cleaned_data["formaat"])
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write_sisa(kind, file, self.overview())
        return as_download(file, kind, f"sisa-{self.deal.slug}-{self.year}")


def as_download(file: Any, kind: Format, name: str) -> FileResponse:
    """A file that was just written, under a name that says what it is."""
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{kind}", content_type=TYPES[kind])
