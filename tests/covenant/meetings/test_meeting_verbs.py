"""The life of a meeting: planned, invited, held, minutes drafted and agreed; or cancelled."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.models import Meeting, Minutes
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.meetings import agreed, decide, held, plan

DAY = "2026-09-15"


def steps(meeting: Meeting) -> list[tuple[str, str]]:
    """From and to, as the trail keeps them."""
    return [(event.from_state, event.to_state) for event in meeting.events.all() if event.to_state]


def test_a_meeting_goes_from_plan_to_minutes_that_stand(deal: Deal, bureau: User) -> None:
    meeting = agreed(deal, DAY, by=bureau)
    assert meeting.state == "agreed"
    assert steps(meeting) == [
        ("planned", "invited"),
        ("invited", "held"),
        ("held", "drafted"),
        ("drafted", "agreed"),
    ]
    assert meeting.minutes.get().agreed_on == date(2026, 9, 15)


def test_a_written_round_says_why_there_is_no_meeting(deal: Deal, bureau: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        plan(deal, DAY, by=bureau, form="written")
    meeting = held(deal, DAY, by=bureau, form="written", written_reason="Er is geen dag te vinden.")
    assert meeting.has_taken_place


def test_a_meeting_is_not_held_before_its_day(deal: Deal, bureau: User) -> None:
    meeting = plan(deal, DAY, by=bureau)
    meeting.invite(by=bureau, at=at("2026-09-01"))
    with pytest.raises(ValueError, match="nog niet geweest"):
        meeting.hold(by=bureau, at=at("2026-09-14"), on=date(2026, 9, 14))
    meeting.hold(by=bureau, at=at("2026-09-15"), on=date(2026, 9, 15))


def test_each_step_asks_the_state_before_it(deal: Deal, bureau: User) -> None:
    meeting = plan(deal, DAY, by=bureau)
    with pytest.raises(WrongStateError):
        meeting.hold(by=bureau, at=at(DAY), on=date(2026, 9, 15))
    with pytest.raises(WrongStateError):
        meeting.draft_minutes("Tekst", by=bureau, at=at(DAY), version=meeting.version)
    with pytest.raises(WrongStateError):
        meeting.agree_minutes(on=date(2026, 9, 15), by=bureau, at=at(DAY))
    with pytest.raises(WrongStateError):
        meeting.correct_minutes("Tekst", reason="Fout", on=date(2026, 9, 15), by=bureau, at=at(DAY))
    assert meeting.state == "planned"


def test_of_two_people_who_invite_at_once_one_is_told(deal: Deal, bureau: User, colleague: User) -> None:
    meeting = plan(deal, DAY, by=bureau)
    other = Meeting.objects.get(pk=meeting.pk)
    meeting.invite(by=bureau, at=at("2026-09-01"))
    with pytest.raises(WrongStateError):
        other.invite(by=colleague, at=at("2026-09-01"))
    assert steps(meeting) == [("planned", "invited")]


def test_a_meeting_is_cancelled_with_a_reason_and_not_after_it_was_held(deal: Deal, bureau: User) -> None:
    meeting = plan(deal, DAY, by=bureau)
    with pytest.raises(ValueError, match="waarom"):
        meeting.cancel(reason=" ", by=bureau, at=at("2026-09-01"))
    meeting.cancel(reason="De wethouder is ziek.", by=bureau, at=at("2026-09-01"))
    assert meeting.events.latest("pk").reason == "De wethouder is ziek."
    with pytest.raises(WrongStateError):
        held(deal, "2026-03-01", by=bureau).cancel(reason="Te laat", by=bureau, at=at(DAY))


def test_the_plan_changes_until_the_meeting_and_leaves_a_trail(deal: Deal, bureau: User) -> None:
    meeting = plan(deal, DAY, by=bureau, place="Stadhuis")
    meeting.revise(by=bureau, at=at("2026-08-01"), values={"place": "Moerwijk"}, version=meeting.version)
    assert meeting.events.latest("pk").changes == [["plaats", "Stadhuis", "Moerwijk"]]
    with pytest.raises(WrongStateError):
        meeting.revise(by=bureau, at=at("2026-08-01"), values={"place": "Elders"}, version=1)
    past = held(deal, "2026-03-01", by=bureau)
    with pytest.raises(WrongStateError):
        past.revise(by=bureau, at=at(DAY), values={"held_on": date(2026, 3, 2)}, version=past.version)


def test_a_draft_is_written_anew_and_a_stale_one_is_refused(deal: Deal, bureau: User, colleague: User) -> None:
    meeting = held(deal, DAY, by=bureau)
    read = meeting.version
    meeting.draft_minutes("Eerste versie", by=bureau, at=at(DAY), version=read)
    stale = Meeting.objects.get(pk=meeting.pk)
    with pytest.raises(WrongStateError):
        stale.draft_minutes("Andere versie", by=colleague, at=at(DAY), version=read)
    meeting.draft_minutes("Tweede versie", by=bureau, at=at(DAY), version=meeting.version)
    assert meeting.minutes.get().text == "Tweede versie"


@pytest.mark.parametrize("day", ["2026-09-14", "2026-10-02"])
def test_minutes_are_agreed_after_the_meeting_and_not_in_the_future(deal: Deal, bureau: User, day: str) -> None:
    meeting = held(deal, DAY, by=bureau)
    meeting.draft_minutes("Tekst", by=bureau, at=at(DAY), version=meeting.version)
    with pytest.raises(ValueError, match="vastgesteld"):
        meeting.agree_minutes(on=date.fromisoformat(day), by=bureau, at=at("2026-10-01"))


def test_a_correction_is_a_new_record_that_names_the_old(deal: Deal, bureau: User) -> None:
    meeting = agreed(deal, DAY, by=bureau, text="Er zijn 84 vrijwilligers.")
    meeting.correct_minutes(
        "Er zijn 48 vrijwilligers.", reason="Cijfers omgewisseld.", on=date(2026, 10, 1), by=bureau, at=at("2026-10-01")
    )
    first, second = meeting.minutes.all()
    assert (first.text, second.text, second.corrects) == (
        "Er zijn 84 vrijwilligers.",
        "Er zijn 48 vrijwilligers.",
        first,
    )
    meeting.correct_minutes("Er zijn 49.", reason="Nageteld.", on=date(2026, 10, 2), by=bureau, at=at("2026-10-02"))
    assert meeting.minutes.latest("number").corrects == second
    with pytest.raises(ValueError, match="wat er niet klopte"):
        meeting.correct_minutes("Tekst", reason="", on=date(2026, 10, 2), by=bureau, at=at("2026-10-02"))


def test_the_database_refuses_to_change_minutes_that_stand(deal: Deal, bureau: User) -> None:
    minutes = agreed(deal, DAY, by=bureau).minutes.get()
    attempts: list[Any] = [
        lambda rows: rows.update(text="Iets anders"),
        lambda rows: rows.update(agreed_on=None),
        lambda rows: rows.delete(),
    ]
    for attempt in attempts:
        with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
            attempt(Minutes.objects.filter(pk=minutes.pk))
    minutes.refresh_from_db()
    assert minutes.text == "Wij spraken over de plinten."


def test_the_database_refuses_to_change_a_decision_that_stands(deal: Deal, bureau: User) -> None:
    meeting = held(deal, DAY, by=bureau)
    decision = decide(meeting, "Wij doen het", by=bureau)
    decision.revise(by=bureau, at=at(DAY), values={"title": "Wij doen het niet"}, version=decision.version)
    meeting.refresh_from_db()
    meeting.draft_minutes("Tekst", by=bureau, at=at(DAY), version=meeting.version)
    meeting.agree_minutes(on=date(2026, 9, 15), by=bureau, at=at(DAY))
    decision.refresh_from_db()
    assert decision.agreed_on == date(2026, 9, 15)
    with pytest.raises(WrongStateError):
        decision.revise(by=bureau, at=at(DAY), values={"title": "Toch wel"}, version=decision.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(decision).objects.filter(pk=decision.pk).update(title="Toch wel")
