"""A confidential project: who may not see unapproved work reads nowhere which it is, and every sum stays the same."""

import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from finance.evidence.models import MoneyEvidence
from finance.grants.models import Grant
from finance.grants.project_budget import revise_budget
from finance.position.project_money import projects_position
from finance.rules.facts import facts_of
from finance.rules.money_rules import findings
from pillars.evidence.attachment import attach
from pillars.project_photos.models import ProjectPhoto
from pillars.projects.as_read import with_project_as_read
from pillars.projects.models import HIDDEN_PROJECT, Executor, Milestone, Project
from pillars.registers.models import Acknowledgement, Bottleneck, Lesson
from regiodeal.covenant.meetings.models import DecisionLink
from regiodeal.covenant.meetings.subjects import choices, resolve
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import RIGHTS, Right, Role
from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import render_html
from reporting.snapshot.take import take_snapshot
from tests.access.table import DEAL_ADDRESSES
from tests.access.test_walk import MAKERS, status_of
from tests.pages import BASE, queries, words_at
from tests.pillars.projects.conftest import Begin
from tests.plugins.deal import Enter, at, person
from tests.plugins.figures import indicator_of, measure
from tests.plugins.meetings import decide, held
from tests.plugins.money import Book, Pledge
from tests.reporting.api.clients import Reading, token_for

pytestmark = pytest.mark.django_db

CODE, TITLE = "GEHEIM-9", "De stille verhuizing"
SECRETS = (CODE, TITLE, "in alle stilte", "Mila van der Zwijg", "een-stille-foto", "stil-bewijs", "stille-nota")
BLIND = (Role.OVERLEG, Role.PARTY, Role.BZK, Role.ADMINISTRATOR)
ON = date(2026, 6, 14)


@pytest.fixture
def secret(  # noqa: PLR0917  # what stands around a project is of many topics
    deal: Deal,
    bureau: User,
    reviewer: User,
    controller: User,
    begin: Begin,
    book: Book,
    pledge: Pledge,
    own_files: Path,
) -> dict[str, str]:
    """A confidential project with one of each thing that names it, and the addresses of those."""
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-08"), values={"name": "Stichting Onderweg"})
    project = begin(
        CODE,
        title=TITLE,
        description="Wij verhuizen mensen in alle stilte.",
        leader="Mila van der Zwijg",
        executor=executor,
        openness="confidential",
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 7, 1),
    )
    figure = measure(
        deal,
        indicator_of(deal, "1.1.1.g-1"),
        40,
        "2025-12-31",
        by=bureau,
        year=2025,
        project=project,
        approved_by=reviewer,
        approved_on="2026-05-01",
    )
    files = _files(project, bureau)
    files |= _money(deal, project, bureau, controller, book, pledge)
    meeting = held(deal, "2026-06-02", by=bureau)
    decision = decide(meeting, "Wij gaan door", by=bureau)
    DecisionLink.objects.create(decision=decision, kind="project", code=CODE)
    return {
        **files,
        **_registers(deal, project, bureau),
        "project": f"projecten/{CODE}/",
        "measurement": f"metingen/{figure.pk}/",
        "executor": f"uitvoerders/{executor.pk}/",
        "decision": f"besluiten/{decision.code}/",
        "meeting": f"overleg/{meeting.pk}/",
    }


def _files(project: Project, by: User) -> dict[str, str]:
    """A photo, a file and a milestone of the project."""
    about = {"alternative": "een-stille-foto", "shows_people": False, "people": "", "has_consent": False}
    about |= {"is_public": True}
    photo = ProjectPhoto.add(project, photo=ContentFile(b"een-stille-foto"), by=by, at=at("2026-01-12"), values=about)
    upload = SimpleUploadedFile("stil-bewijs.csv", b"stil-bewijs;1")
    evidence = attach(project, upload=upload, by=by, at=at("2026-01-12"), values={"openness": "public"})
    project.refresh_from_db()
    project.milestone(Milestone(title="Open", due_on=date(2026, 3, 1)), by=by, at=at("2026-01-12"))
    return {"photo": f"projecten/{CODE}/fotos/{photo.pk}/", "evidence": f"bewijs/{evidence.pk}/"}


def _registers(deal: Deal, project: Project, by: User) -> dict[str, str]:
    """A lesson, a bottleneck and an acknowledgement that first named nothing, and then the project."""
    about = {"title": "Les", "verdict": "works", "why": "Daarom", "year": 2026, "measures": [project.main_measure]}
    lesson, bottleneck = Lesson(deal=deal), Bottleneck(deal=deal)
    lesson.enter(by=by, at=at("2026-02-01"), values=about)
    lesson.revise(by=by, at=at("2026-02-02"), values={"project": project}, version=lesson.version)
    bottleneck.enter(by=by, at=at("2026-02-01"), values={"title": "Traag", "case": "Zaal", "project": project})
    told = Acknowledgement(measure=project.main_measure)
    told.enter(by=by, at=at("2026-02-01"), values={"of_project": project})
    return {
        "lesson": f"lessen/{lesson.pk}/",
        "bottleneck": f"knelpunten/{bottleneck.pk}/",
        "acknowledgement": f"vermeldingen/{told.pk}/",
    }


def _money(deal: Deal, project: Project, by: User, other: User, book: Book, pledge: Pledge) -> dict[str, str]:
    """A budget, a grant above it with a file, a booking after the end of the project, and a contribution."""
    line = deal.budgetline_set.get(code="A-rijk")
    project.refresh_from_db()
    revise_budget(project, {(line.pk, 2026): Decimal(100)}, by=by, at=at("2026-01-13"), version=project.version)
    granted = {"number": "B-9", "decided_on": date(2026, 1, 14), "mandate": "Mandaat"}
    grant = Grant.begin(by=by, at=at("2026-01-14"), project=project, amounts={line: Decimal(500)}, **granted)
    upload = SimpleUploadedFile("stille-nota.csv", b"stille-nota;1")
    kept = MoneyEvidence.attach(grant, upload=upload, by=by, at=at("2026-01-14"), values={"openness": "public"})
    grant.submit(by=by, at=at("2026-01-14"))
    grant.approve(by=other, at=at("2026-01-14"))
    booking = book("expenditure", "A-rijk", "120.00", "2026-02-01", project=project)
    mixed = pledge("75.00", on="2026-02-01", state="pledged")
    mixed.revise(by=by, at=at("2026-02-02"), values={"project": project}, version=mixed.version)
    return {
        "money-project": f"financien/projecten/{CODE}/",
        "grant": f"financien/beschikkingen/{grant.pk}/",
        "grant-file": f"financien/bewijs/{kept.pk}/",
        "booking": f"financien/boekingen/bestedingen/{booking.pk}/",
        "contribution": f"financien/bijdragen/{mixed.pk}/",
    }


OWN = ("project", "photo", "evidence", "money-project", "grant", "grant-file")  # there for nobody who may not know
NAMING = ("measurement", "lesson", "bottleneck", "acknowledgement", "booking", "contribution", "decision")
ASKED = (
    "zoeken/?q=stil",
    "zoeken/?q=GEHEIM-9",
    "zoeken/?q=bewijs",
    "zoeken/?q=Zwijg",
    "lessen/?project=GEHEIM-9",
    "financien/boekingen/?soort=bestedingen&project=GEHEIM-9",
    "financien/bijdragen/?project=GEHEIM-9",
    "financien/projecten/?op=2026-06-14",
    "financien/opvallend/?op=2026-12-01",
    "financien/?op=2026-06-14",
    "projecten/?op=2026-06-14",
    *(f"financien/projecten/downloaden/?formaat={kind}" for kind in ("csv", "json", "xlsx")),
    *(f"financien/grootboek/downloaden/?formaat={kind}" for kind in ("csv", "json", "xlsx")),
    *(f"uitwisselen/downloaden/?soort=measurements&formaat={kind}" for kind in ("csv", "xlsx")),
)


def texts(client: Client, path: str) -> Iterator[str]:
    """What an answer says: the page, or each part of a workbook."""
    body = b"".join(client.get(path))
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as book:
            yield from (book.read(name).decode(errors="replace") for name in book.namelist())
    else:
        yield body.decode(errors="replace")


def leaks(client: Client, paths: dict[str, str]) -> list[tuple[str, str]]:
    """Return (address, words) for each secret that somebody reads."""
    found = []
    for name, path in paths.items():
        asked = {word for word in SECRETS if word in path}  # a page repeats what was asked
        for text in texts(client, path):
            found += [(name, word) for word in SECRETS if word not in asked and word in text]
    return found


@pytest.fixture
def everywhere(deal: Deal, bureau: User, secret: dict[str, str]) -> dict[str, str]:
    """Every page that somebody without a right of their own may open, those of the project, and some that ask."""
    made = {name: path for make in MAKERS for name, path in make(deal, bureau).items()}
    pages = {name: made[name] for name, (method, _who) in DEAL_ADDRESSES.items() if method == "get"}
    pages |= {f"secret {name}": path for name, path in secret.items()} | {path: path for path in ASKED}
    return {name: f"{BASE}{path}" for name, path in pages.items()}


@pytest.mark.parametrize("role", BLIND)
def test_no_page_of_the_deal_tells_of_a_confidential_project(
    deal: Deal, everywhere: dict[str, str], enter: Enter, role: Role
) -> None:
    assert Right.SEE_UNAPPROVED not in RIGHTS[role]
    client = enter(person(deal, "Lezer", role, "JenV" if role == Role.PARTY else None))
    assert leaks(client, everywhere) == []


def test_who_sees_unapproved_work_reads_of_it_where_it_belongs(
    secret: dict[str, str], enter: Enter, bureau: User
) -> None:
    client = enter(bureau)
    for name in (*OWN, *NAMING[:-1]):
        read = "".join(texts(client, BASE + secret[name]))
        assert any(word in read for word in SECRETS), name
    for path in ASKED:
        assert status_of(client, "get", BASE + path) == 200, path
    for path in ("zoeken/?q=stille", "financien/projecten/", "financien/opvallend/", "financien/boekingen/"):
        assert CODE in words_at(client, path), path


def test_its_own_pages_are_not_there(secret: dict[str, str], enter: Enter, overleg: User) -> None:
    client = enter(overleg)
    assert {name: client.get(BASE + secret[name]).status_code for name in OWN} == dict.fromkeys(OWN, 404)


def test_what_names_it_says_that_it_is_confidential(secret: dict[str, str], enter: Enter, overleg: User) -> None:
    client = enter(overleg)
    for name in NAMING:
        assert HIDDEN_PROJECT in words_at(client, secret[name]), name
    for path in ("financien/projecten/", "financien/opvallend/", "financien/boekingen/", "maatregelen/1.1.1/"):
        assert HIDDEN_PROJECT in words_at(client, path), path


def test_the_first_page_of_the_money_is_given_no_more_than_it_may_show(
    secret: dict[str, str], enter: Enter, overleg: User, bureau: User
) -> None:
    for user, known in ((bureau, True), (overleg, False)):
        found = enter(user).get(f"{BASE}financien/").context["findings"]
        assert any(CODE in finding.text for finding, _address in found) == known


def test_no_list_is_narrowed_to_it(
    secret: dict[str, str], book: Book, enter: Enter, overleg: User, bureau: User
) -> None:
    other = book("expenditure", "A-rijk", "30.00", "2026-02-01")
    path = f"financien/boekingen/?soort=bestedingen&project={CODE}"
    assert other.code not in words_at(enter(bureau), path)
    assert other.code in words_at(enter(overleg), path)


def test_money_adds_up_the_same_for_everybody(deal: Deal, secret: dict[str, str], begin: Begin, book: Book) -> None:
    book("expenditure", "A-rijk", "30.00", "2026-02-01", project=begin("P-01"))
    whole = projects_position(deal, on=ON)
    cut = whole.as_read(unapproved=False)
    assert [row.project.code for row in cut.projects] == ["", "P-01"]
    assert (cut.projects[0].project.title, cut.projects[0].project.executor) == (HIDDEN_PROJECT, "")
    assert [row.amounts for row in cut.projects] == [row.amounts for row in whole.projects]
    assert ([row.free for row in cut.lines], cut.outside) == ([row.free for row in whole.lines], whole.outside)
    seen, told = (findings(facts_of(found.money, projects=found)) for found in (whole, cut))
    assert [(row.code, row.excess) for row in seen] == [(row.code, row.excess) for row in told]
    assert any(row.project == CODE for row in seen)
    assert not [row for row in told if CODE in row.text or TITLE in row.text or row.project == CODE]


def test_a_meeting_is_offered_it_by_who_may_know_and_names_it_to_nobody(deal: Deal, secret: dict[str, str]) -> None:
    for unapproved in (True, False):
        offered = dict(row for _kind, rows in choices(deal, unapproved=unapproved) for row in rows)
        assert (f"project:{CODE}" in offered, f"{CODE} {TITLE}" in offered.values()) == (unapproved, unapproved)
    shown = resolve(deal, [("project", CODE)])["project", CODE]
    assert (shown.title, shown.url) == (HIDDEN_PROJECT, "")


def test_a_report_does_not_name_it_and_counts_it(deal: Deal, secret: dict[str, str]) -> None:
    snapshot = take_snapshot(deal, year=2026, stage="concept", on=ON)
    said = str(snapshot) + render_html(FrozenReport(snapshot))
    assert [word for word in SECRETS if word in said] == []
    assert [row["value"] for row in snapshot["sources"] if row["indicator"] == indicator_of(deal, "1.1.1.g-1")] == [
        "40.00"
    ]
    assert "120.00" in {row["amount"] for row in snapshot["money"]["bookings"]}


def test_a_project_that_became_confidential_is_in_no_later_report(deal: Deal, begin: Begin, bureau: User) -> None:
    project = begin("P-01", title="Samen aan tafel", openness="public")
    project.revise(by=bureau, at=at("2026-07-01"), values={"openness": "confidential"}, version=project.version)
    assert take_snapshot(deal, year=2026, stage="concept", on=ON)["projects"] == []


def test_a_program_reads_its_code_only_where_it_sees_unapproved_work(
    deal: Deal, secret: dict[str, str], administrator: User
) -> None:
    for unapproved, code in ((False, None), (True, CODE)):
        api = Reading(token_for([deal], administrator, name=str(code), sees_unapproved=unapproved))
        (row,) = api.json(f"/deals/{deal.slug}/measurements")["items"]
        assert (row["project"], row["value"]) == (code, "40.00")
        (booking,) = api.json(f"/deals/{deal.slug}/expenditures")["items"]
        assert (booking["amount"], CODE in str(booking)) == ("120.00", False)


def test_everybody_outside_reads_nothing_of_it(deal: Deal, secret: dict[str, str]) -> None:
    visitor = Client()
    for path in (f"/openbaar/{deal.slug}/projecten/{CODE}/", f"/openbaar/{deal.slug}/{secret['photo']}"):
        assert visitor.get(path).status_code == 404, path


def test_a_row_that_is_shown_keeps_its_project(deal: Deal, secret: dict[str, str]) -> None:
    lesson = Lesson.objects.get(deal=deal)
    key = lesson.project_id
    with_project_as_read(lesson, unapproved=False)
    assert (str(lesson.project), lesson.project_id) == (HIDDEN_PROJECT, key)


def test_pages_do_not_ask_more_for_more_confidential_projects(
    begin: Begin, book: Book, enter: Enter, overleg: User
) -> None:
    client = enter(overleg)

    def add(number: int) -> None:
        book("expenditure", "A-rijk", "1.00", "2026-02-01", project=begin(f"P-{number:02}", openness="confidential"))

    pages = [f"{BASE}financien/{path}" for path in ("projecten/", "boekingen/?soort=bestedingen", "opvallend/")]
    add(0)
    few: list[Any] = [queries(client, page) for page in pages]
    for number in range(1, 8):
        add(number)
    assert [queries(client, page) for page in pages] == few
