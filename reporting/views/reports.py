"""The annual report: ask for it, watch it being made, download it."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.deadlines import calendar
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage, DealView
from reporting.forms import ReportForm
from reporting.jobs import job
from reporting.models import AnnualReport
from reporting.models.report import reference_date_for
from reporting.tasks import enqueue


class Reports(DealPage):
    """How far is this year's report? All builds, the newest first, and the form to make one."""

    right = Right.SEE_DEAL
    section = "reports"
    title = "Jaarlijkse voortgangsrapportage"
    template_name = "reporting/reports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The reports of the deal; who may not build sees only what is ready."""
        reports = AnnualReport.objects.filter(deal=self.deal).select_related("requested_by")
        if not self.may(Right.BUILD_REPORT):
            reports = reports.filter(state=AnnualReport.State.READY)
        elif "form" not in kwargs:
            kwargs["form"] = ReportForm(deal=self.deal, today=timezone.localdate())
        dates = [
            d for d in calendar(self.deal, on=self.on) if d.days_left >= 0 and d.obligation.article.startswith("8")
        ]
        return super().get_context_data(reports=reports, report_dates=dates[:2], **kwargs)


class BuildReport(Reports):
    """Puts a build in the queue; a build of the same report that is under way is shown instead."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the form and enqueue."""
        form = ReportForm(request.POST, deal=self.deal, today=timezone.localdate())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        year, stage = form.cleaned_data["year"], form.cleaned_data["stage"]
        try:
            with transaction.atomic():
                report = AnnualReport.objects.create(
                    deal=self.deal,
                    year=year,
                    stage=stage,
                    reference_date=reference_date_for(year, today=timezone.localdate()),
                    requested_by=self.user,
                    requested_at=timezone.now(),
                )
        except IntegrityError:
            report = AnnualReport.objects.get(
                deal=self.deal,
                year=year,
                stage=stage,
                state__in=[AnnualReport.State.QUEUED, AnnualReport.State.BUILDING],
            )
            messages.info(request, "Deze rapportage wordt al gemaakt.")
        else:
            enqueue(report)
        return redirect(reverse("report", args=[self.deal.slug, report.pk]))


class ReportView(DealView):
    """Base of the views of one report, cut to what the user may see."""

    right = Right.SEE_DEAL
    report: AnnualReport

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the report; one that is not ready is known only to who may build."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        reports = AnnualReport.objects.filter(deal=self.deal)
        if not self.may(Right.BUILD_REPORT):
            reports = reports.filter(state=AnnualReport.State.READY)
        self.report = get_object_or_404(reports.select_related("requested_by"), pk=kwargs["pk"])


class ReportPage(ReportView, DealPage):
    """One report: its steps while it is made, then its download with size, pages and hash."""

    section = "reports"
    template_name = "reporting/report.html"

    def page_title(self) -> str:
        """Which report it is."""
        return str(self.report)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """All reports."""
        return [("Rapportage", reverse("reports", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report, its steps and its file."""
        address = reverse("download-report", args=[self.deal.slug, self.report.pk])
        file = {
            "title": str(self.report),
            "url": address,
            "kind": "PDF",
            "size": self.report.size,
            "pages": self.report.pages,
            "sha256": self.report.sha256,
        }
        return super().get_context_data(report=self.report, file=file, job=job(self.report), **kwargs)


class ReportProgress(ReportView):
    """How far the build is: the part of the page that renews itself while the report is made."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Steps done of steps to do. When it is over the whole page is asked for again, with the download on it."""
        response = render(request, "components/job.html", {"job": job(self.report)})
        response["Cache-Control"] = "no-store"
        if not self.report.is_busy:
            response["HX-Refresh"] = "true"
        return response


class RetryReport(ReportView):
    """Puts a failed build in the queue again."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Retry once, also when the button is pressed twice."""
        if self.report.retry(at=timezone.now()):
            enqueue(self.report)
        return redirect(reverse("report", args=[self.deal.slug, self.report.pk]))


class DownloadReport(ReportView):
    """The PDF of a report that is ready."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Stream the file under a name that says what it is."""
        report = get_object_or_404(AnnualReport.objects.ready(), pk=self.report.pk)
        return FileResponse(
            report.file.open("rb"), as_attachment=True, filename=report.file_name, content_type="application/pdf"
        )
