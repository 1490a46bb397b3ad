"""The list of projects as a workbook: down, changed as people do, and up again after looking at what changes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from pillars.project_book.models import ProjectImport
from pillars.projects.models import ContactPerson, Executor, Project
from pillars.projects.planning import planned_values
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.folder import RowFault
from tests.pages import BASE, words, words_at
from tests.pillars.exchange.files import saved
from tests.pillars.projects.conftest import Begin
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of

pytestmark = pytest.mark.django_db
BOOK = f"{BASE}projecten/werkboek/"
type Plans = Callable[..., None]


def down(client: Client, query: str = "") -> Workbook:
    """The workbook as one downloads it."""
    answer: Any = client.get(f"{BOOK}downloaden/{query}")
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def rows_of(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the heading of their columns."""
    headings, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def put(book: Workbook, sheet: str, row: int, **cells: Any) -> None:
    """Type in a row of a sheet; `_` stands for a space in the heading of a column."""
    headings = [str(cell.value) for cell in book[sheet][1]]
    for name, value in cells.items():
        book[sheet].cell(row, headings.index(name.replace("_", " ")) + 1).value = value


def up(client: Client, book: Workbook) -> tuple[ProjectImport, str]:
    """Choose the workbook on the page: the import, and what its page says."""
    file = SimpleUploadedFile("projecten.xlsx", saved(book))
    page = client.post(f"{BOOK}inlezen/", {"file": file}, follow=True)
    return ProjectImport.objects.latest("pk"), words(page)


def enter_it(client: Client, job: ProjectImport) -> ProjectImport:
    """Press the button that enters it."""
    client.post(f"{BOOK}inlezen/{job.pk}/invoeren/")
    job.refresh_from_db()
    return job


def faults(job: ProjectImport) -> list[RowFault]:
    """What is wrong in the workbook."""
    return job.folder.faults()


@pytest.fixture
def executor(deal: Deal, bureau: User) -> Executor:
    """An executor with somebody to ask."""
    made = Executor(deal=deal)
    made.enter(by=bureau, at=at("2026-01-05"), values={"name": "Stichting De Kade"})
    ContactPerson.objects.create(executor=made, name="Iris Verzonnen", email="iris@kade.example")
    return made


def test_the_workbook_holds_what_is_there_with_lists_to_choose_from(
    begin: Begin, plan: Plans, deal: Deal, executor: Executor, at_work: Client
) -> None:
    project = begin("P-01", executor=executor, starts_on=date(2025, 3, 1), areas=list(deal.neighbourhood_set.all()[:2]))
    code = indicator_of(deal, "1.1.1.g-1")
    plan(project, {(code, None, 2026): 60})
    book = down(at_work)
    assert book.sheetnames[:4] == ["Projecten", "Planning", "Uitvoerders", "Uitleg"]
    (row,) = rows_of(book, "Projecten")
    assert (row["code"], row["uitvoerder"], row["stand"]) == ("P-01", "Stichting De Kade", "loopt")
    assert row["maatregel"] == str(project.main_measure)
    assert row["wijk"].count(";") == 1
    assert row["begint op"].date() == date(2025, 3, 1)
    planned = {(each["project"], each["indicator"]): each["2026"] for each in rows_of(book, "Planning")}
    assert planned["P-01", code] == 60
    assert rows_of(book, "Uitvoerders")[0]["e-mailadres"] == "iris@kade.example"
    lists = {str(rule.sqref)[0]: rule for rule in book["Projecten"].data_validations.dataValidation}
    assert lists["D"].type == "list"  # the measure
    assert lists["F"].showErrorMessage is False  # an executor may be new


def test_who_does_not_enter_gets_the_list_without_anybodys_people(
    begin: Begin, executor: Executor, enter: Enter, jenv: User
) -> None:
    begin("P-01", executor=executor)
    book = down(enter(jenv))
    assert [cell.value for cell in book["Uitvoerders"][1]] == ["uitvoerder", "website", "is deze partij"]
    told = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Stichting De Kade" in told
    assert "iris" not in told.lower()
    assert "kenmerk" not in told


def test_what_was_typed_is_shown_first_and_then_entered_by_the_verbs_of_the_pages(
    begin: Begin, plan: Plans, deal: Deal, executor: Executor, bureau: User, at_work: Client
) -> None:
    """Sixty volunteers become eighty, the project gets another name, and nothing of it is written before the button."""
    project = begin("P-01", executor=executor)
    code = indicator_of(deal, "1.1.1.g-1")
    plan(project, {(code, None, 2026): 60, (code, None, 2027): 5})
    book = down(at_work)
    place = next(n for n, row in enumerate(rows_of(book, "Planning"), start=2) if row["indicator"] == code)
    put(book, "Projecten", 2, naam="Huiskamer", begint_op="01-03-2025")
    put(book, "Planning", place, **{"2026": 80})
    put(book, "Uitvoerders", 2, telefoon="070-1234567")
    job, page = up(at_work, book)
    assert "Projecten, rij 2" in page
    assert "was Project P-01 → wordt Huiskamer" in page
    assert "was 60 → wordt 80" in page
    assert Project.objects.get(pk=project.pk).title == "Project P-01"
    assert enter_it(at_work, job).state == "entered"
    project.refresh_from_db()
    assert (project.title, project.starts_on) == ("Huiskamer", date(2025, 3, 1))
    assert sorted(planned_values(project).values()) == [Decimal(5), Decimal(80)]
    assert ContactPerson.objects.get().phone == "070-1234567"
    told = [event.reason for event in project.events.all() if event.reason]
    assert told == ["Uit het bestand projecten.xlsx, werkblad Projecten, rij 2."]
    assert [change[2] for event in executor.events.all() for change in event.changes] == ["gewijzigd"]
    _again, page = up(at_work, book)
    assert "staat al in het portaal" in page  # the same file a second time changes nothing


def test_new_projects_bring_their_plans_and_the_executor_that_they_name(deal: Deal, at_work: Client) -> None:
    book, code = down(at_work), indicator_of(deal, "1.1.1.g-1")
    about = {"code": "P-07", "naam": "Buurtkamer", "maatregel": "1.1.1", "uitvoerder": "Stichting Verzonnen"}
    put(book, "Projecten", 2, **about, samen_met="stichting  verzonnen; De Brug")
    put(book, "Planning", 2, project="P-07", indicator=code, **{"2026": "12,5"})
    job, page = up(at_work, book)
    assert job.counts == {"new": 4}  # two executors, a project, and what it plans
    assert "Stichting Verzonnen" in page
    assert enter_it(at_work, job).state == "entered"
    project = Project.objects.get(code="P-07")
    assert (str(project.executor), project.state, project.openness) == ("Stichting Verzonnen", "idea", "parties")
    assert {each.name for each in project.partners.all()} == {"Stichting Verzonnen", "De Brug"}
    assert list(planned_values(project).values()) == [Decimal("12.5")]


def test_every_fault_has_its_sheet_row_and_column_and_says_what_would_be_right(
    begin: Begin, deal: Deal, at_work: Client
) -> None:
    begin("P-01")
    book = down(at_work)
    put(book, "Projecten", 2, wijk="Atlantis", eindigt_op="31-12-2099", stand="afgerond")
    put(book, "Projecten", 3, code="P 02", naam="Zonder maatregel")
    put(book, "Planning", 2, **{"2026": "veel"})
    last = book["Planning"].max_row + 1
    put(book, "Planning", last, project="P-99", indicator="x", **{"2026": 1})
    put(book, "Uitvoerders", 2, uitvoerder="De Brug", contactpersoon="Sam Verzonnen", **{"e-mailadres": "geen adres"})
    job, page = up(at_work, book)
    assert job.state == "refused"
    found = {(each.sheet, each.row, each.column): each.reason for each in faults(job)}
    area = deal.neighbourhood_set.order_by("pk")[0]
    assert set(found) == {
        ("Projecten", 2, "wijk"),
        ("Projecten", 2, "eindigt op"),
        ("Projecten", 2, "stand"),
        ("Projecten", 3, "code"),
        ("Projecten", 3, "maatregel"),
        ("Planning", 2, "2026"),
        ("Planning", last, "project"),
        ("Uitvoerders", 2, "e-mailadres"),
    }
    assert "Kies: " in found["Projecten", 2, "wijk"]
    assert str(area) in found["Projecten", 2, "wijk"]
    assert "1.1.1" in found["Projecten", 3, "maatregel"]
    assert "'loopt'" in found["Projecten", 2, "stand"]
    assert "Zet het eerst op het werkblad Projecten" in found["Planning", last, "project"]
    assert "Planning, rij 2" in page
    assert not Executor.objects.exists()
    assert Project.objects.get().title == "Project P-01"


def test_what_a_colleague_changed_since_is_not_overwritten(
    begin: Begin, deal: Deal, colleague: User, at_work: Client
) -> None:
    project = begin("P-01")
    book = down(at_work)
    project.revise(by=colleague, at=at("2026-02-01"), values={"title": "Van een ander"}, version=project.version)
    put(book, "Projecten", 2, projectleider="Mijn wijziging")
    job, _page = up(at_work, book)
    assert [(each.sheet, each.column) for each in faults(job)] == [("Projecten", "code")]
    assert "Iemand anders heeft dit veranderd" in faults(job)[0].reason


def test_all_or_nothing_when_the_list_changes_between_looking_and_entering(
    begin: Begin, bureau: User, colleague: User, at_work: Client
) -> None:
    first, second = begin("P-01"), begin("P-02")
    book = down(at_work)
    for row, name in ((2, "Eerste"), (3, "Tweede")):
        put(book, "Projecten", row, naam=name)
    job, _page = up(at_work, book)
    second.revise(by=colleague, at=at("2026-02-01"), values={"title": "Van een ander"}, version=second.version)
    assert enter_it(at_work, job).state == "refused"
    assert faults(job) == [
        RowFault(3, "code", "Dit is in het portaal veranderd nadat het bestand was nagekeken.", "Projecten")
    ]
    first.refresh_from_db()
    assert first.title == "Project P-01"


def test_a_settled_project_is_left_alone_and_an_unreadable_sheet_is_named(
    begin: Begin, bureau: User, at_work: Client
) -> None:
    project = begin("P-01")
    for step in ("finish", "settle"):
        project.take(step, by=bureau, at=at("2026-02-01"), version=project.version)
    book = down(at_work)
    put(book, "Projecten", 2, naam="Anders")
    job, _page = up(at_work, book)
    assert [each.reason for each in faults(job)] == ["Dit project is vastgesteld en verandert niet meer."]
    book = down(at_work)
    put(book, "Planning", 1, indicator="iets anders")
    book["Planning"].cell(2, 1).value = "P-01"
    job, page = up(at_work, book)
    assert "Werkblad Planning: De kolom 'indicator' ontbreekt." in page


def test_the_download_follows_the_choice_on_the_page(begin: Begin, executor: Executor, at_work: Client) -> None:
    begin("P-01", executor=executor)
    begin("P-02")
    assert "Download deze keuze als werkboek" in words_at(at_work, f"projecten/?uitvoerder={executor.pk}")
    assert [row["code"] for row in rows_of(down(at_work, f"?uitvoerder={executor.pk}"), "Projecten")] == ["P-01"]
    assert [row["code"] for row in rows_of(down(at_work, "?stand=idea"), "Projecten")] == []
