"""What was sent is taken over once: figures wait for the review of another, milestones get their day."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pillars.agreed.models import Measure
from pillars.measurements.models import Measurement
from pillars.projects.models import Project
from pillars.requests.answering import return_with_question, send, write_part
from pillars.requests.models import AnswerChannel, AnswerState
from pillars.requests.project_stories import project_stories, take_story
from pillars.requests.taking_over import TakenOver, take_over, take_over_many
from pillars.stories.models import ProgressEntry
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.pillars.requests.made import Asked, send_filled
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure

pytestmark = pytest.mark.django_db
LATER = at("2026-04-20")


def test_figures_wait_for_the_review_of_another(asked: Asked, bureau: User, colleague: User, reviewer: User) -> None:
    send_filled(asked.welfare, 40, by=colleague)
    assert take_over(asked.welfare, by=bureau, at=LATER, version=asked.welfare.version) == TakenOver(2, 1)
    rows = list(Measurement.objects.order_by("project__code"))
    assert [(row.project.code if row.project else "", row.value, row.year, row.state) for row in rows] == [
        ("P-01", Decimal(40), 2025, State.SUBMITTED),
        ("P-02", Decimal(40), 2025, State.SUBMITTED),
    ]
    assert rows[0].source == "Antwoord van Welzijn Oost op de uitvraag van 2026, 10 april 2026"
    assert [event.to_state for event in rows[0].events.all()] == ["draft", "submitted"]
    with pytest.raises(FourEyesError):
        rows[0].approve(by=bureau, at=LATER)
    rows[0].approve(by=reviewer, at=LATER)
    assert asked.welfare.parts.all()[0].figures.get().measurement == rows[0]


def test_who_phoned_is_named_as_the_source(asked: Asked, bureau: User) -> None:
    part = asked.school.parts.get()
    send_filled(asked.school, 12, by=bureau)
    return_with_question(asked.school, "Klopt dit?", by=bureau, at=LATER, version=asked.school.version)
    part.refresh_from_db()
    write_part(part, {"note": "Ja"}, by=bureau, at=LATER, version=part.version, channel=AnswerChannel.PHONE)
    asked.school.refresh_from_db()
    send(asked.school, by=bureau, at=LATER, version=asked.school.version)
    take_over(asked.school, by=bureau, at=LATER, version=asked.school.version)
    assert "(telefoon)" in Measurement.objects.get().source


def test_milestones_get_their_day_by_the_verb_of_the_project(
    asked: Asked, bureau: User, projects: list[Project]
) -> None:
    send_filled(asked.welfare, 40, by=bureau)
    take_over(asked.welfare, by=bureau, at=LATER, version=asked.welfare.version)
    milestone = projects[0].milestones.get(title="De zaal is open")
    assert milestone.reached_on == date(2026, 3, 15)
    assert "Antwoord van Welzijn Oost" in projects[0].events.latest("pk").reason


def test_nothing_is_entered_twice(asked: Asked, bureau: User) -> None:
    send_filled(asked.welfare, 40, by=bureau)
    take_over(asked.welfare, by=bureau, at=LATER, version=asked.welfare.version)
    before = Measurement.objects.count()
    with pytest.raises(WrongStateError):
        take_over(asked.welfare, by=bureau, at=LATER, version=asked.welfare.version)
    assert Measurement.objects.count() == before


def test_the_same_approved_figure_stands_and_another_corrects_it(
    asked: Asked, deal: Deal, bureau: User, reviewer: User, projects: list[Project]
) -> None:
    code = indicator_of(deal, "1.1.1.g-1")
    for project, value in ((projects[0], 40), (projects[1], 70)):
        measure(
            deal,
            code,
            value,
            "2025-12-31",
            by=bureau,
            year=2025,
            project=project,
            approved_by=reviewer,
            approved_on="2026-04-05",
        )
    send_filled(asked.welfare, 40, by=bureau)
    assert take_over(asked.welfare, by=bureau, at=LATER, version=asked.welfare.version).figures == 1
    correction = Measurement.objects.get(replaces__isnull=False)
    assert (correction.project, correction.value, correction.state) == (projects[1], Decimal(40), State.SUBMITTED)
    assert "Welzijn Oost" in correction.correction_reason


def test_a_figure_that_waits_with_another_value_is_not_passed_over(
    asked: Asked, deal: Deal, bureau: User, projects: list[Project]
) -> None:
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 70, "2025-12-31", by=bureau, year=2025, project=projects[1])
    send_filled(asked.welfare, 40, by=bureau)
    send_filled(asked.school, 40, by=bureau)
    with pytest.raises(WrongStateError, match=r"Welzijn Oost: .*wacht al"):
        take_over_many([asked.school, asked.welfare], by=bureau, at=LATER)
    asked.school.refresh_from_db()
    asked.welfare.refresh_from_db()
    assert (asked.school.state, asked.welfare.state) == (AnswerState.SENT, AnswerState.SENT)
    assert Measurement.objects.count() == 1


def test_many_are_taken_over_at_once_and_what_was_not_sent_is_not(asked: Asked, bureau: User) -> None:
    send_filled(asked.welfare, 40, by=bureau)
    with pytest.raises(WrongStateError, match="School West"):
        take_over_many([asked.welfare, asked.school], by=bureau, at=LATER)
    asked.welfare.refresh_from_db()
    send_filled(asked.school, 41, by=bureau)
    assert take_over_many([asked.welfare, asked.school], by=bureau, at=LATER).figures == 3


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["first", "second"]), st.integers(1, 3), st.booleans())
def test_taking_over_twice_changes_nothing(
    asked: Asked, bureau: User, colleague: User, order: list[str], times: int, asked_back: bool
) -> None:
    from django.db import transaction

    with transaction.atomic():
        answers = {"first": asked.welfare, "second": asked.school}
        for answer in answers.values():
            answer.refresh_from_db()
            send_filled(answer, 30, by=colleague)
            if asked_back:
                return_with_question(answer, "Zeker?", by=bureau, at=LATER, version=answer.version)
                send(answer, by=colleague, at=LATER, version=answer.version)
        for name in order * times:
            try:
                take_over(answers[name], by=bureau, at=LATER, version=answers[name].version)
            except WrongStateError:
                assert answers[name].state == AnswerState.TAKEN
        assert sorted(Measurement.objects.values_list("project__code", "value")) == [
            (f"P-0{number}", Decimal(30)) for number in (1, 2, 3)
        ]
        transaction.set_rollback(True)


def test_stories_stand_beside_the_story_of_the_measure_and_are_added_to_it(
    asked: Asked, deal: Deal, bureau: User
) -> None:
    row = Measure.objects.get(deal=deal, code="1.1.1")
    send_filled(asked.welfare, 40, by=bureau)
    assert project_stories(row, 2025, None) == []  # not taken over yet
    take_over(asked.welfare, by=bureau, at=LATER, version=asked.welfare.version)
    entry = ProgressEntry.begin(
        by=bureau, at=LATER, measure=row, year=2025, schedule="on_schedule", done="Van het bureau.", outlook="Meer."
    )
    first, second = project_stories(row, 2025, entry)
    take_story(first.part, row, year=2025, by=bureau, at=LATER, version=entry.version)
    entry.refresh_from_db()
    assert entry.done == "Van het bureau.\n\nProject P-01: Er zijn 80 vrijwilligers begeleid."
    take_story(first.part, row, year=2025, by=bureau, at=LATER, version=entry.version)  # there already
    take_story(second.part, row, year=2025, by=bureau, at=LATER, version=entry.version)
    entry.refresh_from_db()
    assert entry.done.count("80 vrijwilligers") == 2
    assert all(story.is_taken for story in project_stories(row, 2025, entry))
    with pytest.raises(WrongStateError):
        take_story(first.part, row, year=2025, by=bureau, at=LATER, version=entry.version - 1)
    entry.submit(by=bureau, at=LATER)
    with pytest.raises(WrongStateError, match="beoordelaar"):
        take_story(first.part, row, year=2025, by=bureau, at=LATER, version=entry.version)
