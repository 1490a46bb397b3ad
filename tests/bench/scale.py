"""The pages of a deal alone, and the same pages among a thousand deals: `make bench ARGS=scale`.

Both stand in a database of their own on one server. One process measures them in turns, so that what else the machine
does weighs on both alike. Two deals are followed: the example as it is, and a copy of it with as many results and
measurements as each of the thousand has.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from pillars.agreed.models import Result
from pillars.measurements.models import Measurement
from regiodeal.api_clients.models import ApiKind
from regiodeal.api_clients.tokens import issue, make_client
from regiodeal.caching import memory
from regiodeal.deals.models import Deal, User
from reporting.portfolio.deal_figures import prepare
from tests.bench.measuring import Work
from tests.bench.thousand import Size, multiply

LIMIT = 1.2
TURNS, ROUNDS = 5, 4
SMALL = "small"  # the database in which the deal is alone
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


@dataclass
class Cost:
    """What some work took each time, in seconds: by the clock, and of this process alone; and its queries."""

    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    queries: int = 0

    def add(self, work: Work) -> None:
        """Do the work once to warm up, then some times more."""
        asked: list[str] = []

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            work()
        self.queries = len(asked)
        for _ in range(ROUNDS):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            self.cpus.append(time.process_time() - cpu)
            self.walls.append(time.perf_counter() - wall)

    @property
    def wall(self) -> float:
        """The median by the clock, in milliseconds."""
        return statistics.median(self.walls) * 1000

    @property
    def cpu(self) -> float:
        """The median of this process, in milliseconds."""
        return statistics.median(self.cpus) * 1000


def pages_of(slug: str) -> dict[str, Work]:
    """The pages of a deal for somebody of its bureau, and for a program that reads it, in the database of now."""
    deal = Deal.objects.get(slug=slug)
    browser = signed_in("bureau@voorbeeld.test")
    program = Client(headers={"host": "localhost", "authorization": f"Bearer {token(deal)}"})
    base = f"/api/v1/deals/{slug}/"
    pages: dict[str, Work] = {name: opened(browser, f"/deals/{slug}/{path}") for name, path in PAGES.items()}
    return pages | {name: opened(program, base + path) for name, path in API.items()}


def use(name: str) -> None:
    """Go on in another database of the same server."""
    connection.close()
    connection.settings_dict["NAME"] = name


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
        memory.forget()  # each page is made anew
        answer: Any = browser.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")

    return work


def run() -> str:
    """Make a small and a large database, measure each page in both by turns, and print them with their ratio."""
    large = str(connection.settings_dict["NAME"])
    deal, own, whole = Deal.objects.get(), Size.now(), Size()
    more = (own.results + whole.results // whole.deals, own.measurements + whole.measurements // whole.deals)
    multiply(deal, Size(2, *more))
    full = Deal.objects.exclude(pk=deal.pk).get().slug
    keep_small(large)
    multiply(deal, whole)
    for title, slug in (("the example", deal.slug), ("a full deal", full)):
        compare(title, slug, large)
    for deal in Deal.objects.filter(prepared_figures=None):
        prepare(deal, at=timezone.now())
    follower = signed_in("bzk@voorbeeld.test")
    print(f"\n{f'portfolio of {whole.deals} deals':<45} {'ms':>6} {'cpu ms':>8} {'queries':>8}")
    for query in ("", "?page=20", "?volgorde=-besteed", "?stand=afwijkingen&tekst=zuid"):
        cost = Cost()
        cost.add(opened(follower, f"/portfolio/{query}"))
        print(f"/portfolio/{query:<33} {cost.wall:>6.1f} {cost.cpu:>8.1f} {cost.queries:>8}")
    return f"Aim: at most {LIMIT} times what a page costs alone."


def keep_small(large: str) -> None:
    """Keep the database as it is now beside the one that becomes large."""
    use("template1")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {SMALL} TEMPLATE {connection.ops.quote_name(large)}")
    use(large)


def compare(title: str, slug: str, large: str) -> None:
    """Measure the pages of one deal in both databases by turns, and print them."""
    costs: dict[str, dict[str, Cost]] = {}
    pages: dict[str, dict[str, Work]] = {}
    for database in (SMALL, large):
        use(database)
        pages[database] = pages_of(slug)
    print(f"\n{title} ({size_of(Deal.objects.get(slug=slug))})")
    print(f"{'page':<22} {'alone ms':>9} {'cpu':>7} {'1,000 ms':>9} {'cpu':>7} {'ratio':>6} {'cpu':>6} queries")
    for name in pages[large]:
        costs[name] = {SMALL: Cost(), large: Cost()}
        for _ in range(TURNS):
            for database in (SMALL, large):
                use(database)
                costs[name][database].add(pages[database][name])
        tell(name, costs[name][SMALL], costs[name][large])


def size_of(deal: Deal) -> str:
    """How many results and measurements it has."""
    results = Result.objects.filter(deal=deal).count()
    return f"{results} results, {Measurement.objects.filter(indicator__deal=deal).count()} measurements"


def tell(name: str, alone: Cost, among: Cost) -> None:
    """Print a line of the table; what costs more than the limit is marked."""
    ratio = among.wall / alone.wall
    queries = f"{alone.queries}" if alone.queries == among.queries else f"{alone.queries} -> {among.queries}"
    figures = f"{alone.wall:>9.1f} {alone.cpu:>7.1f} {among.wall:>9.1f} {among.cpu:>7.1f}"
    over = f"  over {LIMIT}" if ratio > LIMIT else ""
    print(f"{name:<22} {figures} {ratio:>6.2f} {among.cpu / alone.cpu:>6.2f} {queries:>7}{over}", flush=True)
