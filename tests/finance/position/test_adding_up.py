"""Whatever is booked, corrected, divided or drafted: the parts are the whole, to the cent, in every view."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.base.amounts import split
from finance.bookings.corrections import as_corrected, correct
from finance.bookings.entry import approve
from finance.budget.models import BudgetLine
from finance.ledger.models import Expenditure
from finance.position.figures import Amounts
from finance.position.forecast import monthly
from finance.position.money_position import position, reallocated
from finance.position.position_record import position_record
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import at
from tests.plugins.money import ON, Book

LINES = ("A-rijk", "A-regio", "B-rijk", "B-regio", "VAT-rijk")
CENTS = st.integers(1, 10**9)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("receipt"), st.sampled_from(LINES), CENTS, st.integers(2023, 2026)),
        st.tuples(st.just("commitment"), st.sampled_from(LINES), CENTS, st.integers(2023, 2026)),
        st.tuples(st.just("expenditure"), st.sampled_from(LINES), CENTS, st.integers(2023, 2026)),
        st.tuples(st.just("under"), st.sampled_from(LINES), CENTS, st.integers(2023, 2026)),
        st.tuples(st.just("correct"), st.sampled_from(LINES), st.integers(0, 10**9), st.integers(2023, 2026)),
        st.tuples(st.just("wait"), st.sampled_from(LINES), CENTS, st.integers(2023, 2026)),
        st.tuples(st.just("reallocate"), st.sampled_from(LINES), CENTS, st.integers(2023, 2026)),
    ),
    max_size=10,
)


class Ledger:
    """The same steps in plain Python: what each line has received, committed and spent in cents."""

    def __init__(self, deal: Deal, book: Book, bureau: User, other: User) -> None:
        self.deal, self.book, self.bureau, self.other = deal, book, bureau, other
        self.lines = {line.code: line for line in BudgetLine.objects.filter(deal=deal)}
        self.sums: dict[tuple[str, str, int], int] = {}
        self.places: dict[int, tuple[str, int, list[tuple[int, int]]]] = {}
        self.shifted: dict[str, int] = {}

    def add(self, what: str, line: str, year: int, cents: int) -> None:
        key = (what, line, year)
        self.sums[key] = self.sums.get(key, 0) + cents

    def take(self, step: tuple[str, str, int, int]) -> None:
        what, line, cents, year = step
        amount = str(Decimal(cents).scaleb(-2))
        match what:
            case "wait":
                self.book("expenditure", line, amount, state="submitted", year=year)
            case "reallocate":
                self.shifted["B-rijk"] = self.shifted.get("B-rijk", 0) - cents
                self.shifted[line] = self.shifted.get(line, 0) + cents
            case "under":
                promise = self.book("commitment", line, amount, year=year)
                self.book("expenditure", line, amount, commitment=promise, year=year)
                self.add("committed", line, year, cents)
                self.add("spent", line, year, cents)
            case "correct":
                self.correct(line, cents, year)
            case _:
                self.book(what, line, amount, year=year, **_contributor(what, line))
                self.add(
                    {"receipt": "received", "commitment": "committed", "expenditure": "spent"}[what], line, year, cents
                )

    def correct(self, line: str, cents: int, year: int) -> None:
        """Make the first free-standing expenditure another amount on another line, in another year."""
        rows = Expenditure.objects.filter(corrects__isnull=True, commitment__isnull=True, state=State.APPROVED)
        first = rows.order_by("pk").first()
        if first is None:
            return
        before = as_corrected(first)
        right: dict[str, Any] = {"amount": Decimal(cents).scaleb(-2), "line": self.lines[line], "year": year}
        try:
            made = correct(
                first,
                right | {"booked_on": date(2026, 2, 1)},
                kind="correction",
                reason="Fout",
                by=self.bureau,
                at=at("2026-02-01"),
            )
        except ValueError:
            return  # nothing differs
        if made:
            approve(made[0], seen=made[0].version, by=self.other, at=at("2026-02-02"))
        for row in made:
            self.add("spent", row.line.code, year, int(row.amount.scaleb(2)))
        assert as_corrected(first).amount == right["amount"]
        assert before.amount + sum(row.amount for row in made) == right["amount"]


def _contributor(what: str, line: str) -> dict[str, str]:
    regional = what == "receipt" and line.endswith("regio")
    return {"contributor": "municipality"} if regional else {}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_keeps_the_sum_of_the_parts(
    deal: Deal, book: Book, bureau: User, colleague: User, steps: list[tuple[str, str, int, int]]
) -> None:
    with transaction.atomic():
        book("receipt", "A-rijk", "10000000000.00")  # room for any execution costs of STEPS: this is about sums
        ledger = Ledger(deal, book, bureau, colleague)
        ledger.add("received", "A-rijk", 2026, 10**12)
        for step in steps:
            ledger.take(step)
        check(ledger)
        transaction.set_rollback(True)


def check(ledger: Ledger) -> None:
    """Every view of the position against the plain sums."""
    money = position(ledger.deal, on=ON)
    for code, cents in ledger.shifted.items():
        if code != "B-rijk" and cents:
            money = reallocated(money, source="B-rijk", target=code, amount=Decimal(cents).scaleb(-2))
    assert money.total().agreed == Decimal("49000000.00")
    for name in ("received", "committed", "spent"):
        expected = {key: cents for key, cents in ledger.sums.items() if key[0] == name}
        whole = Decimal(sum(expected.values())).scaleb(-2)
        per_line = {row.line.code: getattr(row.amounts, name) for row in money.lines if row.line}
        for code in LINES:
            assert per_line[code] == Decimal(sum(c for k, c in expected.items() if k[1] == code)).scaleb(-2)
        assert sum(per_line.values()) == getattr(money.total(), name) == whole
        assert sum(getattr(amounts, name) for amounts in money.by_year.values()) == whole
        for year, amounts in money.by_year.items():
            assert getattr(amounts, name) == Decimal(sum(c for k, c in expected.items() if k[2] == year)).scaleb(-2)
        told: Any = position_record(money)
        assert sum(Decimal(row[name]) for row in told["lines"]) == whole
    assert sum((money.total(source=source) for source in ("national", "regional")), Amounts()) == money.total()
    in_pillars = money.total(pillar="A") + money.total(pillar="B") + money.of_line("VAT-rijk").amounts
    assert in_pillars == money.total()
    assert monthly(ledger.deal, on=ON).burn().rows[-1][3] == money.total().spent
    assert all(row.amounts.room == row.amounts.agreed - row.amounts.bound for row in money.lines)


@given(cents=st.integers(-(10**12), 10**12), weights=st.lists(st.integers(1, 10**6), min_size=1, max_size=9))
def test_a_split_never_loses_a_cent(cents: int, weights: list[int]) -> None:
    amount = Decimal(cents).scaleb(-2)
    parts = split(amount, {number: Decimal(weight) for number, weight in enumerate(weights)})
    assert sum(parts.values()) == amount
    assert all(part == part.quantize(Decimal("0.01")) for part in parts.values())


def test_the_odd_cent_goes_to_the_first_part() -> None:
    thirds = split(Decimal("100.00"), dict.fromkeys(("a", "b", "c"), Decimal(1)))
    assert thirds == {"a": Decimal("33.34"), "b": Decimal("33.33"), "c": Decimal("33.33")}


def test_a_euro_that_also_serves_another_pillar_counts_once(deal: Deal, book: Book) -> None:
    pillar = deal.pillar_set.get(code="A")
    book("expenditure", "B-rijk", "1000.00", also_serves=pillar, also_serves_amount=Decimal("400.00"))
    money = position(deal, on=ON)
    assert (money.total(pillar="B").spent, money.total(pillar="A").spent) == (Decimal("1000.00"), Decimal(0))
    assert money.also_serves("A") == Decimal("400.00")
    assert money.total().spent == Decimal("1000.00")
