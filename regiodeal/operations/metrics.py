"""What a monitor counts: requests and how long they took, jobs by state, reminders that wait, database up.

Requests are counted in each process and added up at the scrape (PROMETHEUS_MULTIPROC_DIR, which the Procfile sets);
the rest is asked of the database at the scrape itself.
"""

import os
import time
from collections.abc import Callable, Iterator
from hmac import compare_digest
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Field
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from regiodeal.deals.contributions import contributed
from regiodeal.deals.each_deal import failed_work
from regiodeal.notices.models import Reminder
from regiodeal.operations.health import database

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
COUNTED = ["view", "method", "status"]
own = CollectorRegistry()
REQUESTS = Counter("portal_requests", "Answers, by view", COUNTED, registry=own)
DURATION = Histogram(
    "portal_request_seconds",
    "How long an answer took",
    ["view"],
    registry=own,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


class MetricsMiddleware:
    """Counts each answer under the name of its view: never under its address, of which there is no end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and count its answer."""
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        DURATION.labels(view).observe(time.perf_counter() - began)
        return response


class FromDatabase(Collector):
    """Holds what the database knows, asked when somebody scrapes."""

    def collect(self) -> Iterator[Metric]:
        """The gauges of one scrape, of this moment alone. Without a database only that it is down."""
        try:
            found = [] if database() else self._counted()
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("portal_database_up", "1 when the database answers", value=1 if found else 0)
        yield from found

    def _counted(self) -> list[Metric]:
        jobs = GaugeMetricFamily("portal_jobs", "Jobs by kind and state", labels=["kind", "state"])
        for kind, model in contributed(lambda app: app.jobs.items()):
            told = dict(model._default_manager.order_by().values_list("state").annotate(Count("pk")))
            state = model._meta.get_field("state")
            assert isinstance(state, Field)
            for value, _label in state.choices or ():
                jobs.add_metric([kind, str(value)], told.get(value, 0))
        waiting = GaugeMetricFamily(
            "portal_reminders_waiting",
            "Notices that still have to be mailed",
            value=Reminder.objects.to_mail().count(),
        )
        failed = GaugeMetricFamily(
            "portal_failed_deals", "1 for work that failed lately for a deal", labels=["work", "deal"]
        )
        for work, slugs in failed_work().items():
            for slug in slugs:
                failed.add_metric([work, slug], 1)
        return [jobs, waiting, failed]


def scrape() -> bytes:
    """All metrics in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(FromDatabase())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(own) + generate_latest(registry)


def may_scrape(request: HttpRequest) -> bool:
    """Tell whether the asker may: with the token (METRICS_TOKEN), or from an address of METRICS_ALLOWED.

    Who comes through a proxy shows the proxy's address, and so needs the token.
    """
    if settings.METRICS_TOKEN:
        given, asked = request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
        # As bytes: of text it compares ASCII alone, and anybody can send something else.
        return compare_digest(given.encode(errors="surrogateescape"), asked.encode(errors="surrogateescape"))
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        asker = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(asker in ip_network(network) for network in settings.METRICS_ALLOWED)
