"""A request and the work that it asked a real worker for are one trace, at a collector that really answers."""

from pathlib import Path
from typing import Any

import pytest
from celery import signals
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pillars.exchange.models import ImportJob
from regiodeal.config import traces
from regiodeal.deals.models import Deal, User
from tests.faults.broker import Broker, until
from tests.operations.collector import collecting
from tests.pillars.exchange.files import BASE
from tests.pillars.exchange.test_import_job import many
from tests.worker import running_worker

CHECK = "pillars.exchange.tasks.check_import"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pool", ["solo", "prefork"])
def test_a_request_and_its_work_are_one_trace(
    deal: Deal,
    bureau: User,
    broker: Broker,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    pool: str,
) -> None:
    log = tmp_path / "worker.log"
    with collecting() as collector:
        settings.TRACES_ENDPOINT, settings.EXCHANGE_AT_ONCE_BYTES = collector.url, 0
        settings.MIDDLEWARE = ["regiodeal.config.traces.TraceMiddleware", *settings.MIDDLEWARE]
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        made = traces.provider_for("web")
        monkeypatch.setattr(traces, "provider_for", lambda process: made)
        traces.connect()  # as a process does where a collector is named when it starts
        client = Client()
        client.force_login(bureau)
        with running_worker(log, pool=pool):
            answer = client.post(BASE, {"file": SimpleUploadedFile("cijfers.csv", many(3))})
            assert answer.status_code == 302
            signals.before_task_publish.disconnect(dispatch_uid="traces-parent")
            made.force_flush()
            until(lambda: CHECK in collector.spans, log)
        until(lambda: ImportJob.objects.get().state == ImportJob.State.CHECKED, log)
        asked = next(span for name, span in collector.spans.items() if name.startswith("POST "))
        work = collector.spans[CHECK]
        assert work.trace_id == asked.trace_id
        assert work.parent_span_id == asked.span_id
        assert work.start_time_unix_nano >= asked.start_time_unix_nano
        sent = b"".join(collector.bodies)
        assert b"regiodealportaal-web" in sent
        assert b"regiodealportaal-worker" in sent
