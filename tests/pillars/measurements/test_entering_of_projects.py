"""Naming the project of a figure: in the form of a result and in the grid; and what is no figure of a project."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from pillars.agreed.models import Indicator
from pillars.exchange.measurements import MeasurementResource
from pillars.measurements.expected import expectation_of, figures_of
from pillars.measurements.forms import MeasurementForm
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.pages import words, words_at
from tests.pillars.measurements.page import FILLED, GRID, SAVE, SUBMIT, page, seen
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

RESULT = "/deals/den-haag-zuidwest-ii/resultaten/1.1.1.g/"
ROW = "loopbaanpaden"


@pytest.fixture
def project(deal: Deal, bureau: User) -> Project:
    """A project of the measures of the volunteers and of the career paths, that runs."""
    found = Project(deal=deal)
    indicator = Indicator.objects.get(deal=deal, code=ROW)
    of_paths = deal.measure_set.filter(results__targets__indicator=indicator)
    values = {"code": "P-01", "title": "Samen verder", "main_measure": deal.measure_set.get(code="1.1.1")}
    found.enter(by=bureau, at=at("2026-01-10"), values=values | {"measures": list(of_paths)})
    for step in ("prepare", "start"):
        found.take(step, by=bureau, at=at("2026-01-11"), version=found.version)
    return found


def test_the_form_names_a_project_and_the_page_of_the_figure_shows_it(
    at_work: Client, deal: Deal, project: Project, reviewer: User, enter: Enter
) -> None:
    indicator = Indicator.objects.get(deal=deal, code=indicator_of(deal, "1.1.1.g-1"))
    typed = {"year": "2025", "value": "84", "source": "Lijst", "project": str(project.pk)}
    prefixed = {f"indicator-{indicator.pk}-{name}": value for name, value in typed.items()}
    answer = at_work.post(f"{RESULT}metingen/{indicator.code}/", prefixed | {"submit": "1"})
    assert answer.status_code == 302
    figure = Measurement.objects.get()
    assert figure.project == project
    assert "Project P-01 Samen verder" in words_at(at_work, f"metingen/{figure.pk}/")
    assert "project P-01 Samen verder: 84" in words_at(enter(reviewer), "mijn-werk/")
    figure.approve(by=reviewer, at=at("2026-05-02"))
    corrected = {"year": "2025", "value": "80", "source": "Lijst", "reason": "Dubbel geteld"}
    at_work.post(
        f"/deals/{deal.slug}/metingen/{figure.pk}/corrigeren/", {f"correction-{k}": v for k, v in corrected.items()}
    )
    assert Measurement.objects.get(replaces=figure).project == project


def test_a_project_of_another_measure_or_an_idea_cannot_be_named(deal: Deal, project: Project, bureau: User) -> None:
    idea = Project(deal=deal)
    values = {"code": "P-02", "title": "Een idee", "main_measure": deal.measure_set.get(code="1.1.1")}
    idea.enter(by=bureau, at=at("2026-01-10"), values=values)
    elsewhere = Project(deal=deal)
    other = deal.measure_set.exclude(results__targets__indicator__code=indicator_of(deal, "1.1.1.g-1")).last()
    elsewhere.enter(by=bureau, at=at("2026-01-10"), values=values | {"code": "P-03", "main_measure": other})
    elsewhere.take("prepare", by=bureau, at=at("2026-01-11"), version=elsewhere.version)
    indicator = Indicator.objects.get(deal=deal, code=indicator_of(deal, "1.1.1.g-1"))
    form = MeasurementForm(deal=deal, indicator=indicator, today=date(2026, 5, 20))
    assert list(form.fields["project"].queryset) == [project]  # type: ignore[attr-defined]
    scale = Indicator.objects.filter(deal=deal, value_kind="scale").first()
    assert scale is not None
    assert "project" not in MeasurementForm(deal=deal, indicator=scale, today=date(2026, 5, 20)).fields


def test_the_grid_of_a_project_enters_its_figures_beside_those_of_the_whole(
    at_work: Client, deal: Deal, project: Project, bureau: User
) -> None:
    whole = measure(deal, ROW, 7, "2026-05-01", by=bureau)
    of_project = page(at_work, "2026/?project=P-01")
    assert "Cijfers invullen van P-01 Samen verder: ronde 2026" in of_project
    assert f'id="rij-{ROW}"' in of_project
    assert of_project.count("<tbody id=") < page(at_work, "2026/").count("<tbody id=")
    answer = at_work.post(f"{SAVE}?project=P-01", {"row": ROW, "seen": "", **FILLED})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{GRID}2026/?project=P-01")
    figure = Measurement.objects.exclude(pk=whole.pk).get()
    assert figure.project == project
    assert figure.value == 5
    assert figure.state == State.DRAFT
    changed = {"row": ROW, "seen": seen(figure), **FILLED, "value": "6"}
    at_work.post(f"{SAVE}?project=P-01", changed)
    figure.refresh_from_db()
    assert figure.value == 6
    assert seen(figure) in at_work.get(f"{SUBMIT}?project=P-01").content.decode()
    at_work.post(f"{SUBMIT}?project=P-01", {"seen": seen(figure)})
    figure.refresh_from_db()
    assert figure.state == State.SUBMITTED
    assert Measurement.objects.get(pk=whole.pk).value == 7


def test_what_projects_reported_is_not_asked_for_the_whole_again(
    at_work: Client, deal: Deal, project: Project, bureau: User
) -> None:
    found = round_of(deal, 2026, on=date(2026, 5, 20))
    assert found is not None
    before = figures_of(found, on=date(2026, 5, 20))
    assert before.by_key[ROW].is_to_enter
    measure(deal, ROW, 5, "2026-05-01", by=bureau, project=project)
    after = figures_of(found, on=date(2026, 5, 20))
    row = after.by_key[ROW]
    assert (row.current, row.is_to_enter, row.is_reported) == (None, False, True)
    assert after.to_enter == before.to_enter - 1
    draft = Measurement.begin(
        by=bureau,
        at=at("2026-05-02"),
        indicator=row.indicator,
        project=None,
        measured_on=date(2026, 5, 2),
        value=9,
        source="Lijst",
    )
    assert figures_of(found, on=date(2026, 5, 20)).by_key[ROW].current == draft
    assert "1 van projecten" in words(at_work.get(f"{GRID}2026/"))


def test_the_file_of_figures_is_of_the_whole_and_the_download_names_the_project(
    deal: Deal, project: Project, bureau: User, reviewer: User
) -> None:
    code = indicator_of(deal, "1.1.1.g-1")
    of_year: dict[str, Any] = {"by": bureau, "approved_by": reviewer, "approved_on": "2026-05-02"}
    measure(deal, code, 40, "2025-12-31", year=2025, project=project, **of_year)
    sheet = MeasurementResource(deal, today=date(2026, 5, 20))
    (row,) = [each for each in sheet.for_template(2025) if each.indicator.code == code]
    assert not row.pk
    assert list(sheet.current_rows()) == []
    (known,) = sheet.known(date(2026, 5, 20), unapproved=False)
    assert sheet.dehydrate_project(known) == "P-01"
    project.revise(by=bureau, at=at("2026-05-03"), values={"openness": "confidential"}, version=project.version)
    (known,) = sheet.known(date(2026, 5, 20), unapproved=False)
    assert sheet.dehydrate_project(known) == ""
    (known,) = sheet.known(date(2026, 5, 20), unapproved=True)
    assert sheet.dehydrate_project(known) == "P-01"


def test_a_milestone_that_a_project_reached_is_shown_with_it_and_not_asked_of_the_whole(
    at_work: Client, deal: Deal, project: Project, bureau: User, reviewer: User, enter: Enter
) -> None:
    """Stranger of issue 17: De Linde was open by a figure of P-01, and the grid and the reviewer knew of none."""
    measure(deal, "ontwikkelagenda", 1, "2024-03-20", by=bureau, approved_by=reviewer, project=project)
    measure(deal, "aanpak-mismatch", 0, "2024-03-20", by=bureau, approved_by=reviewer, project=project)
    the_round = round_of(deal, 2026, on=date(2026, 5, 20))
    assert the_round is not None
    figures = figures_of(the_round, on=date(2026, 5, 20))
    reached, not_yet = figures.by_key["ontwikkelagenda"], figures.by_key["aanpak-mismatch"]
    assert (reached.state, reached.is_reported, reached.is_to_enter) == (State.APPROVED, True, False)
    assert (not_yet.state, not_yet.is_to_enter) == (None, True)
    expectation = expectation_of(the_round, on=date(2026, 5, 20))
    assert expectation.counts(bureau).to_enter == figures.to_enter
    assert "via P-01" in words_at(at_work, GRID.partition(f"{deal.slug}/")[2])
    again = measure(deal, "ontwikkelagenda", 1, "2026-05-01", by=bureau)
    asked = words_at(enter(reviewer), f"metingen/{again.pk}/")
    assert "via P-01" in asked
    assert "Er is nog geen eerder cijfer" not in asked
