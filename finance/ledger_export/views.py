"""The money as files: the workbook, CSV and JSON, and the account to the Rijk (SiSa). Cut to what one may see."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.file_format import Format, as_download
from finance.base.pages import MoneyDealPage
from finance.evidence.views import visible_evidence
from finance.ledger_export.export import write_money
from finance.ledger_export.rows import Shown
from finance.ledger_import.forms import MoneyExportForm
from finance.ledger_import.views import LedgerFilesPage
from finance.sisa.account import SisaOverview, sisa, sisa_years
from finance.sisa.handed_in import (
    answers_of,
    changed_since,
    compared,
    hand_in,
    last_return,
    transitory,
    unspent_advance,
)
from finance.sisa.sisa_file import write_sisa
from regiodeal.base.dutch import listed
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Party
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.pages.deal_page import Context


class DownloadMoney(LedgerFilesPage):
    """The position and the bookings that this user may see, as of the reference date."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Write the file while it is read from the database; nothing is kept."""
        form = MoneyExportForm(request.GET, auto_id="export-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(export_form=form), status=422)
        unapproved = self.may(Right.SEE_UNAPPROVED)
        shown = Shown(self.deal, self.on, unapproved=unapproved, evidence=visible_evidence(self))
        kind = Format(form.cleaned_data["formaat"])
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write_money(kind, file, shown)
        return as_download(file, kind, f"financien-{self.deal.slug}-{self.on:%Y-%m-%d}")


class SisaPage(MoneyDealPage):
    """Answers: what does the account to the Rijk say over a bookkeeping year, and when is it due?"""

    right = Right.SEE_DEAL
    template_name = "finance/ledger_export/sisa.html"
    year: int

    def load(self) -> None:
        """Return which year: the last one that is over, or the first, when none was asked for."""
        self.years = sisa_years(self.deal, on=self.on)
        over = [year for year in self.years if year < self.on.year]
        self.year = self.kwargs.get("year") or next(iter(over or self.years), self.deal.in_force_on.year)
        if "year" in self.kwargs and self.year not in self.years:
            raise Http404("Over dit boekjaar is op die datum nog niets te verantwoorden.")

    def page_title(self) -> str:
        """Title the page by the bookkeeping year."""
        return f"SiSa over {self.year}"

    def overview(self) -> SisaOverview:
        """Return the answers to what SiSa asks."""
        return sisa(self.deal, self.year, on=self.on)

    def get_context_data(self, **kwargs: object) -> Context:
        """The indicators with their amounts, and the other years."""
        urls = [(year, reverse("sisa-year", args=[self.deal.slug, year])) for year in self.years]
        overview = self.overview()
        handed_in = last_return(self.deal, self.year, on=self.on)
        is_over = self.year < timezone.localdate().year and self.on == timezone.localdate()
        answers = answers_of(overview)
        is_new = handed_in is None or handed_in.answers != answers
        kwargs |= {
            "handed_in": handed_in,
            "compared": compared(handed_in, overview) if handed_in else (),
            "changed": changed_since(handed_in, on=self.on) if handed_in else (),
            "year_goes_on": self.year >= self.on.year,
            "unspent": unspent_advance(self.deal, self.year, on=self.on),
            "transitory": transitory(self.deal, self.year, on=self.on),
            "may_hand_in": self.may(Right.APPROVE_MONEY) and is_over and overview.rows and is_new,
            "seen": digest_of(answers),
        }
        treasurers = Party.objects.filter(deal=self.deal, is_treasurer=True).bound(self.on)
        return super().get_context_data(
            treasurers=listed([party.name for party in treasurers]),
            overview=overview,
            years=urls,
            export_form=MoneyExportForm(auto_id="export-%s"),
            **kwargs,
        )


class HandInSisa(SisaPage):
    """Keeps the account over a year as it is handed in."""

    right = Right.APPROVE_MONEY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep what was on the screen; what changed since then is asked to be looked at first."""
        overview = sisa(self.deal, self.year, on=timezone.localdate())
        page = reverse("sisa-year", args=[self.deal.slug, self.year])
        hold_digest(answers_of(overview), request.POST.get("seen", ""), title=self.page_title(), url=page)
        try:
            hand_in(overview, by=self.user, at=timezone.now())
        except (ValueError, WrongStateError) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"SiSa over {self.year} is vastgelegd zoals u het indient.")
        return redirect(page)


class DownloadSisa(SisaPage):
    """The same as a file."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Write the file."""
        form = MoneyExportForm(request.GET, auto_id="export-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        kind = Format(form.cleaned_data["formaat"])
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write_sisa(kind, file, self.overview())
        return as_download(file, kind, f"sisa-{self.deal.slug}-{self.year}")
