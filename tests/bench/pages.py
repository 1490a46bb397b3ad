"""Pages over HTTP against a constant answer of the same size to the same asker: same server, same run, in turns.

Anew: the first time after a change of the deal. Next: for the next person with the same rights. Kept: asked for by who
has it (If-None-Match). CPU is that of the web server's own processes. A page made anew and the constant are asked for
by turns, each after such a change: what another process does in between costs both.
"""

import http.client
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pillars.agreed.models import Pillar
from regiodeal.deals.models import Deal, User
from reporting.reports.models import AnnualReport
from reporting.tasks import build_annual_report
from tests.plugins.reports import print_of
from tests.reporting.api.clients import token_for
from tests.services import children, free_port, running, wait_until

COLD, OFTEN, TURNS = 40, 100, 5  # how often is CPU measured, and in how many turns of how many answers the throughput
HEADING = "{:<20}{:>8}{:>9}{:>12}{:>11}{:>7}{:>11}{:>7}{:>12}{:>9}{:>7}"
TITLES = ("page", "size", "queries", "constant", "anew", "ratio", "next", "ratio", "constant/s", "kept/s", "ratio")
MOST_CPU, LEAST_THROUGHPUT = 20, 0.5


@dataclass(frozen=True)
class Asked:
    """An address, and who asks."""

    name: str
    path: str
    headers: dict[str, str]
    constant: str = "/constant/{size}/"


@dataclass
class Server:
    """The web server that is measured."""

    port: int
    pid: int
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Connect once: a browser keeps its connection too."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, int, str]:
        """Status, size and ETag of an answer."""
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, len(answer.read()), answer.getheader("ETag") or ""

    def cpu(self) -> float:
        """Seconds of CPU that its processes used so far."""
        return sum(_cpu(pid) for pid in [self.pid, *children(self.pid)])

    def milliseconds(self, path: str, headers: dict[str, str]) -> float:
        """Milliseconds of CPU for one answer."""
        before = self.cpu()
        self.expect(200, path, headers)
        return (self.cpu() - before) * 1000

    def throughput(self, path: str, headers: dict[str, str], *, status: int) -> float:
        """Answers a second, one after the other."""
        began = time.perf_counter()
        for _ in range(OFTEN):
            self.expect(status, path, headers)
        return OFTEN / (time.perf_counter() - began)

    def expect(self, status: int, path: str, headers: dict[str, str]) -> None:
        """Ask for a page, and refuse a figure for anything but what was meant."""
        found, _size, _etag = self.get(path, headers)
        if found != status:
            raise RuntimeError(f"{path} answers {found} and not {status}")


def page_table(deal: Deal) -> Iterator[str]:
    """Measure every page and give the figures as a table, line by line."""
    yield HEADING.format(*TITLES)
    with _server() as server:
        for asked in _addresses(deal):
            yield _line(server, asked)
    yield f"Aims: at most {MOST_CPU} times the CPU, and {LEAST_THROUGHPUT} of the throughput."


def _line(server: Server, asked: Asked) -> str:
    for _warm in range(3):
        status, size, _etag = server.get(asked.path, asked.headers)
    if status != 200:
        raise RuntimeError(f"{asked.path} answers {status}")
    constant = asked.constant.format(size=size)
    same, anew, following = _cpu_of(server, asked, constant)
    fixed, kept = _throughput_of(server, asked, constant)
    return (
        f"{asked.name:<20}{size / 1024:>5.0f} kB{_queries(asked):>9}{same:>9.2f} ms{anew:>8.1f} ms{anew / same:>7.1f}"
        f"{following:>8.1f} ms{following / same:>7.1f}{fixed:>12.0f}{kept:>9.0f}{kept / fixed:>7.2f}"
    )


def _queries(asked: Asked) -> int:
    """How many queries the page takes when it is made anew."""
    client = Client(headers={name.lower(): text for name, text in asked.headers.items()})
    client.get(asked.path)  # what is asked once in the life of a process
    _change()
    with CaptureQueriesContext(connection) as found:
        client.get(asked.path)
    return len(found)


def _cpu_of(server: Server, asked: Asked, constant: str) -> list[float]:
    """Median milliseconds of CPU, by turns: the constant, anew and next; a change before the first two."""
    samples: list[tuple[float, ...]] = []
    for _ in range(COLD):
        _change()
        same = server.milliseconds(constant, asked.headers)
        _change()
        samples.append((same, *(server.milliseconds(asked.path, asked.headers) for _ in ("anew", "next"))))
    return [statistics.median(column) for column in zip(*samples, strict=True)]


def _throughput_of(server: Server, asked: Asked, constant: str) -> list[float]:
    """Median answers a second, in turns: the constant and kept."""
    headers = asked.headers | {"If-None-Match": server.get(asked.path, asked.headers)[2]}
    turns = [
        (
            server.throughput(constant, asked.headers, status=200),
            server.throughput(asked.path, headers, status=304),
        )
        for _ in range(TURNS)
    ]
    return [statistics.median(column) for column in zip(*turns, strict=True)]


def _change() -> None:
    """Something of the deal changes: what was remembered is true no more."""
    Pillar.objects.filter(deal__slug="den-haag-zuidwest-ii").update(name=F("name"))


def _addresses(deal: Deal) -> Iterator[Asked]:
    bureau = User.objects.get(email="bureau@voorbeeld.test")
    person = {"Host": "localhost", "Accept": "text/html", "Cookie": _cookies(bureau)}
    base = f"/deals/{deal.slug}"
    for name, path in (
        ("dashboard", "/"),
        ("measure", "/maatregelen/1.1.1/"),
        ("result", "/resultaten/1.1.1.g/"),
        ("grid of the round", "/invoer/2026/"),
        ("money", "/financien/"),
        ("reports", "/rapportage/"),
    ):
        yield Asked(name, base + path, person)
    yield Asked("report download", _report(deal, bureau), person)
    administrator = User.objects.get(email="beheer@voorbeeld.test")
    program = {"Host": "localhost", "Authorization": f"Bearer {token_for([deal], administrator)}"}
    yield Asked("API: measurements", f"/api/v1{base}/measurements", program, "/constant/{size}/program/")
    yield Asked("API: results", f"/api/v1{base}/results", program, "/constant/{size}/program/")


def _cookies(user: User) -> str:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={'a' * 32}"


def _report(deal: Deal, bureau: User) -> str:
    report = print_of(deal, by=bureau)
    build_annual_report(report.pk)
    report.refresh_from_db()
    if report.state != AnnualReport.State.READY:
        raise RuntimeError(f"The report is {report.state}: {report.error}")
    return f"/deals/{deal.slug}/rapportage/{report.pk}/bestand/pdf/"


@contextmanager
def _server() -> Iterator[Server]:
    port = free_port()
    log = Path(settings.DATA_DIR) / "bench-web.log"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.served", "LOG_LEVEL": "WARNING", "PORT": str(port)}
    command = [sys.executable, "-m", "regiodeal.config.web_server"]
    with running(command, log=log, env=env) as process:
        wait_until(lambda: _answers(port), process, log)
        yield Server(port, process.pid)


def _answers(port: int) -> bool:
    probe = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        probe.request("GET", "/healthz", headers={"Host": "localhost"})
        return probe.getresponse().status == 200
    except OSError:
        return False
    finally:
        probe.close()


def _cpu(pid: int) -> float:
    """Of all threads of a process, to the nanosecond: the clock that Linux keeps for it (clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | 2)
