"""Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT names a collector: a span for each request and each task.

A span names the page or the task, and no person: no address in full (a link of an invitation opens something), no words
that somebody looks for, no IP address, no text of a fault. The instrumentations that OpenTelemetry has for Django and
Celery send these, and are left out for that. What a visitor says of a trace of its own is not believed.
"""

from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any

from celery import Task, signals
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from regiodeal.base.web.view_type import View

PARENT = "traceparent"  # how a task in the queue names the request that asked for it (W3C Trace Context)
PATIENCE = 5  # seconds that the collector gets to answer; nobody waits for it but the thread that sends

_context = TraceContextTextMapPropagator()
_running: dict[str, tuple[AbstractContextManager[Span], Span]] = {}  # the spans of the tasks that run, by their id


def provider_for(process: str) -> TracerProvider:
    """What sends the spans of one process (web, worker) to the collector, some at once, in a thread of its own."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"regiodealportaal-{process}"}))
    endpoint = f"{settings.TRACES_ENDPOINT}/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, timeout=PATIENCE)))
    return provider


class TraceMiddleware:
    """A span for each request, named by its page. Not used where no collector is named."""

    def __init__(self, get_response: View, provider: TracerProvider | None = None) -> None:
        if not settings.TRACES_ENDPOINT:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.tracer = (provider or provider_for("web")).get_tracer(__name__)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and tell which page it was, how it went and how long it took."""
        with self.tracer.start_as_current_span("request", kind=SpanKind.SERVER, record_exception=False) as span:
            response = self.get_response(request)
            route = f"/{request.resolver_match.route}" if request.resolver_match else ""
            span.update_name(f"{request.method} {route}".strip())
            span.set_attribute("http.request.method", str(request.method))
            span.set_attribute("http.route", route)
            span.set_attribute("http.response.status_code", response.status_code)
            span.set_attribute("portal.request_id", response.headers.get("X-Request-ID", ""))
            if response.status_code >= 500:
                span.set_status(StatusCode.ERROR)
            return response


def name_parent(headers: MutableMapping[str, Any], **_signal: object) -> None:
    """Let a task that is asked for name the request, where that is traced."""
    _context.inject(headers)


def trace_tasks(tracer: Tracer) -> None:
    """Make a span for each task that this process runs, under the request that asked for it."""

    def begin(task_id: str, task: "Task[Any, Any]", **_signal: object) -> None:
        asked = getattr(task.request, PARENT, None) or (task.request.headers or {}).get(PARENT, "")
        parent = _context.extract({PARENT: asked} if asked else {})
        span = tracer.start_as_current_span(task.name, context=parent, kind=SpanKind.CONSUMER)
        _running[task_id] = span, span.__enter__()

    def end(task_id: str, state: str | None = None, **_signal: object) -> None:
        if found := _running.pop(task_id, None):
            manager, span = found
            span.set_attribute("celery.state", state or "")
            if state == "FAILURE":
                span.set_status(StatusCode.ERROR)
            manager.__exit__(None, None, None)

    signals.task_prerun.connect(begin, weak=False, dispatch_uid="traces-begin")
    signals.task_postrun.connect(end, weak=False, dispatch_uid="traces-end")


def begin_in_worker(**_signal: object) -> None:
    """Begin in the process that does the work: a thread that sends does not outlive a fork."""
    if settings.TRACES_ENDPOINT:
        trace_tasks(provider_for("worker").get_tracer(__name__))


def connect() -> None:
    """Listen to the queue: in every process that puts tasks in it, and in the worker."""
    signals.before_task_publish.connect(name_parent, dispatch_uid="traces-parent")
    signals.worker_process_init.connect(begin_in_worker, dispatch_uid="traces-worker")
