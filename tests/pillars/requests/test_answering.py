"""A request is opened in one go; half an answer is kept, a whole one is sent, and what is missing is told."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pillars.agreed.models import Indicator
from pillars.measurements.rounds import round_of
from pillars.projects.models import Executor, Project
from pillars.requests.answering import (
    IncompleteAnswerError,
    WrongValueError,
    begin,
    missing_of,
    return_with_question,
    send,
    unchanged,
    unchanged_all,
    write_figure,
    write_milestone,
    write_part,
)
from pillars.requests.asked import asked_of
from pillars.requests.models import AnswerChannel, AnswerState
from pillars.requests.requesting import ask_again, close_request, open_request, unreachable
from regiodeal.base.refusals import MovedOnError, WrongStateError
from regiodeal.deals.models import Deal, User
from tests.pillars.requests.made import Asked, fill, send_filled
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure

pytestmark = pytest.mark.django_db
NOW = at("2026-04-10")


def test_what_is_asked_follows_from_plans_norms_and_the_round(
    asked: Asked, deal: Deal, executors: tuple[Executor, Executor]
) -> None:
    parts = list(asked.welfare.parts.all())
    assert [part.project.code for part in parts] == ["P-01", "P-02"]
    code = indicator_of(deal, "1.1.1.g-1")
    figures = [(row.indicator.code, row.year, row.planned) for part in parts for row in part.figures.all()]
    year = asked.request.figure_year
    assert figures == [
        (code, year, Decimal(40 if year == 2025 else 60)),
        (code, year, Decimal(80 if year == 2025 else 120)),
    ]
    # Only the milestone that is due by the last day.
    assert [str(row) for row in parts[0].milestones.all()] == ["De zaal is open"]
    assert [each.project.code for each in asked_of(executors[1], asked.request)] == ["P-03"]


def test_a_round_has_one_request_and_only_with_somebody_to_ask(asked: Asked, deal: Deal, bureau: User) -> None:
    the_round = round_of(deal, 2026, on=date(2026, 4, 1))
    assert the_round is not None
    with pytest.raises(WrongStateError, match="al een uitvraag"):
        open_request(deal, the_round, last_day=date(2026, 5, 1), by=bureau, at=NOW)
    with pytest.raises(ValueError, match="voor vandaag"):
        open_request(deal, the_round, last_day=date(2026, 1, 1), by=bureau, at=NOW)


def test_nobody_to_ask_opens_nothing(deal: Deal, bureau: User) -> None:
    the_round = round_of(deal, 2026, on=date(2026, 4, 1))
    assert the_round is not None
    with pytest.raises(ValueError, match="geen project"):
        open_request(deal, the_round, last_day=date(2026, 5, 1), by=bureau, at=NOW)
    assert not deal.requests.exists()


def test_executors_without_a_contact_person_are_told_beforehand(
    deal: Deal, projects: list[Project], executors: tuple[Executor, Executor]
) -> None:
    assert unreachable(deal) == []
    executors[1].contacts.all().delete()
    assert unreachable(deal) == [executors[1]]


def test_half_work_is_kept_and_the_first_word_begins_the_answer(asked: Asked, bureau: User) -> None:
    part = asked.welfare.parts.all()[0]
    write_part(part, {"done": "Half"}, by=bureau, at=NOW, version=part.version)
    figure = part.figures.all()[0]
    write_figure(figure, {"value": Decimal(38)}, by=bureau, at=NOW, version=part.version)
    asked.welfare.refresh_from_db()
    part.refresh_from_db()
    assert (asked.welfare.state, part.done, part.version) == (AnswerState.BEGUN, "Half", 3)
    assert part.figures.get().value == Decimal(38)
    told = [event.changes[0][2] for event in asked.welfare.events.all() if event.changes]
    assert told == ["Half", "38"]


def test_who_writes_over_a_newer_version_is_told_and_changes_nothing(asked: Asked, bureau: User) -> None:
    part = asked.welfare.parts.all()[0]
    write_part(part, {"done": "Eerste"}, by=bureau, at=NOW, version=1)
    stale = asked.welfare.parts.all()[0]
    with pytest.raises(WrongStateError):
        write_part(stale, {"done": "Tweede", "learned": "Veel"}, by=bureau, at=NOW, version=1)
    stale.refresh_from_db()
    assert (stale.done, stale.learned) == ("Eerste", "")


def test_what_cannot_be_is_refused_at_its_field(asked: Asked, bureau: User) -> None:
    part = asked.welfare.parts.all()[0]
    figure, milestone = part.figures.all()[0], part.milestones.all()[0]
    with pytest.raises(WrongValueError) as refused:
        write_figure(figure, {"value": Decimal(-1)}, by=bureau, at=NOW, version=1)
    assert refused.value.name == f"figure-{figure.pk}-value"
    with pytest.raises(WrongValueError, match="geen eerder cijfer"):
        write_figure(figure, {"is_unchanged": True}, by=bureau, at=NOW, version=1)
    both = {"reached_on": date(2026, 3, 1), "new_day": date(2026, 6, 1)}
    with pytest.raises(WrongValueError):
        write_milestone(milestone, both, by=bureau, at=NOW, version=1)  # type: ignore[arg-type]
    with pytest.raises(WrongValueError, match="0 of meer"):
        write_part(part, {"spent": Decimal(-1)}, by=bureau, at=NOW, version=1)
    asked.welfare.refresh_from_db()
    assert (asked.welfare.version, asked.welfare.state) == (1, AnswerState.ASKED)


def test_an_answer_that_lacks_something_is_not_sent_and_says_what(asked: Asked, bureau: User) -> None:
    answer = asked.welfare
    begin(answer, by=bureau, at=NOW, version=1)
    first, second = answer.parts.all()
    fill(second, 80, by=bureau)
    answer.refresh_from_db()
    with pytest.raises(IncompleteAnswerError) as refused:
        send(answer, by=bureau, at=NOW, version=answer.version)
    names = [each.name for each in refused.value.missing]
    figure, milestone = first.figures.get(), first.milestones.get()
    assert names == [
        *(f"part-{first.pk}-{name}" for name in ("done", "on_schedule", "spent", "still_to_spend")),
        f"figure-{figure.pk}-value",
        f"milestone-{milestone.pk}-reached_on",
    ]
    fill(first, 38, by=bureau, on_schedule=False)
    assert [each.text for each in missing_of(answer)] == ["Schrijf op waarom het project niet op schema ligt."]


def test_a_whole_answer_is_sent_once_and_then_stands(asked: Asked, bureau: User) -> None:
    send_filled(asked.welfare, 40, by=bureau)
    assert (asked.welfare.state, asked.welfare.sent_at) == (AnswerState.SENT, at("2026-04-10"))
    part = asked.welfare.parts.all()[0]
    with pytest.raises(WrongStateError, match="verstuurd"):
        write_part(part, {"done": "Toch anders"}, by=bureau, at=NOW, version=part.version)
    with pytest.raises(WrongStateError):
        send(asked.welfare, by=bureau, at=NOW, version=asked.welfare.version)


def test_unchanged_counts_as_answered(
    deal: Deal, bureau: User, reviewer: User, projects: list[Project], executors: tuple[Executor, Executor]
) -> None:
    code = indicator_of(deal, "1.1.1.g-1")
    measure(deal, code, 35, "2025-12-31", by=bureau, year=2024, approved_by=reviewer, project=projects[0])
    the_round = round_of(deal, 2026, on=date(2026, 4, 1))
    assert the_round is not None
    request = open_request(deal, the_round, last_day=date(2026, 5, 1), by=bureau, at=at("2026-04-01"))
    part = request.answers.get(executor=executors[0]).parts.get(project=projects[0])
    assert (part.figures.get().last_value, part.figures.get().last_about) == (Decimal(35), "2024")
    unchanged(part, by=bureau, at=NOW, version=1)
    figure, milestone = part.figures.get(), part.milestones.get()
    assert (figure.value, figure.is_unchanged, milestone.is_unchanged) == (Decimal(35), True, True)
    left = {each.name.rpartition("-")[2] for each in missing_of(part.answer) if each.part == part}
    assert left == {"done", "on_schedule", "spent", "still_to_spend"}  # never told before
    write_figure(figure, {"value": Decimal(36)}, by=bureau, at=NOW, version=part.version)
    assert not figure.is_unchanged


def test_figures_that_add_up_by_the_day_stay_as_they_are_by_nothing_more(
    deal: Deal, bureau: User, reviewer: User, projects: list[Project], executors: tuple[Executor, Executor]
) -> None:
    code = indicator_of(deal, "1.1.1.g-1")
    Indicator.objects.filter(deal=deal, code=code).update(is_yearly=False, aggregation="sum")
    for value, on in ((5, "2025-03-01"), (7, "2025-09-01")):
        measure(deal, code, value, on, by=bureau, approved_by=reviewer, project=projects[0])
    the_round = round_of(deal, 2026, on=date(2026, 4, 1))
    assert the_round is not None
    request = open_request(deal, the_round, last_day=date(2026, 5, 1), by=bureau, at=at("2026-04-01"))
    part = request.answers.get(executor=executors[0]).parts.get(project=projects[0])
    assert part.figures.get().last_value == Decimal(12)
    unchanged_all(part.answer, by=bureau, at=NOW, version=part.answer.version)
    assert part.figures.get().value == Decimal(0)


def test_a_question_gives_the_answer_back(asked: Asked, bureau: User) -> None:
    answer = asked.welfare
    send_filled(answer, 40, by=bureau)
    with pytest.raises(ValueError, match="Schrijf op"):
        return_with_question(answer, "  ", by=bureau, at=NOW, version=answer.version)
    return_with_question(answer, "Klopt 40?", by=bureau, at=NOW, version=answer.version)
    assert (answer.state, answer.question) == (AnswerState.RETURNED, "Klopt 40?")
    part = answer.parts.all()[0]
    write_part(part, {"note": "Ja"}, by=bureau, at=NOW, version=part.version, channel=AnswerChannel.PHONE)
    answer.refresh_from_db()
    assert (answer.state, answer.channel) == (AnswerState.RETURNED, AnswerChannel.PHONE)
    send(answer, by=bureau, at=NOW, version=answer.version)
    assert answer.state == AnswerState.SENT


def test_a_closed_request_is_not_answered(asked: Asked, bureau: User) -> None:
    close_request(asked.request, by=bureau, at=NOW, version=asked.request.version)
    part = asked.welfare.parts.all()[0]
    with pytest.raises(WrongStateError, match="gesloten"):
        write_part(part, {"done": "Te laat"}, by=bureau, at=NOW, version=1)
    with pytest.raises(WrongStateError):
        close_request(asked.request, by=bureau, at=NOW, version=asked.request.version)


def test_what_became_due_since_is_asked_as_well_and_nothing_is_lost(
    asked: Asked, bureau: User, deal: Deal, begin: object, executors: tuple[Executor, Executor]
) -> None:
    part = asked.school.parts.get()
    write_part(part, {"done": "Al geschreven"}, by=bureau, at=NOW, version=1)
    begin("P-09", executor=executors[1])  # type: ignore[operator]
    assert ask_again(asked.request, by=bureau, at=NOW) == 1
    assert ask_again(asked.request, by=bureau, at=NOW) == 0
    assert [row.project.code for row in asked.school.parts.all()] == ["P-03", "P-09"]
    part.refresh_from_db()
    assert part.done == "Al geschreven"


_WORDS = st.text("abc ", min_size=1, max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["write", "figure", "stale", "send", "back"]), _WORDS), max_size=12))
def test_writing_and_sending_in_any_order_never_loses_a_word(
    asked: Asked, bureau: User, steps: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        answer = type(asked.school).objects.get(pk=asked.school.pk)
        kept, value = "", None
        for number, (step, text) in enumerate(steps):
            part = answer.parts.get()
            try:
                if step == "write":
                    write_part(part, {"done": kept + text}, by=bureau, at=NOW, version=part.version)
                    kept += text
                elif step == "figure":
                    write_figure(
                        part.figures.get(), {"value": Decimal(number)}, by=bureau, at=NOW, version=part.version
                    )
                    value = Decimal(number)
                elif step == "stale":
                    write_part(part, {"done": "weg"}, by=bureau, at=NOW, version=part.version - 1)
                elif step == "send":
                    send(answer, by=bureau, at=NOW, version=answer.version)
                else:
                    return_with_question(answer, text + "?", by=bureau, at=NOW, version=answer.version)
            except (WrongStateError, IncompleteAnswerError, MovedOnError):
                answer.refresh_from_db()
            part = type(part).objects.get(pk=part.pk)
            assert (part.done, part.figures.get().value) == (kept, value)
            answer = type(answer).objects.get(pk=answer.pk)
        written = [change for event in answer.events.all() for change in event.changes if change[0].endswith("gedaan")]
        assert (written[-1][2] if written else "") == kept  # the trail has every word too
        transaction.set_rollback(True)
