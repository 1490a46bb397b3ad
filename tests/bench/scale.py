"""The pages of a deal alone, and the same pages among a thousand deals: `make bench ARGS=scale`.

The same process, settings and database server measure both. Two deals are followed: the example as it is, and a copy of
it with as many results and measurements as each of the thousand has.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pillars.models import Measurement, Result
from regiodeal.covenant.api_clients.tokens import issue, make_client
from regiodeal.covenant.models import ApiKind, Deal, User
from tests.bench.measuring import Work

LIMIT = 1.2
ROUNDS = 15
DEALS, RESULTS, MEASUREMENTS = 1_000, 50_000, 2_000_000
PAGES = {
    "overview": "",
    "measures": "maatregelen/",
    "one measure": "maatregelen/1.1.1/",
    "grid of the round": "invoer/",
    "work that waits": "mijn-werk/",
    "money": "financien/",
    "reports": "rapportage/",
    "places": "plekken/",
    "search": "zoeken/?q=buurt",
}
API = {
    "API: measurements": "measurements?pageSize=100",
    "API: changes": "changes?pageSize=100",
    "API: results": "results",
}


@dataclass(frozen=True)
class Cost:
    """The median of one page in milliseconds: by the clock, and of this process alone."""

    wall: float
    cpu: float
    queries: int

    def against(self, alone: "Cost") -> str:
        """How many times as much as alone, by the clock and of this process."""
        return f"{self.wall / alone.wall:>6.2f} {self.cpu / alone.cpu:>6.2f}"


def measure(name: str, work: Work) -> Cost:
    """The median cost of some work, after it was done once to warm up."""
    with CaptureQueriesContext(connection) as queries:
        work()
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        cpus.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    return Cost(statistics.median(walls) * 1000, statistics.median(cpus) * 1000, len(queries))


def pages_of(deal: Deal) -> dict[str, Cost]:
    """What each page of a deal costs for somebody of its bureau, and for a program that reads it."""
    browser = signed_in("bureau@voorbeeld.test")
    program = Client(headers={"host": "localhost", "authorization": f"Bearer {token(deal)}"})
    costs = {name: measure(name, opened(browser, f"/deals/{deal.slug}/{path}")) for name, path in PAGES.items()}
    base = f"/api/v1/deals/{deal.slug}/"
    return costs | {name: measure(name, opened(program, base + path)) for name, path in API.items()}


def signed_in(email: str) -> Client:
    """A browser in which somebody of the example has signed in."""
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(email=email))
    return browser


def token(deal: Deal) -> str:
    """A token that reads all kinds of the deal."""
    by = User.objects.get(email="beheer@voorbeeld.test")
    about: dict[str, Any] = {
        "name": f"Meting {timezone.now().isoformat()}",
        "purpose": "Meten",
        "contact": "meten@example.nl",
    }
    client = make_client([deal], ApiKind.values, by=by, at=timezone.now(), **about)
    return issue(client, by=by, at=timezone.now(), days=30)[1]


def opened(browser: Client, address: str) -> Callable[[], None]:
    """Return work that opens an address and refuses a figure for anything but the page itself."""

    def work() -> None:
        answer: Any = browser.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")

    return work


def run() -> None:
    """Measure alone, make the portal large, measure again, and print both with their ratio."""
    example = Deal.objects.get()
    print(f"1 deal: {size_of(example)}", flush=True)
    alone = {"the example": pages_of(example)}
    results, measurements = RESULTS // DEALS, MEASUREMENTS // DEALS
    own = (Result.objects.count(), Measurement.objects.count())
    scale(2, own[0] + results, own[1] + measurements)
    copy = Deal.objects.exclude(pk=example.pk).get()
    print(f"2 deals: {size_of(copy)}", flush=True)
    alone["a full deal"] = pages_of(copy)
    scale(DEALS, RESULTS, MEASUREMENTS)
    for name, deal in (("the example", example), ("a full deal", copy)):
        tell(f"{name} ({size_of(deal)})", alone[name], pages_of(deal))
    follower = signed_in("bzk@voorbeeld.test")
    print(f"\nportfolio of {DEALS} deals{'':<16} {'ms':>8} {'cpu ms':>8} {'queries':>8}")
    for query in ("", "?page=20", "?volgorde=-besteed", "?stand=afwijkingen&tekst=zuid"):
        cost = measure(query, opened(follower, f"/portfolio/{query}"))
        print(f"/portfolio/{query:<33} {cost.wall:>6.1f} {cost.cpu:>8.1f} {cost.queries:>8}")


def scale(deals: int, results: int, measurements: int) -> None:
    """Make the portal so large, with the command that everybody has."""
    numbers = ["--deals", str(deals), "--results", str(results), "--measurements", str(measurements)]
    call_command("load_scale", *numbers, "--yes")


def size_of(deal: Deal) -> str:
    """How many results and measurements it has."""
    results = Result.objects.filter(deal=deal).count()
    return f"{results} results, {Measurement.objects.filter(indicator__deal=deal).count()} measurements"


def tell(title: str, alone: dict[str, Cost], among: dict[str, Cost]) -> None:
    """Print the table of one deal; what costs more than the limit is marked."""
    print(
        f"\n{title}\n{'page':<22} {'alone ms':>9} {'cpu':>7} {'1,000 ms':>9} {'cpu':>7} {'ratio':>6} {'cpu':>6} queries"
    )
    for name, was in alone.items():
        now = among[name]
        over = f"  over {LIMIT}" if now.wall / was.wall > LIMIT else ""
        queries = f"{was.queries}" if was.queries == now.queries else f"{was.queries} -> {now.queries}"
        figures = f"{was.wall:>9.1f} {was.cpu:>7.1f} {now.wall:>9.1f} {now.cpu:>7.1f}"
        print(f"{name:<22} {figures} {now.against(was)} {queries:>7}{over}", flush=True)
