"""The line of time: what was, what is late and what comes, in a picture, a sentence and a table that say the same."""

import re
from datetime import date

import pytest
from django.test import Client

from pillars.agreed.models import Measure
from pillars.projects.models import Milestone, Project
from regiodeal.covenant.obligations.deadlines import calendar
from regiodeal.deals.models import Deal, User
from regiodeal.files.models import Openness
from reporting.time_line.drawing import drawn
from reporting.time_line.time_line import DONE, LATE, TERM, time_line
from tests.pages import BASE, queries, shown, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import held, plan


@pytest.fixture
def filled(deal: Deal, bureau: User) -> Project:
    """A confidential project with two milestones, a meeting that was and one that comes."""
    project = Project(deal=deal)
    measure = Measure.objects.get(deal=deal, code="1.1.1")
    told = {"code": "P-9", "title": "Stil plan", "main_measure": measure, "openness": Openness.CONFIDENTIAL}
    days = {"starts_on": date(2025, 3, 1), "ends_on": date(2026, 8, 31)}
    project.enter(by=bureau, at=at("2025-01-01"), values=told | days)
    reached = {"reached_on": date(2025, 6, 3)}
    Milestone.objects.create(project=project, title="Vergunning", due_on=date(2025, 6, 1), **reached)
    Milestone.objects.create(project=project, title="Opening", due_on=date(2026, 1, 15))
    held(deal, "2025-09-16", by=bureau)
    plan(deal, "2026-12-08", by=bureau)
    return project


@pytest.mark.usefixtures("filled")
def test_the_table_says_each_moment_with_how_it_stands(at_work: Client) -> None:
    page = words_at(at_work, "tijdlijn/?op=2026-03-01")
    assert "1 juni 2025 P-9 Vergunning mijlpaal bereikt op 3 juni 2025" in page
    assert re.search(r"15 januari 2026 P-9 Opening mijlpaal te laat", page)
    assert "1 maart 2025 tot en met 31 augustus 2026 P-9 Stil plan project idee" in page
    assert re.search(r"8 december 2026 \S.*? overleg gepland", page)
    assert "bereikt" not in words_at(at_work, "tijdlijn/?op=2025-06-02")


def test_the_sentence_counts_what_the_calendar_counts(deal: Deal) -> None:
    on = date(2026, 3, 1)
    line = time_line(deal, Project.objects.filter(deal=deal), on=on)
    terms = [row for row in line.moments if row.kind == TERM]
    assert len(terms) == len(calendar(deal, on=on))
    met = sum(row.is_done for row in calendar(deal, on=on))
    assert f"Op 1 maart 2026 zijn {met} van de {len(terms)} termijnen gehaald." in line.sentence
    assert sum(row.state == DONE for row in terms) == met
    coming = next(row for row in calendar(deal, on=on) if row.days_left >= 0 and not row.is_done)
    assert coming.title in line.sentence


@pytest.mark.usefixtures("filled")
def test_the_line_is_looked_through_by_year_and_kind(at_work: Client) -> None:
    page = words_at(at_work, "tijdlijn/?soort=mijlpaal&jaar=2026&op=2026-03-01")
    assert "P-9 Opening" in page
    assert "Vergunning" not in page
    assert "Stil plan" not in page
    assert "P-9 Opening" in words_at(at_work, "tijdlijn/?soort=x&jaar=1")
    assert "Hier is niets dat bij deze keuze past." in words_at(at_work, "tijdlijn/?soort=mijlpaal&jaar=2027")


@pytest.mark.usefixtures("filled")
def test_a_confidential_project_is_on_no_line_of_others(overleg: User, enter: Enter) -> None:
    page = shown(enter(overleg).get(f"{BASE}tijdlijn/"))
    assert "Stil plan" not in page
    assert "P-9" not in page


@pytest.mark.usefixtures("filled")
def test_the_picture_has_a_mark_for_each_row_and_none_touches_another(deal: Deal) -> None:
    line = time_line(deal, Project.objects.filter(deal=deal), on=date(2026, 3, 1))
    drawing = drawn(line)
    marks = [mark for lane in drawing.lanes for mark in lane.marks]
    assert len(marks) == len(line.moments)
    assert len({(mark.x, mark.y) for mark in marks}) == len(marks)
    assert sum(mark.state == LATE for mark in marks) == sum(row.state == LATE for row in line.moments)
    assert all(drawing.left <= mark.x <= drawing.right and mark.y < drawing.height for mark in marks)


def test_the_line_asks_the_database_no_more_for_more_projects(deal: Deal, filled: Project, at_work: Client) -> None:
    first = queries(at_work, f"{BASE}tijdlijn/")
    for number in range(4):
        Milestone.objects.create(project=filled, title=f"Stap {number}", due_on=date(2026, 2, 1))
        held(deal, f"2026-01-{number + 10}", by=filled.events.get().by)
    assert queries(at_work, f"{BASE}tijdlijn/") == first
