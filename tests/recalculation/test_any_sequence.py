"""Whatever people do in whatever order, the sums are those of the rows that count, in every output."""

import json
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.bookings import entry
from finance.bookings.corrections import correct
from finance.ledger.ledger import KINDS, kind_name
from finance.ledger.models import Booking, BookingKind
from pillars.agreed.models import Indicator
from pillars.measurements.models import Measurement
from regiodeal.base.refusals import FourEyesError, NotOwnEntryError, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.corrections import ReasonNeededError
from regiodeal.lifecycle.review import State
from tests.plugins.deal import SLUG, Enter, at, run
from tests.plugins.money import Book
from tests.recalculation.money import recalculated
from tests.recalculation.targets import judged
from tests.recalculation.test_every_output import in_workbook, judgements, lines, on_page

ON = date(2026, 6, 14)
REFUSALS = (
    *(WrongStateError, FourEyesError, NotOwnEntryError, entry.CovenantRefusesError, entry.HalfError, ValueError),
)
LINES = ("A-rijk", "A-regio", "B-rijk", "VAT-rijk")
VERBS = ("submit", "approve", "give_back", "take_back", "withdraw", "correct", "move")
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 30), st.integers(1, 10**7)), max_size=25)
BEGUN = st.lists(
    st.tuples(st.sampled_from(["receipt", "commitment", "expenditure"]), st.sampled_from(LINES), st.integers(1, 10**8)),
    min_size=1,
    max_size=6,
)
type Steps = list[tuple[str, int, int]]


def all_bookings(deal: Deal) -> list[Any]:
    """Every row of the ledger, in a fixed order."""
    return [row for model in KINDS.values() for row in model._default_manager.filter(deal=deal).order_by("pk")]


def take(deal: Deal, step: tuple[str, int, int], people: tuple[User, User], day: date) -> None:
    """Take one step with one of the bookings, by whoever it is for; what is refused changes nothing."""
    verb, number, cents = step
    bureau, controller = people
    rows = all_bookings(deal)
    row: Booking = rows[number % len(rows)]
    moment = at(day.isoformat())
    with suppress(*REFUSALS), transaction.atomic():
        match verb:
            case "submit":
                entry.offer(row, by=bureau, at=moment)
            case "approve":
                entry.approve(row, seen=row.version, by=controller, at=moment)
            case "give_back":
                entry.give_back(row, by=controller, at=moment, reason="Klopt dit?")
            case "take_back":
                entry.take_back(row, by=bureau, at=moment)
            case "withdraw":
                entry.withdraw(row, by=bureau, at=moment)
            case _:
                right = right_of(deal, row, Decimal(cents).scaleb(-2), moves=verb == "move")
                correct(row, right, kind=BookingKind.CORRECTION, reason="Fout", by=bureau, at=moment)


def right_of(deal: Deal, row: Any, amount: Decimal, *, moves: bool) -> dict[str, Any]:
    """What the booking should have been: another amount, or another line."""
    values = {name: getattr(row, name) for name in row.content_fields}
    if not moves:
        return values | {"amount": amount}
    lines_of = list(deal.budgetline_set.order_by("pk"))
    place = lines_of.index(row.line) if row.line in lines_of else 0
    return values | {"line": lines_of[(place + 1) % len(lines_of)]}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begun=BEGUN, steps=STEPS)
def test_the_money_is_the_sum_of_the_rows_that_count(
    deal: Deal, book: Book, bureau: User, controller: User, begun: list[tuple[str, str, int]], steps: Steps
) -> None:
    with transaction.atomic():
        for kind, line, cents in begun:
            book(kind, line, str(Decimal(cents).scaleb(-2)), on="2025-03-01", state="draft")
        for number, step in enumerate(steps):
            take(deal, step, (bureau, controller), date(2025, 4, 1) + timedelta(days=number))
        by_hand = recalculated(SLUG, ON)
        told = json.loads(run("position", SLUG, "--on", ON.isoformat(), "--json"))
        assert lines(told["lines"]) == by_hand.lines == in_workbook(deal, ON)
        for rows in together(deal).values():
            assert len({row.state for row in rows}) == 1, rows  # they stand or fall together
        transaction.set_rollback(True)


def together(deal: Deal) -> dict[Any, list[Any]]:
    """The rows of each correction."""
    found: dict[Any, list[Any]] = {}
    for row in all_bookings(deal):
        if row.corrects_id:
            found.setdefault((kind_name(row), row.bundle or row.pk), []).append(row)
    return found


ENTERED = st.lists(
    st.tuples(
        st.sampled_from(("enter", "submit", "approve", "give_back", "take_back", "withdraw", "correct")),
        st.integers(0, 40),
        st.integers(2024, 2025),
        st.integers(0, 400),
    ),
    max_size=30,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=ENTERED)
def test_a_target_is_what_its_counting_figures_make_it(
    deal: Deal, bureau: User, reviewer: User, enter: Enter, steps: list[tuple[str, int, int, int]]
) -> None:
    with transaction.atomic():
        for number, step in enumerate(steps):
            figure_step(deal, step, (bureau, reviewer), at((date(2026, 1, 5) + timedelta(days=number)).isoformat()))
        by_hand = judged(SLUG, ON)
        told = judgements(json.loads(run("progress", SLUG, "--on", ON.isoformat(), "--json"))["targets"])
        assert told == by_hand == on_page(enter(bureau), ON)
        counted = [
            (row.indicator_id, row.item_id, row.year or row.measured_on)
            for row in Measurement.objects.filter(indicator__deal=deal, state=State.APPROVED)
            if row.counts
        ]
        assert len(counted) == len(set(counted))  # one figure counts for each place and period
        transaction.set_rollback(True)


def figure_step(deal: Deal, step: tuple[str, int, int, int], people: tuple[User, User], moment: datetime) -> None:
    """Enter a figure, or take a step with one that was entered; what is refused changes nothing."""
    verb, number, year, value = step
    bureau, reviewer = people
    indicators = list(Indicator.objects.filter(deal=deal).order_by("pk")[:8])
    rows = list(Measurement.objects.filter(indicator__deal=deal).order_by("pk"))
    with suppress(*REFUSALS, ReasonNeededError, IntegrityError), transaction.atomic():
        if verb == "enter" or not rows:
            indicator = indicators[number % len(indicators)]
            about = {"year": year} if indicator.is_yearly else {}
            values: dict[str, Any] = {"value": Decimal(value), "measured_on": date(year, 12, 31), **about}
            item = indicator.items.order_by("pk").first()
            Measurement.enter(by=bureau, at=moment, indicator=indicator, item=item, source="Lijst", **values)
            return
        row = rows[number % len(rows)]
        match verb:
            case "submit":
                row.submit(by=bureau, at=moment)
            case "approve":
                row.approve(by=reviewer, at=moment)
            case "give_back":
                row.give_back(by=reviewer, at=moment, reason="Klopt dit?")
            case "take_back":
                row.take_back(by=bureau, at=moment)
            case "withdraw":
                row.withdraw(by=bureau, at=moment)
            case _:
                values = {name: getattr(row, name) for name in row.content_fields} | {"value": Decimal(value)}
                row.correct(by=bureau, at=moment, values=values, reason="Fout")
