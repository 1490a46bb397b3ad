"""What everybody may see: a report from the day it is made public, in the words of its snapshot, without names."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from pillars.agreed.models import NamedItem
from regiodeal.deals.models import Deal, Neighbourhood, User
from reporting.rounds.models import ReportRound, Step
from reporting.rounds.steps import take_back
from reporting.texts.models import SectionText
from tests.plugins.deal import at
from tests.plugins.reports import laid_down, shared, took, volunteers

DEAL = "/openbaar/den-haag-zuidwest-ii/"
FIGURE = '<td class="figure">120\n<'  # of 2025, beside its norm
REPORT = f"{DEAL}rapportage/2026/"


@pytest.fixture
def submitted(deal: Deal, bureau: User, reviewer: User, own_files: Path) -> ReportRound:
    """A round whose final report the minister has."""
    volunteers(deal, 120, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-05-01")
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-03", by=bureau)
    return round_


@pytest.fixture
def published(submitted: ReportRound, bureau: User) -> ReportRound:
    """The same, made public."""
    took(submitted, Step.PUBLISHED, "2026-07-04", by=bureau)
    return submitted


def statuses() -> dict[str, int]:
    """What somebody without an account gets."""
    paths = (DEAL, REPORT, f"{REPORT}chart/money.svg", f"{REPORT}gegevens.json", f"{REPORT}bestand/pdf/")
    found = {}
    for path in paths:
        response: Any = Client().get(path)
        b"".join(response)
        found[path] = response.status_code
    return found


@pytest.mark.usefixtures("submitted")
def test_nothing_is_public_before_it_is_made_public() -> None:
    assert set(statuses().values()) == {404}
    assert "Voor iedereen" not in Client().get("/").content.decode()
    assert "<loc>" not in Client().get("/sitemap.xml").content.decode()


def test_everybody_reads_what_was_made_public_until_that_is_taken_back(published: ReportRound, bureau: User) -> None:
    assert set(statuses().values()) == {200}
    assert "Voor iedereen" in Client().get("/").content.decode()
    step = published.steps.get(step=Step.PUBLISHED)
    take_back(step, by=bureau, at=at("2026-07-05"), reason="Te vroeg.")
    assert set(statuses().values()) == {404}


def test_a_file_that_is_gone_is_not_found(published: ReportRound) -> None:
    report = published.steps.get(step=Step.PUBLISHED).report
    assert report is not None
    for file in report.files.all():
        file.remove()
    assert statuses()[f"{REPORT}bestand/pdf/"] == 404


def test_the_page_tells_the_figures_of_the_report_and_no_names(
    published: ReportRound, bureau: User, reviewer: User
) -> None:
    page = Client().get(REPORT).content.decode()
    assert FIGURE in page
    assert str(reviewer) not in page
    assert f'src="{REPORT}chart/money.svg"' in page
    assert "report:" not in page
    assert " style=" not in page
    data = json.loads(Client().get(f"{REPORT}gegevens.json").content)
    report = published.steps.get(step=Step.PUBLISHED).report
    assert report is not None
    assert data["public_copy_of"] == report.digest
    told = json.dumps(data)
    assert str(bureau) not in told
    assert str(reviewer) not in told


@pytest.mark.usefixtures("published")
def test_what_was_entered_later_does_not_show(deal: Deal, bureau: User, reviewer: User) -> None:
    volunteers(deal, 7, year=2024, by=bureau, reviewer=reviewer, approved_on="2026-08-01")
    page = Client().get(REPORT).content.decode()
    assert FIGURE in page
    assert not re.search(r'class="figure">7\s*<', page)


def test_a_resident_looks_in_the_own_neighbourhood(deal: Deal, bureau: User, submitted: ReportRound) -> None:
    place = (
        NamedItem.objects.filter(deal=deal, item_set__code="plekken").first() or NamedItem.objects.filter(deal=deal)[0]
    )
    wijk = Neighbourhood.objects.filter(deal=deal)[0]
    place.revise(by=bureau, at=at("2026-07-05"), values={"name": "Buurthuis", "neighbourhood": wijk}, version=1)
    laid_down(submitted, Step.FINAL, "2026-07-06", by=bureau, reason="Met de wijken erbij.", keeps_day=False)
    for step in (Step.HANDED, Step.SUBMITTED, Step.PUBLISHED):
        took(submitted, step, "2026-07-06", by=bureau)
    everything = Client().get(DEAL).content.decode()
    assert "20 maatregelen" in everything
    narrowed = Client().get(DEAL, {"wijk": wijk.name}).content.decode()
    assert f"in {wijk.name}" in narrowed
    assert f"Buurthuis ({wijk.name})" in narrowed
    assert narrowed.count("<h2") < everything.count("<h2")
    own_page = f"{DEAL}in/{slugify(wijk.name)}/"
    assert f'href="{own_page}"' in everything
    of_area = Client().get(own_page).content.decode()
    assert f"Wat gebeurt er in {wijk.name}?" in of_area
    assert "<span>Buurthuis</span>" in of_area
    assert f'property="og:title" content="Wat gebeurt er in {wijk.name}?"' in of_area
    assert Client().get(f"{DEAL}in/mordor/").status_code == 404
    listed = Client().get("/sitemap.xml").content.decode()
    for page in (DEAL, own_page, REPORT):
        assert f"<loc>http://testserver{page}</loc>" in listed
    assert "20 maatregelen" in Client().get(DEAL, {"wijk": "Mordor", "thema": "\x00"}).content.decode()


def test_who_has_the_page_already_gets_it_without_work(published: ReportRound, bureau: User) -> None:
    for page in (REPORT, "/sitemap.xml"):
        first = Client().get(page)
        with CaptureQueriesContext(connection) as asked:
            again = Client().get(page, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert not [row["sql"] for row in asked.captured_queries if '"snapshot"' in row["sql"]], page
    take_back(published.steps.get(step=Step.PUBLISHED), by=bureau, at=at("2026-07-05"), reason="Te vroeg.")
    assert Client().get("/sitemap.xml", headers={"If-None-Match": again.headers["ETag"]}).status_code == 200


def test_a_correction_takes_the_place_of_the_report_once_it_is_public_too(
    published: ReportRound, deal: Deal, bureau: User, reviewer: User
) -> None:
    volunteers(deal, 84, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-07-09")
    laid_down(published, Step.FINAL, "2026-07-10", by=bureau, reason="Het waren er 84.", keeps_day=False)
    assert FIGURE in Client().get(REPORT).content.decode()
    for step in (Step.HANDED, Step.SUBMITTED, Step.PUBLISHED):
        took(published, step, "2026-07-11", by=bureau)
    page = Client().get(REPORT).content.decode()
    assert "Reden: Het waren er 84." in page
    assert FIGURE not in page


def test_everybody_sees_the_logo_of_a_deal_from_the_day_that_it_is_public(
    submitted: ReportRound, bureau: User, deal: Deal
) -> None:
    """Any deal 13: public pages name the owner of the deal, with its logo; before that day nobody outside sees it."""
    deal.logo_text = "Een kraanvogel"
    deal.logo.save("den-haag.png", ContentFile(b"\x89PNG a picture"), save=True)
    assert Client().get(f"{DEAL}logo/").status_code == 404
    took(submitted, Step.PUBLISHED, "2026-07-04", by=bureau)
    assert f'src="{DEAL}logo/" alt="Een kraanvogel"' in Client().get(DEAL).content.decode()
    answer: Any = Client().get(f"{DEAL}logo/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer).startswith(b"\x89PNG")


def test_the_public_pages_have_the_map_of_the_report(deal: Deal, bureau: User, reviewer: User, own_files: Path) -> None:
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    area = Neighbourhood.objects.get(deal=deal, code="moerwijk")
    values = {"name": "De Linde", "neighbourhood": area, "location": "52.0602, 4.2965", "opened_on": "2020-01-01"}
    place.revise(by=bureau, at=at("2024-01-01"), values=values, version=place.version)
    volunteers(deal, 120, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-05-01")
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    for step, day in ((Step.HANDED, "2026-07-02"), (Step.SUBMITTED, "2026-07-03"), (Step.PUBLISHED, "2026-07-04")):
        took(round_, step, day, by=bureau)
    Neighbourhood.objects.filter(deal=deal).update(outline="")  # the report keeps its own
    whole, one = (Client().get(f"{DEAL}{path}").content.decode() for path in ("", "in/moerwijk/"))
    assert 'aria-label="Schematische kaart van de wijken. Moerwijk: 1 plek.' in whole
    assert "Schematische kaart: vlakken en plekken staan er bij benadering." in one
    assert re.search(r'map-list__number">1</span><span>De Linde<', one)
    assert re.search(r'font-weight="600"\s+fill="#ffffff">1<', one)


def test_what_is_told_of_an_area_stands_on_its_public_page(
    deal: Deal, bureau: User, reviewer: User, own_files: Path
) -> None:
    """Also where the report names no place and no project in it."""
    round_ = shared(deal, by=bureau)
    story = SectionText(deal=deal, year=2026, section="gebied-moerwijk")
    story.enter(by=bureau, at=at("2026-06-20"), values={"body": "<h3>Op het plein</h3><p>Er staat een bank.</p>"})
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    assert Client().get(f"{DEAL}in/moerwijk/").status_code == 404
    for step, day in ((Step.HANDED, "2026-07-02"), (Step.SUBMITTED, "2026-07-03"), (Step.PUBLISHED, "2026-07-04")):
        took(round_, step, day, by=bureau)
    page = Client().get(f"{DEAL}in/moerwijk/").content.decode()
    assert "<h3>Op het plein</h3><p>Er staat een bank.</p>" in page
    assert '<h2 id="gebieden">Per wijk</h2>' in Client().get(REPORT).content.decode()
    assert Client().get(f"{DEAL}in/morgenstond/").status_code == 404
