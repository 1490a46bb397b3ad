"""Traces to a collector that really answers: which page and which task, and nothing of who it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import signals
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.test import Client
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from regiodeal.config import traces
from regiodeal.deals.models import Deal, User
from regiodeal.operations.tasks import heartbeat
from tests.environment import environment
from tests.operations.collector import Collector, collecting
from tests.plugins.deal import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def collector(settings: Any) -> Iterator[Collector]:
    with collecting() as kept:
        settings.TRACES_ENDPOINT = kept.url
        yield kept


def attributes(span: Span) -> dict[str, str]:
    return {each.key: each.value.string_value or str(each.value.int_value) for each in span.attributes}


def test_a_page_is_told_by_its_route_and_nothing_of_who_looks(
    deal: Deal, bureau: User, enter: Enter, collector: Collector, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = traces.provider_for("web")
    monkeypatch.setattr(traces, "provider_for", lambda process: made)
    settings.MIDDLEWARE = ["regiodeal.config.traces.TraceMiddleware", *settings.MIDDLEWARE]
    answer = enter(bureau).get(f"/deals/{deal.slug}/zoeken/?q=geheimwoord", headers={"user-agent": "Eigenaardig/1"})
    Client().get("/uitnodiging/een-geheim-token/", REMOTE_ADDR="203.0.113.77")
    Client().get("/bestaat-niet-geheim/")
    made.force_flush()
    found = collector.spans
    assert {"GET /deals/<slug:deal>/zoeken/", "GET /uitnodiging/<str:token>/", "GET"} <= found.keys()
    page = found["GET /deals/<slug:deal>/zoeken/"]
    assert attributes(page) == {
        "http.request.method": "GET",
        "http.route": "/deals/<slug:deal>/zoeken/",
        "http.response.status_code": "200",
        "portal.request_id": answer.headers["X-Request-ID"],
    }
    assert page.end_time_unix_nano > page.start_time_unix_nano
    sent = b"".join(collector.bodies)
    assert b"regiodealportaal-web" in sent
    for hidden in ("geheim", "203.0.113.77", "Eigenaardig", bureau.email, deal.slug):
        assert hidden.encode() not in sent, hidden


def test_a_task_is_told_under_the_request_that_asked_for_it(
    collector: Collector, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    made = traces.provider_for("worker")
    tracer = made.get_tracer("test")
    traces.trace_tasks(tracer)
    try:
        headers: dict[str, Any] = {}
        with tracer.start_as_current_span("the request"):
            traces.name_parent(headers=headers)
        heartbeat.apply(headers=headers)
    finally:
        signals.task_prerun.disconnect(dispatch_uid="traces-begin")
        signals.task_postrun.disconnect(dispatch_uid="traces-end")
    made.force_flush()
    asked, task = collector.spans["the request"], collector.spans["operations.tasks.heartbeat"]
    assert (task.trace_id, task.parent_span_id) == (asked.trace_id, asked.span_id)
    assert attributes(task)["celery.state"] == "SUCCESS"


def test_nothing_is_sent_where_no_collector_is_named(settings: Any) -> None:
    assert not settings.TRACES_ENDPOINT
    assert "regiodeal.config.traces.TraceMiddleware" not in settings.MIDDLEWARE
    with pytest.raises(MiddlewareNotUsed):
        traces.TraceMiddleware(lambda request: None)  # type: ignore[arg-type,return-value]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="not like http://collector:4318"):
        environment(OTEL_EXPORTER_OTLP_ENDPOINT="collector:4318")
    assert environment(OTEL_EXPORTER_OTLP_ENDPOINT="http://c:4318/").OTEL_EXPORTER_OTLP_ENDPOINT == "http://c:4318"
