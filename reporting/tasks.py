"""Background work: short and idempotent. A task takes an id, returns when the work is done, and calls one method."""

from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from reporting.building.models import MAX_ATTEMPTS
from reporting.building.queue import enqueue, kinds_of_builds
from reporting.building.running import Tell, run
from reporting.dossier.dossier_build import STEPS as DOSSIER_STEPS
from reporting.dossier.dossier_build import build_dossier
from reporting.dossier.models import Dossier
from reporting.meeting_papers.models import MeetingPaper
from reporting.meeting_papers.paper_content import STEPS as PAPER_STEPS
from reporting.meeting_papers.paper_content import build_paper
from reporting.portfolio.bundle import STEPS as BUNDLE_STEPS
from reporting.portfolio.bundle_build import build_bundle
from reporting.portfolio.deal_figures import prepare_stale
from reporting.portfolio.models import Bundle
from reporting.reports.build import STEPS, build_files, store
from reporting.reports.models import AnnualReport
from reporting.rounds.planned import freeze_planned_concepts
from reporting.rounds.previews import refresh_previews

GAVE_UP = "Het maken werd telkens onderbroken. Er is niets verloren; probeer het later opnieuw."


@shared_task(name="reporting.tasks.build_annual_report", bind=True)
def build_annual_report(self: "Task[[int], None]", pk: int) -> None:
    """Build the files of the report, unless somebody else does or it is over."""

    def work(report: AnnualReport, tell: Tell) -> None:
        built = build_files(report.snapshot, tell=tell)
        store(report, built, at=timezone.now())

    run(self, AnnualReport.objects.select_related("deal").filter(pk=pk), STEPS, work)


@shared_task(name="reporting.tasks.build_dossier", bind=True)
def build_dossier_archive(self: "Task[[int], None]", pk: int) -> None:
    """Build the dossier, unless somebody else does or it is over."""

    def work(dossier: Dossier, tell: Tell) -> None:
        build_dossier(dossier, tell=tell, at=timezone.now())

    run(self, Dossier.objects.select_related("report__deal", "requested_by").filter(pk=pk), DOSSIER_STEPS, work)


@shared_task(name="reporting.tasks.build_meeting_paper", bind=True)
def build_meeting_paper(self: "Task[[int], None]", pk: int) -> None:
    """Build the PDF of an agenda or of minutes, unless somebody else does or it is over."""

    def work(paper: MeetingPaper, tell: Tell) -> None:
        build_paper(paper, tell=tell, at=timezone.now())

    run(self, MeetingPaper.objects.select_related("meeting__deal").filter(pk=pk), PAPER_STEPS, work)


@shared_task(name="reporting.tasks.build_bundle", bind=True)
def build_yearly_bundle(self: "Task[[int], None]", pk: int) -> None:
    """Build the bundle, unless somebody else does or it is over."""

    def work(bundle: Bundle, tell: Tell) -> None:
        build_bundle(bundle, tell=tell, at=timezone.now())

    run(self, Bundle.objects.filter(pk=pk), BUNDLE_STEPS, work)


@shared_task(name="reporting.tasks.resume_builds")
def resume_builds() -> int:
    """Send the builds whose worker or message was lost to a worker again; how many. After five attempts: failed."""
    now = timezone.now()
    resumed = 0
    for kind in kinds_of_builds():
        silent: Any = kind._default_manager
        for build in silent.silent(at=now):
            if build.attempts >= MAX_ATTEMPTS:
                build.fail(GAVE_UP)
            elif build.queue_again(at=now):
                enqueue(build)
                resumed += 1
    return resumed


@shared_task(name="reporting.tasks.refresh_trial_prints")
def refresh_trial_prints() -> int:
    """Make the trial prints anew whose figures changed and then stood still for a while; how many were asked for."""
    asked = refresh_previews(at=timezone.now())
    for report in asked:
        enqueue(report)
    return len(asked)


@shared_task(name="reporting.tasks.make_planned_concepts")
def make_planned_concepts() -> int:
    """Lay down the concepts that nobody laid down by their planned day; how many."""
    made = freeze_planned_concepts(at=timezone.now())
    for report in made:
        enqueue(report)
    return len(made)


@shared_task(name="reporting.tasks.prepare_portfolio")
def prepare_portfolio() -> int:
    """Prepare the figures of the portfolio that are older than an hour; how many deals."""
    return prepare_stale(at=timezone.now())
