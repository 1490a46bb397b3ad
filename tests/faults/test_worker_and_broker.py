"""The broker stops, the worker is killed: people go on, jobs wait, and each report is made once."""

import os
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from reporting.building.queue import WAITS
from reporting.reports.models import AnnualReport
from reporting.tasks import resume_builds
from tests.faults.broker import Broker, until
from tests.faults.sound import assert_sound
from tests.pillars.measurements.test_entering import post_figure
from tests.plugins.deal import Enter
from tests.reporting.api.clients import Reading, token_for
from tests.worker import running_worker

pytestmark = pytest.mark.django_db(transaction=True)


def silent_for_a_while(report: AnnualReport) -> None:
    """Let time pass without a sign of life."""
    earlier = timezone.now() - timedelta(minutes=10)
    AnnualReport.objects.filter(pk=report.pk).update(alive_at=earlier, requested_at=earlier)


def test_without_a_broker_people_go_on_and_the_job_is_done_once_it_is_back(
    deal: Deal, bureau: User, administrator: User, enter: Enter, broker: Broker, tmp_path: Path
) -> None:
    client, api = enter(bureau), Reading(token_for([deal], administrator))
    broker.stop()
    base, log = f"/deals/{deal.slug}", tmp_path / "worker.log"
    assert post_figure(client, deal).status_code == 302
    assert Measurement.objects.count() == 1
    for path in ("/", "/maatregelen/", "/financien/", "/rapportage/"):
        assert client.get(base + path).status_code == 200, path
    assert api.get(base).status_code == 200
    assert Client().get("/readyz").json()["state"] == "degraded"
    assert client.post(f"{base}/rapportage/maken/", {"year": "2026", "stage": "concept"}).status_code == 302
    report = AnnualReport.objects.get()
    assert (report.state, report.error) == (AnnualReport.State.QUEUED, WAITS)
    assert_sound(deal)
    broker.start()
    silent_for_a_while(report)
    assert resume_builds() == 1
    with running_worker(log):
        until(lambda: AnnualReport.objects.get().state == AnnualReport.State.READY, log)
    assert AnnualReport.objects.get().attempts == 1
    assert_sound(deal)


def test_a_killed_worker_is_followed_by_another_and_one_report_results(
    deal: Deal, bureau: User, enter: Enter, broker: Broker, tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    with running_worker(log) as worker:
        enter(bureau).post(f"/deals/{deal.slug}/rapportage/maken/", {"year": "2026", "stage": "concept"})
        until(lambda: AnnualReport.objects.get().steps_done >= 1, log)
        kill(worker)
    report = AnnualReport.objects.get()
    assert (report.state, report.files.count()) == (AnnualReport.State.BUILDING, 0)
    assert_sound(deal)
    assert resume_builds() == 0  # it may still be at it
    silent_for_a_while(report)
    assert resume_builds() == 1
    with running_worker(log):
        until(lambda: AnnualReport.objects.get().state == AnnualReport.State.READY, log)
    report = AnnualReport.objects.get()
    kinds = list(report.files.values_list("kind", flat=True))
    assert (report.attempts, len(kinds), len(set(kinds))) == (2, len(kinds), len(kinds))
    assert kinds
    assert_sound(deal)


def kill(worker: subprocess.Popen[bytes]) -> None:
    """End the worker as a power cut does."""
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
