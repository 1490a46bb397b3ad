"""The letter that goes with a report to the Party that receives it."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from regiodeal.base.forms import Posted
from regiodeal.deals.models import Deal, OfficeHolder
from regiodeal.deals.roles import Right
from regiodeal.pages.form_page import FormPage
from regiodeal.pages.look import owner_of
from reporting.content.frozen_report import FrozenReport
from reporting.reports.models import AnnualReport, ReportFile
from reporting.rounds.forms import LetterForm
from reporting.rounds.report_views import CONTENT_TYPES, ReportView


def receiving_parties(report: AnnualReport) -> list[tuple[str, str]]:
    """The code and name of each Party that receives the report, as it was laid down."""
    return [(row["code"], row["name"]) for row in report.snapshot["parties"] if row.get("receives_report")]


def office_holders_of(deal: Deal, code: str, *, on: date) -> tuple[str, ...]:
    """Who holds the office of the Party on the day, as 'name, office'."""
    holders = OfficeHolder.objects.filter(party__deal=deal, party__code=code)
    return tuple(f"{holder.name}, {holder.office}" for holder in holders if holder.is_in_office(on))


class LetterPage(ReportView, FormPage):
    """Asks what only the sender knows, and gives the letter as Word."""

    right = Right.BUILD_REPORT
    section = "reports"
    title = "Brief bij de rapportage"
    save_label = "Maak de brief"
    intro = (
        "De brief vertelt in een halve bladzijde hoe de deal ervoor staat. Lees hem na en pas hem aan in Word. "
        "Bewaar hem zoals u hem verstuurt bij Documenten."
    )

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the reports and the report."""
        return [("Rapportage", reverse("reports", args=[self.deal.slug])), (str(self.report), self.address())]

    def form(self, data: Posted = None) -> LetterForm:
        """Return the form that asks who writes, from where and when."""
        initial = {"on": timezone.localdate(), "sender": owner_of(self.deal)}
        return LetterForm(data, receivers=receiving_parties(self.report), initial=initial)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The letter, or the form again with what is missing."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        from reporting.word.letter import LetterWords, cover_letter  # python-docx is slow to import

        data = form.cleaned_data
        chosen = data.get("receiver") or next((code for code, _name in receiving_parties(self.report)), "")
        holders = office_holders_of(self.deal, chosen, on=data["on"])
        words = LetterWords(**data | {"receiver": chosen}, holders=holders)
        content = cover_letter(FrozenReport(self.report.snapshot), words)
        response = HttpResponse(content, content_type=CONTENT_TYPES[ReportFile.Kind.WORD])
        stem = f"brief-{self.report.file_stem}" + (f"-{slugify(chosen)}" if data.get("receiver") else "")
        response["Content-Disposition"] = f'attachment; filename="{stem}.docx"'
        return response

    def address(self) -> str:
        """Return the address of the report."""
        return reverse("report", args=[self.deal.slug, self.report.pk])
