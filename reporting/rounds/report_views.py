"""The reports of a deal: the rounds, each edition with its files, and the trial prints."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from regiodeal.caching.etags import revalidated
from regiodeal.covenant.obligations.deadlines import Deadline, calendar
from regiodeal.deals.roles import Right, Role
from regiodeal.files.views import file_response
from regiodeal.pages.deal_page import Context, DealPage, DealView
from reporting.building.jobs import job
from reporting.building.queue import enqueue
from reporting.building.views import progress_of
from reporting.reports.build import STEPS
from reporting.reports.models import AnnualReport, KeptReport, ReportFile
from reporting.rounds.editions import trial_print
from reporting.rounds.forms import ReportForm
from reporting.rounds.models import ReportRound
from reporting.rounds.round_standing import round_standing
from reporting.rounds.steps import years_to_start

CONTENT_TYPES = {
    ReportFile.Kind.PDF: "application/pdf",
    ReportFile.Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReportFile.Kind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFile.Kind.FIGURES: "text/csv; charset=utf-8",
    ReportFile.Kind.DATA: "application/json",
    ReportFile.Kind.PUBLIC: "application/pdf",
}


@revalidated
class Reports(DealPage):
    """Answers: how far is this year's report? The rounds, newest first, with what can be downloaded."""

    right = Right.SEE_DEAL
    section = "reports"
    title = "Jaarlijkse voortgangsrapportage"
    template_name = "reporting/rounds/reports.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The newest report on top, the rounds, all editions, and for whoever makes them the trial prints."""
        may_build = self.may(Right.BUILD_REPORT)
        visible = AnnualReport.objects.visible_to(self.deal, may_build=may_build)
        editions = visible.editions().to_list().select_related("replaces").defer("replaces__snapshot")
        if may_build and "form" not in kwargs:
            kwargs["form"] = ReportForm(deal=self.deal, today=timezone.localdate())
        prints = visible.filter(number__isnull=True).to_list()
        return super().get_context_data(
            rounds=[round_standing(row, on=self.on) for row in ReportRound.objects.filter(deal=self.deal)],
            editions=editions,
            newest=next((row for row in editions if row.state == AnnualReport.State.READY), None),
            trial_prints=prints[:10] if may_build else [],
            follows_deals=any(row.role == Role.BZK for row in self.memberships),
            to_start=years_to_start(self.deal, on=timezone.localdate()) if may_build else [],
            kept_reports=KeptReport.objects.filter(deal=self.deal).select_related("uploaded_by", "removed_by"),
            report_dates=self._last_days(),
            **kwargs,
        )

    def _last_days(self) -> list[Deadline]:
        rows = calendar(self.deal, on=self.on)
        return [row for row in rows if row.days_left >= 0 and row.obligation.is_about_report][:3]


class BuildReport(Reports):
    """Puts a trial print in the queue; one that is under way is shown instead."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Check the form and enqueue."""
        today = timezone.localdate()
        form = ReportForm(request.POST, deal=self.deal, today=today)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        year, stage = form.cleaned_data["year"], form.cleaned_data["stage"]
        round_ = ReportRound.objects.filter(deal=self.deal, year=year).first()
        try:
            edition = trial_print(self.deal, year, stage, round_=round_, on=today)
            report = edition.ask(by=self.user, at=timezone.now())
        except IntegrityError:
            report = AnnualReport.objects.get(
                deal=self.deal,
                year=year,
                stage=stage,
                number__isnull=True,
                state__in=[AnnualReport.State.QUEUED, AnnualReport.State.BUILDING],
            )
            messages.info(request, "Deze proefdruk wordt al gemaakt.")
        else:
            enqueue(report)
        return redirect(reverse("report", args=[self.deal.slug, report.pk]))


class ReportView(DealView):
    """Base of the views of one report, cut to what the user may see."""

    right = Right.SEE_DEAL
    report: AnnualReport

    def load(self) -> None:
        """Fetch the report; work of the bureau is known only to whoever makes reports."""
        visible = AnnualReport.objects.visible_to(self.deal, may_build=self.may(Right.BUILD_REPORT))
        rows = visible.select_related("requested_by", "deal", "replaces").defer("snapshot", "replaces__snapshot")
        self.report = get_object_or_404(rows, pk=self.kwargs["pk"])


class ReportPage(ReportView, DealPage):
    """One report: its steps while it is made, then its files with size, pages and hash."""

    section = "reports"
    template_name = "reporting/rounds/report.html"

    def page_title(self) -> str:
        """Title the page by the report."""
        return str(self.report)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all reports."""
        return [("Rapportage", reverse("reports", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The report, its steps and its files."""
        return super().get_context_data(
            report=self.report,
            files=[file_of(file) for file in self.report.files.all()],
            job=_job(self.report),
            dossiers=[(row, row.is_open_to(**self.reader())) for row in self.report.dossiers.of(self.user)[:3]],
            round=ReportRound.objects.filter(deal=self.deal, year=self.report.year).first(),
            replaced_by=self.report.replaced_by.defer("snapshot").first(),
            **kwargs,
        )


def _job(report: AnnualReport) -> dict[str, object]:
    return job(report, STEPS, url=reverse("report-progress", args=[report.deal.slug, report.pk]))


def file_of(file: ReportFile) -> dict[str, object]:
    """Return what components/download.html shows of a file."""
    return {
        "title": f"{file.report} ({file.get_kind_display()})",
        "url": reverse("download-report", args=[file.report.deal.slug, file.report_id, file.kind]),
        "kind": file.get_kind_display(),
        "size": file.size,
        "pages": file.pages,
        "sha256": file.sha256,
    }


class ReportProgress(ReportView):
    """Shows how far the build is: the part of the page that renews itself while the report is made."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Steps done of steps to do. When it is over the whole page is asked for again, with the download on it."""
        return progress_of(request, self.report, _job(self.report))


class RetryReport(ReportView):
    """Puts a build that failed or was stopped in the queue again."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Retry once, also when the button is pressed twice."""
        if self.report.retry(at=timezone.now()):
            enqueue(self.report)
        return redirect(reverse("report", args=[self.deal.slug, self.report.pk]))


class CancelReport(ReportView):
    """Stops a build that is under way."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Stop it, or say that it was over already."""
        if not self.report.cancel():
            messages.info(request, "Het maken was al klaar of gestopt.")
        return redirect(reverse("report", args=[self.deal.slug, self.report.pk]))


class DownloadReport(ReportView):
    """One file of a report that is ready."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Stream the file under a name that says what it is, unless the browser has it: its SHA-256 is its ETag."""
        file = get_object_or_404(self.report.files, kind=self.kwargs["kind"])
        kept = {"ETag": f'"{file.sha256}"', "Cache_Control": "private, no-cache"}
        unchanged: HttpResponseBase | None = get_conditional_response(request, etag=kept["ETag"])
        if unchanged is not None:
            return unchanged
        content_type = CONTENT_TYPES[ReportFile.Kind(file.kind)]
        return file_response(file.file, name=file.name, content_type=content_type, **kept)
