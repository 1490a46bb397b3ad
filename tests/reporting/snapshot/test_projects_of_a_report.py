"""Projects in a report: in its snapshot, under each measure and in an annex, in its files, and on the public site."""

import copy
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from pillars.project_photos.models import ProjectPhoto
from pillars.projects.models import Executor, Project
from regiodeal.deals.models import Deal, Neighbourhood, User
from reporting.content.frozen_report import FrozenReport
from reporting.differences.compare import differences
from reporting.open_data.projects_csv import projects_csv
from reporting.open_data.public import public_copy
from reporting.pdf.document import render_html
from reporting.pdf.files import report_files
from reporting.public.web_page import web_page
from reporting.rounds.models import Step
from reporting.snapshot.schema import SCHEMA_PATH
from reporting.snapshot.take import take_snapshot
from reporting.word.word_report import word_report
from reporting.workbook.report_workbook import report_workbook
from tests.pages import in_one_line, words
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.reports import laid_down, shared, took

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 14)
SITE = "/openbaar/den-haag-zuidwest-ii/"
type Row = Any
type Begin = Callable[..., Project]


@pytest.fixture
def begin(deal: Deal, bureau: User) -> Begin:
    """Give a way to enter a project of measure 1.1.1 that runs, unless told otherwise."""

    def enter(code: str, *, steps: tuple[str, ...] = ("prepare", "start"), **values: Any) -> Project:
        project = Project(deal=deal)
        content = {"code": code, "title": f"Project {code}", "main_measure": deal.measure_set.get(code="1.1.1")}
        project.enter(by=bureau, at=at("2026-01-10"), values=content | values)
        for step in steps:
            project.take(step, by=bureau, at=at("2026-01-11"), version=project.version)
        return project

    return enter


@pytest.fixture
def projects(deal: Deal, bureau: User, reviewer: User, begin: Begin) -> list[Project]:
    """A public project that counted 40 volunteers in 2025, one for the Parties, a confidential one, and an idea."""
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-09"), values={"name": "Welzijn Verzonnen"})
    public = begin(
        "P-01",
        title="Samen aan tafel",
        description="Buren koken voor elkaar.",
        executor=executor,
        areas=[Neighbourhood.objects.filter(deal=deal)[0]],
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 6, 30),
        openness="public",
        leader="Geheime Naam",
    )
    found = [public, begin("P-02"), begin("P-03", openness="confidential"), begin("P-04", steps=(), openness="public")]
    of_year: dict[str, Any] = {"by": bureau, "year": 2025, "approved_by": reviewer, "approved_on": "2026-05-01"}
    for project, value in ((found[0], 40), (found[1], 30)):
        measure(deal, indicator_of(deal, "1.1.1.g-1"), value, "2025-12-31", project=project, **of_year)
    return found


@pytest.fixture
def snapshot(deal: Deal, projects: list[Project]) -> Row:
    """The snapshot of that deal."""
    return take_snapshot(deal, year=2026, stage="concept", on=ON)


def test_a_snapshot_tells_of_projects_beyond_an_idea_and_not_of_confidential_ones(deal: Deal, snapshot: Row) -> None:
    assert [row["code"] for row in snapshot["projects"]] == ["P-01", "P-02"]
    first = snapshot["projects"][0]
    assert (first["executor"], first["state"], first["measures"]) == ("Welzijn Verzonnen", "running", ["1.1.1"])
    (norm,) = first["norms"]
    assert (norm["target"], norm["year"], norm["planned"], norm["realised"]) == ("1.1.1.g-1", 2025, None, "40.00")
    assert "Geheime Naam" not in str(snapshot)
    assert {row["project"] for row in snapshot["sources"]} == {"P-01", "P-02"}


def test_the_published_schema_is_that_of_the_snapshot(tmp_path: Path) -> None:
    before = SCHEMA_PATH.read_text()
    call_command("snapshot_schema", verbosity=0)
    assert SCHEMA_PATH.read_text() == before
    assert '"ProjectRecord"' in before


def test_a_report_has_a_table_of_projects_under_their_measure_and_points_to_the_workbook(snapshot: Row) -> None:
    page = in_one_line(render_html(FrozenReport(snapshot)))
    assert "Projecten bij maatregel 1.1.1" in page
    assert page.count("Samen aan tafel") == 1
    assert "Andere projecten" not in page
    assert "op het blad Projecten" in page
    loose = copy.deepcopy(snapshot)
    next(row for row in loose["projects"] if row["title"] == "Samen aan tafel")["measures"] = ["9.9.9"]
    page = in_one_line(render_html(FrozenReport(loose)))
    assert page.index("Andere projecten</a>") < page.index('id="projecten"') < page.index("Samen aan tafel")
    bare = copy.deepcopy(snapshot)
    del bare["projects"]
    old = render_html(FrozenReport(bare))  # a report of before projects were told
    assert "Projecten bij maatregel" not in old
    assert "op het blad Projecten" not in in_one_line(old)


def test_a_report_prints_the_public_photos_of_public_projects(
    deal: Deal, projects: list[Project], bureau: User, own_files: Path
) -> None:
    about = {"shows_people": False, "people": "", "has_consent": False, "is_public": True}
    picture: dict[str, Any] = {"photo": ContentFile(b"\xff\xd8\xff"), "by": bureau, "at": at("2026-06-01")}
    photo = ProjectPhoto.add(projects[0], values=about | {"alternative": "Een lange tafel"}, **picture)
    ProjectPhoto.add(projects[0], values=about | {"alternative": "Ons kent ons", "is_public": False}, **picture)
    ProjectPhoto.add(projects[1], values=about | {"alternative": "Voor de Partijen"}, **picture)
    projects[0].measures.add(deal.measure_set.get(code="1.1.2"))  # it has more measures, and its photo is shown once
    report = FrozenReport(take_snapshot(deal, year=2026, stage="concept", on=ON))
    page, address = render_html(report), f"report:photo/{photo.pk}.jpg"
    assert page.count(address) == 1
    assert in_one_line(page).count("P-01 Samen aan tafel</th>") == 2
    public = public_copy(report)
    assert photo.file.name
    assert photo.file.name in report.canonical.decode()
    assert photo.file.name not in public.canonical.decode()  # and it is in the file for everybody
    assert report_files(public)[address][1]() == b"\xff\xd8\xff"
    assert f'<img src="{address}" alt="Een lange tafel">' in page
    assert "Ons kent ons" not in page
    assert "Voor de Partijen" not in page
    _content_type, read = report_files(report)[address]
    assert read() == b"\xff\xd8\xff"
    assert "Een lange tafel" not in web_page(report, files="/")  # there the page of the project shows it while it may
    photo.file.storage.delete(str(photo.file.name))
    with pytest.raises(FileNotFoundError):  # the report comes out without it
        read()


def test_word_and_workbook_hold_the_same_projects(snapshot: Row) -> None:
    paper = Document(BytesIO(word_report(FrozenReport(snapshot))))
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert ["P-01 Samen aan tafel", "Welzijn Verzonnen", "loopt", "jan 2025 \u2013 jun 2027"] in cells
    sheet = load_workbook(BytesIO(report_workbook(FrozenReport(snapshot))))["Projecten"]
    (heads, *rows) = sheet.iter_rows(values_only=True)
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(row["code"], row["norm"], row["gerealiseerd"]) for row in found] == [
        ("P-01", "1.1.1.g-1", 40),
        ("P-02", "1.1.1.g-1", 30),
    ]


def test_differences_tell_what_changed_of_a_project(snapshot: Row) -> None:
    after = copy.deepcopy(snapshot)
    after["projects"][0] |= {"state": "finished", "state_label": "afgerond"}
    after["projects"][0]["norms"][0]["realised"] = "45.00"
    (section,) = differences(snapshot, after)
    assert section.code == "projecten"
    assert [change.words for change in section.changes] == [
        "Project P-01 Samen aan tafel, stand: was loopt, is afgerond",
        "Project P-01, norm 1.1.1.g-1 in 2025, gerealiseerd: was 40 vrijwilligers, is 45 vrijwilligers",
    ]


def test_the_copy_for_everybody_has_public_projects_alone(snapshot: Row) -> None:
    shown = public_copy(FrozenReport(snapshot)).snapshot
    assert [row["code"] for row in shown.get("projects", [])] == ["P-01"]
    assert {row.get("project") for row in shown["sources"]} == {"P-01", None}
    table = projects_csv(snapshot).decode("utf-8-sig")
    assert "P-01,Samen aan tafel,Buren koken voor elkaar.,1.1.1,Welzijn Verzonnen" in table
    assert "P-02" not in table


def test_everybody_reads_of_a_public_project_once_its_report_is_published(
    deal: Deal, projects: list[Project], bureau: User, own_files: Path
) -> None:
    path = f"{SITE}projecten/P-01/"
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-03", by=bureau)
    assert Client().get(path).status_code == 404
    took(round_, Step.PUBLISHED, "2026-07-04", by=bureau)
    page = words(Client().get(path))
    assert "Samen aan tafel" in page
    assert "Buren koken voor elkaar." in page
    assert "Wie doet het Welzijn Verzonnen" in page
    assert "Wanneer 1 januari 2025 tot en met 30 juni 2027" in page
    assert "40 vrijwilligers in 2025" in page
    about = {"alternative": "Een lange tafel", "shows_people": False, "people": "", "has_consent": False}
    picture: dict[str, Any] = {"photo": ContentFile(b"\xff\xd8\xff"), "by": bureau, "at": at("2026-07-05")}
    photo = ProjectPhoto.add(projects[0], values=about | {"is_public": True}, **picture)
    ProjectPhoto.add(projects[0], values=about | {"alternative": "Niet voor iedereen", "is_public": False}, **picture)
    shown = Client().get(path).content.decode()
    assert f'src="{path}foto/{photo.pk}/" alt="Een lange tafel"' in in_one_line(shown)
    assert "Niet voor iedereen" not in shown
    photo.remove(by=bureau, at=at("2026-07-06"), reason="Toestemming ingetrokken")
    assert "Een lange tafel" not in Client().get(path).content.decode()
    for hidden in ("P-02", "P-03", "P-04", "P-99"):
        assert Client().get(f"{SITE}projecten/{hidden}/").status_code == 404
    assert f'href="{path}"' in Client().get(SITE).content.decode()
    report = Client().get(f"{SITE}rapportage/2026/").content.decode()
    assert "Samen aan tafel" in report
    assert "P-02" not in report
    table = Client().get(f"{SITE}rapportage/2026/projecten.csv")
    assert (table.status_code, table["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert "Samen aan tafel" in table.content.decode()


def test_a_snapshot_asks_no_more_for_more_projects(deal: Deal, projects: list[Project], begin: Begin) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            take_snapshot(deal, year=2026, stage="concept", on=ON)
        return len(captured)

    asked()
    few = asked()
    for number in range(10, 16):
        begin(f"P-{number}", openness="public")
    assert asked() == few
