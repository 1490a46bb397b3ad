"""Background work: short and idempotent. A task takes an id, returns when the work is done, and calls one method."""

from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from regiodeal.covenant.background import send
from reporting.building.build import STEPS, build_files
from reporting.building.bundles import build_bundle
from reporting.building.dossiers import STEPS as DOSSIER_STEPS
from reporting.building.dossiers import build_dossier
from reporting.building.running import Tell, run
from reporting.building.storing import store
from reporting.models import AnnualReport, Build, BuildState, Bundle, Dossier
from reporting.models.jobs import MAX_ATTEMPTS
from reporting.portfolio.bundle import STEPS as BUNDLE_STEPS
from reporting.portfolio.figures import prepare_stale
from reporting.rounds.planned import freeze_planned_concepts
from reporting.rounds.previews import refresh_previews

WAITS = "De verwerking is nu niet bereikbaar. Het blijft in de rij staan en wordt vanzelf gemaakt."
GAVE_UP = "Het maken werd telkens onderbroken. Er is niets verloren; probeer het later opnieuw."


def enqueue(build: Build) -> None:
    """Send the build to a worker; without a broker it stays in the queue, and the page says so."""
    rows: Any = type(build)._default_manager
    waiting = rows.filter(pk=build.pk, state=BuildState.QUEUED)
    send(TASKS[type(build)], build.pk, unreachable=lambda: waiting.update(error=WAITS))


@shared_task(name="reporting.tasks.build_annual_report", bind=True)
def build_annual_report(self: "Task[Any, Any]", pk: int) -> None:
    """Build the files of the report, unless somebody else does or it is over."""

    def work(report: AnnualReport, tell: Tell) -> None:
        store(report, build_files(report.snapshot, tell=tell), at=timezone.now())

    run(self, AnnualReport.objects.select_related("deal").filter(pk=pk), STEPS, work)


@shared_task(name="reporting.tasks.build_dossier", bind=True)
def build_dossier_archive(self: "Task[Any, Any]", pk: int) -> None:
    """Build the dossier, unless somebody else does or it is over."""

    def work(dossier: Dossier, tell: Tell) -> None:
        build_dossier(dossier, tell=tell, at=timezone.now())

    run(self, Dossier.objects.select_related("report__deal", "requested_by").filter(pk=pk), DOSSIER_STEPS, work)


@shared_task(name="reporting.tasks.build_bundle", bind=True)
def build_yearly_bundle(self: "Task[Any, Any]", pk: int) -> None:
    """Build the bundle, unless somebody else does or it is over."""

    def work(bundle: Bundle, tell: Tell) -> None:
        build_bundle(bundle, tell=tell, at=timezone.now())

    run(self, Bundle.objects.filter(pk=pk), BUNDLE_STEPS, work)


TASKS: dict[type[Build], "Task[Any, Any]"] = {
    AnnualReport: build_annual_report,
    Dossier: build_dossier_archive,
    Bundle: build_yearly_bundle,
}


@shared_task(name="reporting.tasks.resume_builds")
def resume_builds() -> int:
    """Send the builds whose worker or message was lost to a worker again; how many. After five attempts: failed."""
    now = timezone.now()
    resumed = 0
    for kind in TASKS:
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
