"""What else knows projects: search, calendar, meetings, evidence, the registers, milestones, and any day."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pillars.evidence.models import Evidence
from pillars.projects.milestones import move_day, reach
from pillars.projects.models import Executor, Milestone, Project
from pillars.projects.project_points import project_events
from pillars.registers.models import Acknowledgement, Bottleneck, Lesson
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.models import DecisionLink
from regiodeal.deals.models import Deal, Party, User
from tests.pages import BASE, send, words, words_at
from tests.pillars.projects.conftest import Begin
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import decide, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(begin: Begin, deal: Deal, bureau: User) -> Project:
    """A project of an executor."""
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-05"), values={"name": "Stichting De Kade"})
    return begin("P-01", title="Huiskamer Leyweg", executor=executor)


@pytest.fixture
def milestone(project: Project, bureau: User) -> Milestone:
    """A milestone of the project."""
    made = Milestone(title="Deuren open", due_on=date(2026, 12, 1))
    project.milestone(made, by=bureau, at=at("2026-01-12"))
    return made


def test_search_finds_projects_and_executors(project: Project, at_work: Client) -> None:
    assert "P-01 Huiskamer Leyweg" in words_at(at_work, "zoeken/?q=leyweg")
    found = at_work.get(f"{BASE}zoeken/?q=kade").content.decode()
    assert f"/uitvoerders/{project.executor_id}/" in found


def test_the_calendar_of_who_enters_holds_milestones_beginnings_and_ends(
    project: Project, milestone: Milestone, bureau: User, jenv: User
) -> None:
    ends_on = date(2026, 11, 30)
    project.revise(by=bureau, at=at("2026-02-01"), values={"ends_on": ends_on}, version=project.version)
    told = {(each.title, each.start) for each in project_events(project.deal, bureau, on=date(2026, 11, 1))}
    assert told == {
        ("Mijlpaal: Deuren open", date(2026, 12, 1)),
        ("Eindigt: Huiskamer Leyweg", date(2026, 11, 30)),
    }
    assert list(project_events(project.deal, jenv, on=date(2026, 11, 1))) == []
    project.take("stop", by=bureau, at=at("2026-02-02"), version=project.version, reason="Geen geld")
    assert list(project_events(project.deal, bureau, on=date(2026, 11, 1))) == []


def test_a_milestone_is_reached_or_moved_with_a_reason_and_told_in_the_trail(
    project: Project, milestone: Milestone, at_work: Client, bureau: User
) -> None:
    address = f"projecten/P-01/mijlpalen/{milestone.pk}/"
    refused = send(at_work, address, {"due_on": "2027-02-01"})
    assert refused.status_code == 422
    assert "Geef een reden" in words(refused)
    send(at_work, address, {"due_on": "2027-02-01", "reason": "De vloer is laat."})
    milestone.refresh_from_db()
    assert milestone.due_on == date(2027, 2, 1)
    last = project.events.latest("pk")
    assert (last.changes[0][1:], last.reason) == (["1 december 2026", "1 februari 2027"], "De vloer is laat.")
    send(at_work, address, {"due_on": "2027-02-01", "reached_on": "2026-06-01"})
    milestone.refresh_from_db()
    assert milestone.reached_on == date(2026, 6, 1)
    assert "bereikt op 1 juni 2026" in words_at(at_work, "projecten/P-01/")
    project.refresh_from_db()
    stale = milestone
    with pytest.raises(ValueError, match="al bereikt"):
        move_day(stale, to=date(2027, 3, 1), by=bureau, at=at("2026-07-01"), version=project.version, reason="Laat")
    with pytest.raises(ValueError, match="nog niet geweest"):
        reach(stale, on=date(2027, 3, 1), by=bureau, at=at("2026-07-01"), version=project.version)
    with pytest.raises(WrongStateError):
        reach(stale, on=date(2026, 5, 1), by=bureau, at=at("2026-07-01"), version=project.version - 1)


def test_a_decision_about_a_project_stands_on_its_page(
    project: Project, deal: Deal, bureau: User, at_work: Client
) -> None:
    decision = decide(held(deal, "2026-09-15", by=bureau), "Project verlengd", by=bureau)
    DecisionLink.objects.create(decision=decision, kind="project", code="P-01")
    assert str(decision) in words_at(at_work, "projecten/P-01/")
    assert "P-01 Huiskamer Leyweg" in words_at(at_work, f"besluiten/{decision.code}/")


def test_evidence_can_be_attached_to_a_project(
    project: Project, at_work: Client, enter: Enter, jenv: User, overleg: User
) -> None:
    file = SimpleUploadedFile("plan.csv", b"a;b\n1;2\n")
    address = f"projecten/{project.pk}/bewijs/"
    answer = send(at_work, address, {"bewijs-file": file, "bewijs-openness": "parties"})
    assert answer.status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.record == project
    assert "plan.csv" in words_at(enter(overleg), "projecten/P-01/")
    Evidence.objects.update(
        openness="confidential", ground="Bedrijf", requester=Party.objects.get(deal=project.deal, code="JenV")
    )
    assert "plan.csv" not in words_at(enter(overleg), "projecten/P-01/")
    assert "plan.csv" in words_at(enter(jenv), "projecten/P-01/")


def test_lessons_and_bottlenecks_name_a_project_and_are_found_by_it(
    project: Project, begin: Begin, deal: Deal, bureau: User, at_work: Client
) -> None:
    begin("P-02")
    about = {"year": 2026, "verdict": "works", "why": "Daarom", "measures": [project.main_measure]}
    for title, of in (("Samen eten werkt", project), ("Iets anders", None)):
        values = about | {"title": title, "project": of}
        Lesson(deal=deal).enter(by=bureau, at=at("2026-02-01"), values=values)
    values = {"title": "Vergunning duurt lang", "case": "Zaal", "project": project, "measures": [project.main_measure]}
    Bottleneck(deal=deal).enter(by=bureau, at=at("2026-02-01"), values=values)
    found = words_at(at_work, "lessen/?project=P-01")
    assert "Samen eten werkt" in found
    assert "Iets anders" not in found
    assert "Vergunning duurt lang" not in words_at(at_work, "knelpunten/?project=P-02")
    page = words_at(at_work, "projecten/P-01/")
    assert "Les: Samen eten werkt" in page
    assert "Knelpunt: Vergunning duurt lang" in page


def test_an_acknowledgement_is_of_a_project_and_old_words_stay(
    project: Project, deal: Deal, bureau: User, at_work: Client
) -> None:
    measure = project.main_measure
    old = Acknowledgement(measure=measure)
    old.enter(by=bureau, at=at("2026-01-05"), values={"project": "Bouwbord Leyweg"})
    assert "Bouwbord Leyweg" in words_at(at_work, f"vermeldingen/{old.pk}/")
    add = f"maatregelen/{measure.code}/vermeldingen/nieuw/"
    refused = send(at_work, add, {})
    assert "Kies een project" in words(refused)
    assert send(at_work, add, {"of_project": project.pk}).status_code == 302
    assert str(Acknowledgement.objects.latest("pk")) == "P-01 Huiskamer Leyweg"
    assert "P-01 Huiskamer Leyweg" in words_at(at_work, f"maatregelen/{measure.code}/")


def test_the_list_and_a_project_show_what_stood_on_a_day(
    project: Project, deal: Deal, bureau: User, at_work: Client
) -> None:
    """Entered on 10 January, running since the 11th, renamed on 1 March, finished on 2 March."""
    project.revise(by=bureau, at=at("2026-03-01"), values={"title": "Buurtkamer"}, version=project.version)
    project.take("finish", by=bureau, at=at("2026-03-02"), version=project.version)
    then = words_at(at_work, "projecten/?op=2026-02-01")
    assert "P-01 Huiskamer Leyweg" in then
    assert "1 loopt" in then
    assert "P-01 Buurtkamer" in words_at(at_work, "projecten/?op=2026-03-02&stand=finished")
    assert "Er is nog geen project" in words_at(at_work, "projecten/?op=2026-01-09")
    page = words_at(at_work, "projecten/P-01/?op=2026-02-01")
    assert "P-01 Huiskamer Leyweg" in page
    assert "zoals ze vandaag zijn" in page
    assert page.index("loopt") < page.index("Wat het is")
