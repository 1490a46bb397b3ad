"""What is measured. Imported when Django is set up and the database holds the example."""

from collections.abc import Callable, Iterator
from datetime import date

from django.contrib.auth import get_user_model
from django.test import Client

from pillars.progress.deal_progress import deal_progress
from regiodeal.deals.models import Deal, User
from regiodeal.example.example_people import EXAMPLE_PASSWORD
from reporting.reports.build import build_files
from reporting.reports.models import AnnualReport
from reporting.snapshot.take import take_snapshot
from tests.bench.imports import import_cases
from tests.bench.ledger import ledger_cases
from tests.bench.measuring import Case
from tests.bench.reports import report_cases

ON = date(2027, 6, 1)
YEAR = 2026
STAGE = AnnualReport.Stage.CONCEPT


def cases() -> Iterator[Case]:
    """Give every case, in the order of the table."""
    deal = Deal.objects.get()
    yield Case("progress of every target", lambda: deal_progress(deal, on=ON), rounds=15)
    yield Case(
        "snapshot of the deal",
        lambda: take_snapshot(deal, year=YEAR, stage=STAGE, on=ON),
        rounds=15,
        against="progress of every target",
    )
    yield Case(
        "annual report with its PDF",
        lambda: build_files(take_snapshot(deal, year=YEAR, stage=STAGE, on=ON)),
        rounds=3,
        against="snapshot of the deal",
    )
    yield from report_cases(lambda: take_snapshot(deal, year=YEAR, stage=STAGE, on=ON))
    yield from pages(f"/deals/{deal.slug}/")
    bureau, treasurer = (User.objects.get(email=f"{name}@voorbeeld.test") for name in ("bureau", "regiokassier"))
    yield Case("a password checked", lambda: bureau.check_password(EXAMPLE_PASSWORD))
    yield Case("signing in with it", sign_in, against="a password checked")
    yield from import_cases(deal, bureau)
    yield from ledger_cases(deal, bureau, treasurer)


def pages(root: str) -> Iterator[Case]:
    """Give the pages that are opened most, for somebody who may see all of the deal."""
    browser = Client(headers={"host": "localhost"})
    browser.force_login(get_user_model().objects.get(email="bureau@voorbeeld.test"))
    for name in ("", "maatregelen/", "financien/", "mijn-werk/", "rapportage/"):
        yield Case(f"page {root}{name}", page(browser, f"{root}{name}"), rounds=10)


def sign_in() -> None:
    """Open the form of signing in, and send it."""
    browser = Client(headers={"host": "localhost"})
    browser.get("/account/login/")
    sent = browser.post("/account/login/", {"login": "bureau@voorbeeld.test", "password": EXAMPLE_PASSWORD})
    if sent.status_code != 302:
        raise RuntimeError(f"Signing in answers {sent.status_code}")


def page(browser: Client, address: str) -> Callable[[], None]:
    """Return work that opens a page and refuses a figure for anything but the page itself."""

    def open_page() -> None:
        status = browser.get(address).status_code
        if status != 200:
            raise RuntimeError(f"{address} answers {status}")

    return open_page
