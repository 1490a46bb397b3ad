"""A build as people watch it: its steps, which one is being done, and what came of it."""

from typing import Any

from django.urls import reverse

from reporting.build import STEPS
from reporting.models import AnnualReport

MESSAGES = {
    AnnualReport.State.QUEUED: "De rapportage staat in de rij en begint zo.",
    AnnualReport.State.READY: "De rapportage is klaar.",
}


def job(report: AnnualReport) -> dict[str, Any]:
    """What components/job.html shows of a build."""
    return {
        "id": report.pk,
        "title": f"{report} {_TITLES[AnnualReport.State(report.state)]}",
        "url": reverse("report-progress", args=[report.deal.slug, report.pk]),
        "is_running": report.is_busy,
        "has_failed": report.state == AnnualReport.State.FAILED,
        "done": report.steps_done,
        "total": len(STEPS),
        "message": _message(report),
        "steps": [{"title": step, "state": _step_state(report, number)} for number, step in enumerate(STEPS)],
    }


_TITLES = {
    AnnualReport.State.QUEUED: "wacht op verwerking",
    AnnualReport.State.BUILDING: "wordt gemaakt",
    AnnualReport.State.READY: "is klaar",
    AnnualReport.State.FAILED: "is niet gelukt",
}


def _message(report: AnnualReport) -> str:
    if report.state == AnnualReport.State.FAILED:
        return report.error
    if report.state == AnnualReport.State.BUILDING:
        return f"{report.steps_done} van {len(STEPS)} stappen gedaan. Nu: {report.step.lower()}."
    return MESSAGES[AnnualReport.State(report.state)]


def _step_state(report: AnnualReport, number: int) -> str:
    if number < report.steps_done or report.state == AnnualReport.State.READY:
        return "done"
    if number > report.steps_done or report.state == AnnualReport.State.QUEUED:
        return "todo"
    return "failed" if report.state == AnnualReport.State.FAILED else "current"
