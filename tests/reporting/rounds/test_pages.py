"""The pages of reports and rounds: what they ask the database for."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regiodeal.deals.models import Deal, User
from reporting.rounds.kept_reports import years_to_print
from reporting.rounds.models import ReportComment, Step
from tests.pages import BASE
from tests.plugins.deal import Enter, at
from tests.plugins.reports import laid_down, print_of, shared, took


@pytest.fixture
def round_with_all(deal: Deal, bureau: User, jenv: User, own_files: Path) -> Deal:
    """A round with two editions, a comment, and a trial print, which is public."""
    round_ = shared(deal, by=bureau)
    concept = round_.steps.get(step=Step.SHARED).report
    assert concept is not None
    comment = ReportComment.place(concept, section="geld", text="Klopt dit?", party=None, by=jenv, at=at("2026-06-11"))
    comment.reply(text="Ja.", has_changed=False, by=bureau, at=at("2026-06-12"), version=comment.version)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    for step in (Step.HANDED, Step.SUBMITTED, Step.PUBLISHED):
        took(round_, step, "2026-07-02", by=bureau)
    print_of(deal, by=bureau)
    return deal


def reads_snapshots(client: Client, path: str, **more: Any) -> bool:
    """Whether a page reads the snapshot of a report, which is as large as the report."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, **more).status_code in {200, 304}, path
    return any('"snapshot"' in query["sql"] for query in queries.captured_queries)


def test_no_list_reads_what_the_reports_say(round_with_all: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    report = round_with_all.reports.editions()[0]
    for path in ("rapportage/", "rapportage/ronde/2026/", "rapportage/ronde/2026/reacties/"):
        assert not reads_snapshots(client, BASE + path), path
    assert not reads_snapshots(client, f"{BASE}rapportage/{report.pk}/")
    assert reads_snapshots(client, f"{BASE}rapportage/verschillen/")  # what it compares


def test_who_has_the_public_page_already_costs_no_snapshot(round_with_all: Deal) -> None:
    path = f"/openbaar/{round_with_all.slug}/rapportage/2026/"
    seen = Client().get(path)
    assert not reads_snapshots(Client(), path, headers={"If-None-Match": seen.headers["ETag"]})


def test_a_trial_print_is_offered_of_the_round_that_runs(deal: Deal) -> None:
    """Stranger of issue 17: who works at 2027 was offered 2026 at the latest, and printed a report that was out."""
    assert years_to_print(deal, today=date(2026, 6, 14)) == [2026, 2025, 2024]
    assert years_to_print(deal, today=date(2026, 6, 15)) == [2027, 2026, 2025, 2024]
    assert years_to_print(deal, today=date(2029, 1, 1))[0] == deal.ends_on.year + 1


def test_who_does_not_enter_is_led_to_what_is_not_right_yet(
    round_with_all: Deal, bureau: User, reviewer: User, enter: Enter
) -> None:
    assert (
        ">Bespreek de rapportage in het Rijk-Regio-overleg</td>"
        in enter(bureau).get(f"{BASE}rapportage/").content.decode()
    )
    path = f"{BASE}rapportage/ronde/2026/"
    assert f'href="{BASE}invoer/">Vul de ronde in' in enter(bureau).get(path).content.decode()
    page = enter(reviewer).get(path).content.decode()
    assert "Vul de ronde in" not in page
    check = re.search(r'href="([^"]+)">Wat er nog niet klopt', page)
    assert check is not None
    assert enter(reviewer).get(check[1]).status_code == 200
