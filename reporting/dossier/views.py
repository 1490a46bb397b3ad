"""The dossier of a report: ask for it, watch it being made, download it."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.deals.roles import Right
from regiodeal.files.views import file_response
from regiodeal.pages.deal_page import Context, DealPage, DealView
from reporting.building.jobs import job
from reporting.building.models import BuildState
from reporting.building.queue import enqueue
from reporting.building.views import progress_of
from reporting.dossier.dossier_build import STEPS
from reporting.dossier.models import Dossier
from reporting.reports.models import AnnualReport
from reporting.rounds.report_views import ReportView


class AskDossier(ReportView):
    """Puts a dossier of this report in the queue, for whoever asks and with what that person may see."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Ask for it; one that is under way is shown instead."""
        if self.report.state != AnnualReport.State.READY:
            messages.error(request, "De bestanden van deze rapportage zijn nog niet klaar.")
            return redirect(reverse("report", args=[self.deal.slug, self.report.pk]))
        try:
            with transaction.atomic():
                dossier = Dossier.objects.create(
                    report=self.report, requested_by=self.user, requested_at=timezone.now()
                )
        except IntegrityError:
            busy = [BuildState.QUEUED, BuildState.BUILDING]
            dossier = Dossier.objects.of(self.user).filter(report=self.report, state__in=busy)[0]
        else:
            enqueue(dossier)
        return redirect(reverse("dossier", args=[self.deal.slug, dossier.pk]))


class DossierView(DealView):
    """Base of the views of one dossier: only who asked for it knows of it, with the rights of then."""

    right = Right.SEE_DEAL
    dossier: Dossier

    def load(self) -> None:
        """Fetch the dossier of this user."""
        rows = Dossier.objects.of(self.user).filter(report__deal=self.deal)
        related = rows.select_related("report__deal", "requested_by").defer("report__snapshot")
        self.dossier = get_object_or_404(related, pk=self.kwargs["pk"])
        if not self.dossier.is_open_to(**self.reader()):
            raise Http404

    def job(self) -> dict[str, object]:
        """Return how far it is, as a page shows it."""
        return job(self.dossier, STEPS, url=reverse("dossier-progress", args=[self.deal.slug, self.dossier.pk]))

    def address(self) -> str:
        """Return the address of its page."""
        return reverse("dossier", args=[self.deal.slug, self.dossier.pk])


class DossierPage(DossierView, DealPage):
    """One dossier: its steps while it is made, then the archive."""

    section = "reports"
    template_name = "reporting/dossier/dossier.html"

    def page_title(self) -> str:
        """Title the page by the report."""
        return str(self.dossier)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the reports and the report."""
        report = self.dossier.report
        return [
            ("Rapportage", reverse("reports", args=[self.deal.slug])),
            (str(report), reverse("report", args=[self.deal.slug, report.pk])),
        ]

    def get_context_data(self, **kwargs: object) -> Context:
        """The dossier and its file."""
        dossier = self.dossier
        file = {
            "title": str(dossier),
            "url": reverse("download-dossier", args=[self.deal.slug, dossier.pk]),
            "kind": f"ZIP, {dossier.files} bestanden",
            "size": dossier.size,
            "sha256": dossier.sha256,
        }
        return super().get_context_data(dossier=dossier, job=self.job(), file=file, **kwargs)


class DossierProgress(DossierView):
    """Shows how far it is: the part of the page that renews itself."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Steps done of steps to do; the whole page anew when it is over."""
        return progress_of(request, self.dossier, self.job())


class RetryDossier(DossierView):
    """Puts a dossier that failed or was stopped in the queue again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Retry once, also when the button is pressed twice."""
        if self.dossier.retry(at=timezone.now()):
            enqueue(self.dossier)
        return redirect(self.address())


class CancelDossier(DossierView):
    """Stops a dossier that is under way."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Stop it, or say that it was over already."""
        if not self.dossier.cancel():
            messages.info(request, "Het maken was al klaar of gestopt.")
        return redirect(self.address())


class DownloadDossier(DossierView):
    """Gives the archive."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Stream it under a name that says what it is."""
        if self.dossier.state != BuildState.READY:
            raise Http404
        return file_response(self.dossier.file, name=self.dossier.file_name, content_type="application/zip")
