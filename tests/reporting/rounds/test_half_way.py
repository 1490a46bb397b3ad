"""A deal that comes to the portal half-way: earlier rounds are started and closed, and old reports are kept."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from reporting.reports.models import KeptReport
from reporting.rounds.models import ReportRound, Step
from reporting.rounds.round_standing import round_standing
from reporting.rounds.steps import kick_off, years_to_start
from tests.plugins.deal import Enter, person
from tests.plugins.reports import laid_down, took

pytestmark = pytest.mark.usefixtures("own_files")

OLD = b"%PDF-1.7 Voortgang 2024 %%EOF"


def sent(name: str = "Voortgang 2024.pdf", content: bytes = OLD, **values: str) -> dict[str, Any]:
    """The form of an old report."""
    form: dict[str, Any] = {"year": "2024", "submitted_on": "10-07-2024", "file": SimpleUploadedFile(name, content)}
    return form | values


def test_a_round_of_an_earlier_year_is_started_and_closed_from_the_page(
    deal: Deal, bureau: User, jenv: User, enter: Enter
) -> None:
    """Any deal 25: only the round that runs could be started from the page."""
    today = timezone.localdate()
    years = years_to_start(deal, on=today)
    assert {2024, 2025, 2026} <= set(years)
    assert "Start de ronde van" not in enter(jenv).get(f"/deals/{deal.slug}/rapportage/").content.decode()
    client = enter(bureau)
    page = client.get(f"/deals/{deal.slug}/rapportage/").content.decode()
    assert all(f"Start de ronde van {year}" in page for year in years)
    client.post(f"/deals/{deal.slug}/rapportage/ronde/2025/starten/")
    round_ = ReportRound.objects.get(deal=deal, year=2025)
    assert 2025 not in years_to_start(deal, on=today)
    laid_down(round_, Step.CONCEPT, today.isoformat(), by=bureau)
    took(round_, Step.SHARED, today.isoformat(), by=bureau)
    laid_down(round_, Step.FINAL, today.isoformat(), by=bureau)
    for step in (Step.HANDED, Step.SUBMITTED):
        took(round_, step, today.isoformat(), by=bureau)
    stands = round_standing(round_, on=today)
    assert stands.submitted is not None
    assert next(row for row in stands.steps if row.step == Step.SUBMITTED).is_late


def test_an_old_report_is_kept_as_the_report_of_its_year(
    deal: Deal, bureau: User, overleg: User, outsider: User, enter: Enter
) -> None:
    """Any deal 25: a report of before the portal had no place in it."""
    client = enter(bureau)
    address = f"/deals/{deal.slug}/rapportage/oud/"
    assert client.post(address, sent()).status_code == 302
    kept = KeptReport.objects.get(deal=deal)
    assert (kept.year, kept.uploaded_by, kept.sha256) == (2024, bureau, hashlib.sha256(OLD).hexdigest())
    for user in (bureau, overleg):
        page = enter(user).get(f"/deals/{deal.slug}/rapportage/").content.decode()
        assert "Voortgangsrapportage 2024 (van voor het portaal)" in page
        assert kept.sha256 in page
        assert f"door {bureau}" in page
        assert "geen momentopname" in page
        file = enter(user).get(f"{address}{kept.pk}/bestand/")
        assert b"".join(file) == OLD
        assert file["Content-Disposition"].endswith('-2024-den-haag-zuidwest-ii-van-voor-het-portaal.pdf"')
    assert enter(outsider).get(f"{address}{kept.pk}/bestand/").status_code == 404
    assert 2024 not in years_to_start(deal, on=timezone.localdate())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "cijfers.csv", "content": b"a;b\n1;2\n"}, "Dit is geen PDF"),
        ({"year": "2031"}, "2031"),
        ({"submitted_on": "31-04-2025"}, "datum"),
        ({"submitted_on": "01-01-2020"}, "voor de ondertekening"),
        ({"submitted_on": f"{timezone.localdate() + timedelta(days=2):%d-%m-%Y}"}, "nog niet"),
    ],
)
def test_what_is_no_report_of_the_deal_is_refused(
    deal: Deal, bureau: User, enter: Enter, wrong: dict[str, str], message: str
) -> None:
    answer = enter(bureau).post(f"/deals/{deal.slug}/rapportage/oud/", sent(**wrong))  # type: ignore[arg-type]
    assert answer.status_code in {409, 422}
    assert message in answer.content.decode()
    assert not KeptReport.objects.exists()


def test_one_report_of_a_year_stands_and_a_wrong_one_goes_with_a_reason(
    deal: Deal, bureau: User, colleague: User, enter: Enter
) -> None:
    client, address = enter(bureau), f"/deals/{deal.slug}/rapportage/oud/"
    client.post(address, sent())
    again = client.post(address, sent(content=OLD + b"%%EOF"))
    assert again.status_code == 409
    assert "Van dit jaar staat er al een rapportage" in again.content.decode()
    kept = KeptReport.objects.get()
    seen = client.get(f"{address}{kept.pk}/weghalen/").context["seen"]
    assert client.post(f"{address}{kept.pk}/weghalen/", {"reason": "Verkeerd jaar", "seen": seen}).status_code == 302
    late = enter(colleague).post(f"{address}{kept.pk}/weghalen/", {"reason": "Weg", "seen": seen})
    assert late.status_code == 409
    page = client.get(f"/deals/{deal.slug}/rapportage/").content.decode()
    assert "Verkeerd jaar" in page
    assert client.get(f"{address}{kept.pk}/bestand/").status_code == 404
    assert client.post(address, sent()).status_code == 302
    party = person(deal, "Partij", Role.PARTY, "SZW")
    assert enter(party).post(address, sent()).status_code == 403


def test_a_year_has_one_report_the_old_one_or_one_of_a_round(
    deal: Deal, bureau: User, enter: Enter, own_files: Path
) -> None:
    """Review: beside an old report the clock began a round of its year; a PDF that was refused stayed in storage."""
    client, address = enter(bureau), f"/deals/{deal.slug}/rapportage/oud/"
    client.post(address, sent())
    stored = [path for path in own_files.rglob("*") if path.is_file()]
    assert client.post(address, sent(content=OLD + b"%%EOF")).status_code == 409
    assert [path for path in own_files.rglob("*") if path.is_file()] == stored
    with pytest.raises(WrongStateError, match="Van 2024 is een oude rapportage bewaard"):
        kick_off(deal, 2024, by=bureau, at=timezone.now())
    assert not ReportRound.objects.filter(deal=deal, year=2024).exists()
