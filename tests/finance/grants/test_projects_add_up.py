"""Whatever is granted, booked, corrected and settled: projects and what is outside any are the line, to the cent."""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.bookings.corrections import as_corrected, correct
from finance.bookings.entry import approve
from finance.position.figures import Amounts, LinePosition
from finance.position.money_position import position
from finance.position.position_record import position_record
from finance.position.project_money import ProjectsPosition, project_money, projects_position
from pillars.progress.deal_progress import deal_progress
from pillars.progress.progress_records import target_record
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.finance.grants.conftest import Begin, Give, Pay, Settle
from tests.plugins.deal import at, run
from tests.plugins.money import ON, Book, Pledge

pytestmark = pytest.mark.django_db

CAPPED = "VAT-rijk"  # nothing was received, so that the cap lets no more be spent there
PROJECTS = {"P-A1": "1.1.1", "P-A2": "1.1.2", "P-B1": "2.1.1"}
PLACES = st.sampled_from(
    [("A-rijk", "P-A1"), ("A-rijk", "P-A2"), ("A-regio", "P-A1"), ("A-regio", "P-A2"), ("B-rijk", "P-B1")]
    + [(line, "") for line in ("A-rijk", "A-regio", "B-rijk", "B-regio", "VAT-rijk")]
)
CENTS = st.integers(1, 10**8)
STEPS = st.lists(
    st.one_of(
        *(
            st.tuples(st.just(what), PLACES, CENTS)
            for what in ("commitment", "expenditure", "under", "correct", "move", "wait", "grant", "advance", "settle")
        )
    ),
    max_size=12,
)


class Sums:
    """The same steps in plain Python: what each line and project committed, spent and was granted, in euro."""

    def __init__(self) -> None:
        self.amounts: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        self.bookings: list[tuple[Any, str, str, str]] = []

    def add(self, what: str, place: tuple[str, str], amount: Decimal) -> None:
        self.amounts[what, *place] += amount

    def of(self, what: str, *, line: str | None = None, project: str | None = None) -> Decimal:
        return sum(
            (
                amount
                for (kind, its_line, its_project), amount in self.amounts.items()
                if kind == what and line in {None, its_line} and project in {None, its_project}
            ),
            Decimal(0),
        )


class Worker:
    """Takes the steps in the portal, and the same in plain Python."""

    def __init__(self, deal: Deal, verbs: Any) -> None:
        self.deal, self.verbs = deal, verbs
        self.projects = {code: verbs.begin(code, measure=measure) for code, measure in PROJECTS.items()}
        self.told = Sums()
        self.grants: dict[str, Any] = {}

    def take(self, what: str, place: tuple[str, str], amount: Decimal) -> None:
        match what:
            case "commitment" | "expenditure":
                row = self.verbs.book(what, place[0], str(amount), project=self.projects.get(place[1]))
                self.told.add(what, place, amount)
                self.told.bookings.append((row, what, *place))
            case "wait":
                waiting = {"project": self.projects.get(place[1]), "state": "submitted"}
                self.verbs.book("expenditure", place[0], str(amount), **waiting)
            case "under":
                self._spend_under(amount)
            case "correct" | "move":
                self._correct(place if what == "move" else None, amount)
            case _ if place[1]:
                self._decide(what, place, amount)

    def _spend_under(self, amount: Decimal) -> None:
        found = [each for each in self.told.bookings if each[1] == "commitment"]
        if found:
            under, _kind, line, code = found[-1]
            row = self.verbs.book("expenditure", line, str(amount), project=self.projects.get(code), commitment=under)
            self.told.add("expenditure", (line, code), amount)
            self.told.bookings.append((row, "expenditure", line, code))

    def _correct(self, moved: tuple[str, str] | None, amount: Decimal) -> None:
        free = [each for each in self.told.bookings if not each[0].corrections.exists() and not _is_used(each[0])]
        free = [each for each in free if each[2] != CAPPED]
        if not free or (moved and moved[0] == CAPPED):
            return
        row, kind, *place = free[0]
        right: dict[str, Any] = {"booked_on": date(2026, 3, 1), "amount": amount}
        if moved:
            right = {
                "booked_on": date(2026, 3, 1),
                "line": self.deal.budgetline_set.get(code=moved[0]),
                "project": self.projects.get(moved[1]),
            }
        _correct(row, right, by=self.verbs.bureau, other=self.verbs.controller)
        self.told.add(kind, (place[0], place[1]), -row.amount)
        self.told.add(kind, moved or (place[0], place[1]), as_corrected(row).amount)

    def _decide(self, what: str, place: tuple[str, str], amount: Decimal) -> None:
        line, code = place
        project = self.projects[code]
        if what == "grant" and project.state in {"preparing", "granted", "running"}:
            self.grants[code] = self.verbs.give(project, {line: str(amount)})
            self.told.add("grant", place, amount)
        elif what == "advance" and code in self.grants:
            self.verbs.pay(self.grants[code], str(amount))
            self.told.add("advance", place, amount)
        elif what == "settle" and code in self.grants and project.state != "settled":
            self.verbs.settle(project, {})


@pytest.fixture
def verbs(request: pytest.FixtureRequest) -> SimpleNamespace:
    """All that the steps are taken with."""
    names = ("begin", "give", "pay", "settle", "book", "bureau", "controller")
    return SimpleNamespace(**{name: request.getfixturevalue(name) for name in names})


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_projects_and_what_is_outside_any_are_the_line_the_pillar_the_source_and_the_deal(
    deal: Deal, verbs: SimpleNamespace, steps: list[tuple[str, tuple[str, str], int]]
) -> None:
    with transaction.atomic():
        worker = Worker(deal, verbs)
        for what, place, cents in steps:
            worker.take(what, place, Decimal(cents).scaleb(-2))
        _hold(deal, worker.told)
        transaction.set_rollback(True)


def _is_used(row: Any) -> bool:
    return hasattr(row, "expenditures") and row.expenditures.exists()


def _correct(row: Any, right: dict[str, Any], *, by: User, other: User) -> None:
    try:
        rows = correct(row, right, kind="correction", reason="Anders", by=by, at=at("2026-03-01"))
    except ValueError:
        return  # nothing differs
    approve(rows[0], seen=rows[0].version, by=other, at=at("2026-03-01"))
    assert all(each.state == State.APPROVED for each in row.corrections.all())


def _hold(deal: Deal, told: Sums) -> None:
    found, plain = projects_position(deal, on=ON), position(deal, on=ON, with_forecast=False)
    assert position_record(found.money) == position_record(plain)
    parts = [row.amounts for row in found.projects] + [found.outside]
    whole = sum(parts, Amounts())
    assert (whole.committed, whole.spent) == (plain.total().committed, plain.total().spent)
    assert whole.bound == plain.total().bound
    for row in found.projects:
        code = row.project.code
        assert row.amounts.committed == told.of("commitment", project=code)
        assert row.amounts.spent == told.of("expenditure", project=code)
        assert row.granted == told.of("grant", project=code)
        assert row.advances == told.of("advance", project=code)
    for line in found.lines:
        key, own = line.position.line, line.position.amounts
        assert key is not None
        shares = [row.by_line.get(key.pk, Amounts()) for row in found.projects]
        assert sum((each.committed for each in shares), line.outside.committed) == own.committed
        assert sum((each.spent for each in shares), line.outside.spent) == own.spent
        assert own.spent == told.of("expenditure", line=key.code)
        assert line.free <= own.room
        if not line.granted:
            assert line.free == own.room
    _hold_pillars_and_sources(found)


def _hold_pillars_and_sources(found: ProjectsPosition) -> None:
    for row in found.money.lines:
        assert row.line is not None
        chosen = {"pillar": row.line.pillar.code} if row.line.pillar else {"source": row.source.code}
        for narrowed in (chosen, {"source": row.source.code}, {"side": row.source.side}):
            lines = [each for each in found.lines if _is_in(each.position, narrowed)]
            keys = [each.position.line.pk for each in lines if each.position.line]
            inside = [each.by_line[key].spent for each in found.projects for key in keys if key in each.by_line]
            outside = sum((each.outside.spent for each in lines), Decimal(0))
            assert sum(inside, outside) == found.money.total(**narrowed).spent


def _is_in(row: LinePosition, narrowed: dict[str, str]) -> bool:
    assert row.line is not None
    own = {"pillar": row.line.pillar.code if row.line.pillar else None, "source": row.source.code}
    return all(({**own, "side": row.source.side})[name] == value for name, value in narrowed.items())


def test_what_is_free_is_agreed_less_what_projects_take_and_what_is_bound_outside(
    deal: Deal, begin: Begin, give: Give, settle: Settle, book: Book
) -> None:
    """5.600.000 agreed. P-01 got 100.000 and bound 30.000; P-02 bound 40.000 without a grant; 25.000 is outside."""
    first, second = begin("P-01"), begin("P-02", measure="1.1.2")
    give(first, {"A-rijk": "100000.00"})
    book("commitment", "A-rijk", "30000.00", project=first)
    book("expenditure", "A-rijk", "40000.00", project=second)
    book("commitment", "A-rijk", "25000.00")
    line = next(row for row in projects_position(deal, on=ON).lines if row.position.code == "A-rijk")
    assert (line.granted, line.free) == (Decimal("100000.00"), Decimal("5435000.00"))
    settle(first, {"A-rijk": "60000.00"})
    line = next(row for row in projects_position(deal, on=ON).lines if row.position.code == "A-rijk")
    assert line.free == Decimal("5475000.00")  # 40.000 that was not used is free again


def test_what_was_paid_in_advance_beyond_the_settlement_is_to_be_asked_back(
    deal: Deal, begin: Begin, give: Give, pay: Pay, settle: Settle
) -> None:
    project = begin()
    pay(give(project, {"A-rijk": "1000.00"}), "900.00")
    assert projects_position(deal, on=ON).of_project("P-01").to_ask_back == 0
    settle(project, {"A-rijk": "650.00"}, claimed_back=Decimal("100.00"))
    row = projects_position(deal, on=ON).of_project("P-01")
    assert (row.settled, row.advances, row.to_ask_back) == (Decimal(650), Decimal(900), Decimal(150))


def test_a_day_of_the_past_tells_the_state_the_grant_and_the_bookings_of_that_day(
    deal: Deal, begin: Begin, give: Give, pay: Pay, settle: Settle, book: Book
) -> None:
    project = begin(on="2025-01-10")
    give(begin("P-02", on="2026-03-20"), {"A-rijk": "7.00"}, on="2026-03-21")  # of another, which is told apart
    pay(give(project, {"A-rijk": "1000.00"}, on="2025-02-01"), "400.00", on="2025-03-01")
    book("expenditure", "A-rijk", "400.00", on="2025-03-01", project=project)
    settle(project, {"A-rijk": "900.00"}, on="2026-03-01")
    told = {}
    for day in ("2025-01-09", "2025-01-20", "2025-02-10", "2025-03-10", "2026-03-10"):
        found = projects_position(deal, on=date.fromisoformat(day))
        rows = found.projects
        assert [project_money(found.money, project.pk)] == [*(rows or [None])]  # one alone is as among all others
        told[day] = [(row.project.state, row.granted, row.advances, row.amounts.spent, row.settled) for row in rows]
    assert told == {
        "2025-01-09": [],
        "2025-01-20": [("preparing", 0, 0, 0, None)],
        "2025-02-10": [("granted", 1000, 0, 0, None)],
        "2025-03-10": [("granted", 1000, 400, 400, None)],
        "2026-03-10": [("settled", 1000, 400, 400, 900)],
    }


def test_a_contribution_is_told_by_project_and_moves_with_it(
    deal: Deal, begin: Begin, pledge: Pledge, bureau: User
) -> None:
    first, second = begin("P-01"), begin("P-02")
    line = deal.budgetline_set.get(code="A-regio")
    row = pledge("500.00", line=line, project=first, form="in_kind", valuation_ground="10 uur")
    row.revise(by=bureau, at=at("2025-05-01"), values={"project": second}, version=row.version)
    then, now = projects_position(deal, on=date(2025, 4, 1)), projects_position(deal, on=ON)
    pledged = [[each.promised.pledged for each in found.projects] for found in (then, now)]
    assert pledged == [[500, 0], [0, 500]]


def test_the_command_adds_up_to_the_position_and_tells_the_values_of_progress(
    deal: Deal, begin: Begin, give: Give, book: Book
) -> None:
    project = begin()
    give(project, {"A-rijk": "1000.00"})
    book("commitment", "A-rijk", "700.00", project=project)
    book("expenditure", "A-regio", "300.25", project=project)
    book("expenditure", "VAT-rijk", "12.50")
    found = json.loads(run("projects", deal.slug, "--on", "2026-06-14", "--json"))
    money = json.loads(run("position", deal.slug, "--on", "2026-06-14", "--json"))
    assert found["projects"] == [
        {
            "code": "P-01",
            "title": "Project P-01",
            "measures": ["1.1.1"],
            "executor": "",
            "state": "granted",
            "budget": "0.00",
            "granted": "1000.00",
            "committed": "700.00",
            "spent": "300.25",
        }
    ]
    assert found["outside"] == {"committed": "0.00", "spent": "12.50"}
    for name in ("agreed", "committed", "spent"):
        lines = {row["code"]: row[name] for row in money["lines"]}
        assert {row["code"]: row[name] for row in found["lines"]} == lines
    progress = deal_progress(deal, on=ON)
    values = {row.target.code: target_record(row)["value"] for row in progress.targets}
    assert {row["code"]: row["realised"] for row in found["norms"]}.items() <= values.items()
    plain = run("projects", deal.slug, "--on", "2026-06-14")
    assert "P-01 Project P-01 (verleend)" in plain
    assert "€\N{NO-BREAK SPACE}1.000,00" in plain


def test_the_queries_do_not_grow_with_projects(deal: Deal, begin: Begin, give: Give, pay: Pay, book: Book) -> None:
    counts = []
    for group in (("P-01",), ("P-02", "P-03", "P-04", "P-05")):
        for code in group:
            project = begin(code)
            pay(give(project, {"A-rijk": "10.00"}), "5.00")
            book("expenditure", "A-rijk", "5.00", project=project)
        with CaptureQueriesContext(connection) as captured:
            projects_position(deal, on=date(2026, 1, 20))
        counts.append(len(captured))
    assert counts[0] == counts[1]
