"""The letter that goes with a report to the Party that receives it."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted
from regiodeal.deals.models import Deal, OfficeHolder
from regiodeal.deals.roles import Right
from regiodeal.pages.form_page import FormPage
from regiodeal.pages.look import owner_of
from reporting.content.frozen_report import FrozenReport
from reporting.reports.models import ReportFile
from reporting.rounds.forms import LetterForm
from reporting.rounds.report_views import CONTENT_TYPES, ReportView


def receivers(deal: Deal, *, on: date) -> list[str]:
    """Who holds the office of the Party that receives the report on the day, as 'name, office'."""
    holders = OfficeHolder.objects.filter(party__deal=deal, party__receives_report=True)
    return [f"{holder.name}, {holder.office}" for holder in holders if holder.is_in_office(on)]


class LetterPage(ReportView, FormPage):
    """Asks what only the sender knows, and gives the letter as Word."""

    right = Right.BUILD_REPORT
    section = "reports"
    title = "Brief bij de rapportage"
    save_label = "Maak de brief"
    intro = "De brief vertelt in een halve bladzijde hoe de deal ervoor staat. Lees hem na en pas hem aan in Word."

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the reports and the report."""
        return [("Rapportage", reverse("reports", args=[self.deal.slug])), (str(self.report), self.address())]

    def form(self, data: Posted = None) -> LetterForm:
        """Return the form that asks who writes, from where and when."""
        return LetterForm(data, initial={"on": timezone.localdate(), "sender": owner_of(self.deal)})

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The letter, or the form again with what is missing."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        from reporting.word.letter import LetterWords, cover_letter  # python-docx is slow to import

        holders = tuple(receivers(self.deal, on=form.cleaned_data["on"]))
        words = LetterWords(**form.cleaned_data, holders=holders)
        content = cover_letter(FrozenReport(self.report.snapshot), words)
        response = HttpResponse(content, content_type=CONTENT_TYPES[ReportFile.Kind.WORD])
        response["Content-Disposition"] = f'attachment; filename="brief-{self.report.file_stem}.docx"'
        return response

    def address(self) -> str:
        """Return the address of the report."""
        return reverse("report", args=[self.deal.slug, self.report.pk])
