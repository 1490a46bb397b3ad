"""The life of a figure: four eyes, one transition, and a trail that keeps everything."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from pillars.measurements.models import Measurement
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure


@pytest.fixture
def submitted(deal: Deal, bureau: User) -> Measurement:
    """A figure that waits for a reviewer."""
    return measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)


def steps(measurement: Measurement) -> list[tuple[str, str, str]]:
    """The trail as (from, to, by)."""
    return [(event.from_state, event.to_state, event.by.name) for event in measurement.events.all()]


def test_another_approves_and_the_trail_says_who(submitted: Measurement, reviewer: User) -> None:
    submitted.approve(by=reviewer, at=at("2026-01-10"))
    assert (submitted.state, submitted.decided_by) == (State.APPROVED, reviewer)
    assert steps(submitted) == [
        ("", "draft", "Bureau"),
        ("draft", "submitted", "Bureau"),
        ("submitted", "approved", "Beoordelaar"),
    ]


def test_nobody_approves_or_returns_their_own(submitted: Measurement, bureau: User) -> None:
    with pytest.raises(FourEyesError, match="Een ander moet het beoordelen"):
        submitted.approve(by=bureau, at=at("2026-01-10"))
    with pytest.raises(FourEyesError):
        submitted.give_back(by=bureau, at=at("2026-01-10"), reason="Toch niet")
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_the_database_refuses_ones_own_approval_too(submitted: Measurement, bureau: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.filter(pk=submitted.pk).update(
            state=State.APPROVED, decided_by=bureau, decided_at=at("2026-01-10")
        )


def test_a_return_asks_for_a_reason_and_keeps_it(submitted: Measurement, reviewer: User, bureau: User) -> None:
    with pytest.raises(ValueError, match="Geef een reden"):
        submitted.give_back(by=reviewer, at=at("2026-01-10"), reason="  ")
    submitted.give_back(by=reviewer, at=at("2026-01-10"), reason="De bron ontbreekt")
    assert submitted.state == State.RETURNED
    assert submitted.return_reason == "De bron ontbreekt"
    submitted.revise(by=bureau, at=at("2026-01-11"), values={"source": "Lijst"}, version=submitted.version)
    submitted.submit(by=bureau, at=at("2026-01-11"))
    assert [event.reason for event in submitted.events.all() if event.reason] == ["De bron ontbreekt"]


@pytest.mark.parametrize("verb", ["submit", "approve"])
def test_an_approved_figure_never_changes(submitted: Measurement, reviewer: User, bureau: User, verb: str) -> None:
    submitted.approve(by=reviewer, at=at("2026-01-10"))
    with pytest.raises(WrongStateError):
        getattr(submitted, verb)(by=reviewer, at=at("2026-01-11"))
    with pytest.raises(WrongStateError):
        submitted.revise(by=bureau, at=at("2026-01-11"), values={"value": 99}, version=submitted.version)
    submitted.refresh_from_db()
    assert submitted.state == State.APPROVED
    assert submitted.value == 84


def test_a_stale_version_changes_nothing(submitted: Measurement, reviewer: User, bureau: User) -> None:
    submitted.give_back(by=reviewer, at=at("2026-01-10"), reason="Kijk nog eens")
    read = submitted.version
    submitted.revise(by=bureau, at=at("2026-01-11"), values={"value": 90}, version=read)
    with pytest.raises(WrongStateError, match="Iemand anders heeft dit intussen gewijzigd"):
        submitted.revise(by=bureau, at=at("2026-01-11"), values={"value": 80}, version=read)
    submitted.refresh_from_db()
    assert submitted.value == 90


def test_one_open_figure_per_year(deal: Deal, submitted: Measurement, colleague: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        measure(deal, submitted.indicator.code, 85, "2025-12-31", by=colleague, year=2025)


def in_parallel(times: int, work: Callable[[], bool]) -> list[bool]:
    """Do the same from many connections at once."""

    def one(_number: int) -> bool:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_fifty_approvals_at_once_are_one_transition(submitted: Measurement, reviewer: User) -> None:
    def approve() -> bool:
        try:
            Measurement.objects.get(pk=submitted.pk).approve(by=reviewer, at=at("2026-01-10"))
        except WrongStateError:
            return False
        return True

    assert sum(in_parallel(50, approve)) == 1
    assert submitted.events.filter(to_state=State.APPROVED).count() == 1
