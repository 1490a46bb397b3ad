"""Pages of the reports of before the portal."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.deals.roles import Right
from regiodeal.files.views import file_response
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import DealView
from regiodeal.pages.form_page import FormPage
from reporting.reports.models import KeptReport
from reporting.rounds.forms import KeptReportForm
from reporting.rounds.kept_reports import keep_report


class KeepReport(FormPage):
    """Keeps the PDF of a report that was made before the deal came to the portal."""

    right = Right.BUILD_REPORT
    section = "reports"
    title = "Oude rapportage bewaren"
    save_label = "Bewaar de rapportage"
    intro = (
        "Hebt u een rapportage van voor het portaal? Bewaar haar hier als PDF, als de rapportage van haar jaar. Wie "
        "rapportages mag lezen, kan haar dan ophalen. De cijfers erin komen niet in het portaal."
    )
    takes_files = True

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the reports."""
        return [("Rapportage", self.address())]

    def form(self, data: Posted = None) -> KeptReportForm:
        """Ask the year, the day and the file."""
        return KeptReportForm(data, files=self.uploads(), deal=self.deal, today=timezone.localdate())

    def save(self, form: KeptReportForm) -> str:
        """Keep it."""
        kept = keep_report(
            self.deal,
            form.cleaned_data["year"],
            upload=form.cleaned_data["file"],
            submitted_on=form.cleaned_data["submitted_on"],
            by=self.user,
            at=timezone.now(),
        )
        return f"{kept} staat bij de rapportages."

    def address(self) -> str:
        """Return the address of the reports."""
        return reverse("reports", args=[self.deal.slug])


class KeptReportFile(DealView):
    """Gives the PDF of an old report to whoever sees reports."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give the file; 404 for one that was removed."""
        kept = get_object_or_404(KeptReport, deal=self.deal, pk=self.kwargs["pk"], removed_at__isnull=True)
        return file_response(kept.file, name=f"{kept.file_stem}.pdf", content_type="application/pdf")


class RemoveKeptReport(SeenFormPage):
    """Throws the file of an old report away, with a reason that stays."""

    right = Right.BUILD_REPORT
    section = "reports"
    title = "Oude rapportage weghalen"
    save_label = "Haal de rapportage weg"
    intro = "Het bestand gaat weg en komt niet terug. Uw naam, de dag en de reden blijven staan."

    kept: KeptReport

    def load(self) -> None:
        """Fetch the report of this deal."""
        self.kept = get_object_or_404(KeptReport, deal=self.deal, pk=self.kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the reports."""
        return [("Rapportage", self.address())]

    def seen(self) -> list[object]:
        """The file that goes."""
        return [self.kept.pk, self.kept.sha256, self.kept.removed_at]

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks for a reason."""
        return ReasonForm(data)

    def save(self, form: ReasonForm) -> str:
        """Remove it."""
        self.kept.remove(by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"][:300])
        return f"{self.kept} is weggehaald."

    def address(self) -> str:
        """Return the address of the reports."""
        return reverse("reports", args=[self.deal.slug])
