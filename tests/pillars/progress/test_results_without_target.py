"""A result without a norm was promised like any other: it is shown and counted, and tells that it cannot be judged."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from pillars.agreed.models import Result
from pillars.progress.deal_progress import NO_TARGET, deal_progress
from pillars.status.status import Status
from regiodeal.deals.models import Deal, User
from reporting.content.content import report_content
from reporting.content.frozen_report import FrozenReport
from reporting.open_data.figures_csv import figures_csv
from reporting.portfolio.deal_figures import deal_figures
from reporting.snapshot.take import take_snapshot
from reporting.workbook.report_sheets import result_sheet
from tests.plugins.deal import Enter

BARE = "1.3.1"
ON = date(2026, 6, 14)


@pytest.fixture
def bare(deal: Deal) -> Result:
    """A result of which the deal names no norm."""
    result = Result.objects.get(deal=deal, code=BARE)
    result.targets.all().delete()
    return result


def test_it_is_one_of_the_results_and_cannot_be_judged(deal: Deal, bare: Result) -> None:
    """Any deal 19: it disappeared from the counts ("26 resultaten" of 27)."""
    progress = deal_progress(deal, on=ON)
    found = progress.of_result(BARE)
    assert len(progress.results) == 43
    assert (found.status, found.reason, found.worst_target) == (Status.NOT_ASSESSABLE, NO_TARGET, None)
    assert not found.is_off_course
    assert sum(progress.counts.values()) == 43
    assert deal_figures(deal, on=ON)["results"] == 43


def test_its_page_and_the_lists_show_it(deal: Deal, bare: Result, bureau: User, jenv: User, enter: Enter) -> None:
    """Any deal 19: its page gave 404."""
    for user in (bureau, jenv):
        client = enter(user)
        page = client.get(f"/deals/{deal.slug}/resultaten/{BARE}/")
        assert page.status_code == 200
        assert "Geen norm" in page.content.decode()
        measure = bare.measures.all()[0]
        for address in ("", "maatregelen/", f"maatregelen/{measure.code}/", "rapportage/", "afwijkingen/"):
            assert client.get(f"/deals/{deal.slug}/{address}").status_code == 200, address
        assert bare.title in client.get(f"/deals/{deal.slug}/maatregelen/{measure.code}/").content.decode()


def test_report_files_and_command_tell_of_it(deal: Deal, bare: Result, capsys: pytest.CaptureFixture[str]) -> None:
    """Any deal 19: neither the report nor its files said that it was promised."""
    snapshot = take_snapshot(deal, year=2026, stage="concept", on=ON)
    row = next(row for row in snapshot["results"] if row["code"] == BARE)
    assert (row["status"], row["targets"], row["decided_by_target"]) == ("not_assessable", [], "")
    assert snapshot["results_total"] == 43
    assert report_content(FrozenReport(snapshot))
    assert [cells for cells in result_sheet(snapshot).rows if cells[0] == BARE]
    assert figures_csv(snapshot)
    call_command("progress", deal.slug, "--on", "2026-06-14", "--json")
    told = json.loads(capsys.readouterr().out)
    assert next(row for row in told["results"] if row["code"] == BARE)["value"] is None
