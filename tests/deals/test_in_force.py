"""What is agreed on a date: the day before a version the old terms, on that day the new ones, everywhere."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finance.budget.models import BudgetLine
from finance.position.money_position import contributions, position
from pillars.agreed.models import Result, Target
from pillars.deviations.meeting_points import RESULTS
from pillars.exchange.figures import enterable_figures
from pillars.measurements.rounds import rounds
from pillars.progress.deal_progress import deal_progress
from pillars.status.status import Status
from regiodeal.covenant.obligations.deadlines import calendar
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.load import load
from regiodeal.deals.in_force import deal_in_force, terms, terms_of, versions_of
from regiodeal.deals.models import AgreedChange, CovenantVersion, Deal, Party, User
from reporting.snapshot.take import take_snapshot
from tests.pages import queries, words_at
from tests.plugins.deal import DEAL_FILE, SLUG, Enter, run
from tests.plugins.figures import indicator_of, measure
from tests.plugins.versions import agree
from tests.reporting.overview.test_overview import OVERVIEW

BEFORE, FROM = date(2026, 6, 30), date(2026, 7, 1)
DAYS = pytest.mark.parametrize(("on", "needed"), [(BEFORE, "100.00"), (FROM, "80.00")])


@pytest.fixture
def fewer_volunteers(deal: Deal, bureau: User, reviewer: User) -> CovenantVersion:
    """84 volunteers in 2025, of 100 a year (art. 4, 1.1.1.g); 80 a year from 1 July 2026."""
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    return agree(deal, "2026-07-01", ("targets", "1.1.1.g-1", "minimum", "100", "80"))


@DAYS
def test_a_target_changes_on_the_day_in_the_calculation(
    deal: Deal, fewer_volunteers: CovenantVersion, on: date, needed: str
) -> None:
    result = deal_progress(deal, on=on).of_result("1.1.1.g")
    found = next(row for row in result.targets if row.target.code == "1.1.1.g-1")
    assert found.target.minimum == Decimal(needed)
    assert found.status == (Status.ON_SCHEDULE if on == FROM else Status.ATTENTION)


@DAYS
def test_and_in_what_the_command_prints(deal: Deal, fewer_volunteers: CovenantVersion, on: date, needed: str) -> None:
    told = json.loads(run("progress", SLUG, "--on", on.isoformat(), "--json"))["targets"]
    assert next(row for row in told if row["code"] == "1.1.1.g-1")["target_min"] == needed


@DAYS
def test_and_in_the_report(deal: Deal, fewer_volunteers: CovenantVersion, on: date, needed: str) -> None:
    targets = take_snapshot(deal, year=2026, stage="concept", on=on)["targets"]
    assert next(row for row in targets if row["code"] == "1.1.1.g-1")["minimum"] == needed


@DAYS
def test_and_on_screen(
    deal: Deal, fewer_volunteers: CovenantVersion, enter: Enter, overleg: User, on: date, needed: str
) -> None:
    client = enter(overleg)
    said = f"84 van {needed.removesuffix('.00')} vrijwilligers in 2025"
    assert said in words_at(client, f"/deals/{SLUG}/resultaten/1.1.1.g/?op={on}")
    is_a_deviation = "84 van 100" in words_at(client, f"/deals/{SLUG}/afwijkingen/?op={on}")
    assert is_a_deviation == (on == BEFORE)


@pytest.mark.parametrize(
    ("on", "a", "b"), [(BEFORE, "16500000.00", "14500000.00"), (FROM, "17700000.00", "13300000.00")]
)
def test_money_moves_between_lines_on_the_day(
    deal: Deal, enter: Enter, overleg: User, on: date, a: str, b: str
) -> None:
    agree(
        deal,
        "2026-07-01",
        ("budget_lines", "A-regio", "amount", "16500000.00", "17700000.00"),
        ("budget_lines", "B-regio", "amount", "14500000.00", "13300000.00"),
    )
    money = position(deal, on=on)
    agreed = {row.line.code: f"{row.amounts.agreed:.2f}" for row in money.lines if row.line}
    assert (agreed["A-regio"], agreed["B-regio"]) == (a, b)
    assert money.total().agreed == Decimal("49000000.00")  # moved, not made
    told = json.loads(run("position", SLUG, "--on", on.isoformat(), "--json"))["lines"]
    assert next(row for row in told if row["code"] == "A-regio")["agreed"] == a
    report = take_snapshot(deal, year=2026, stage="concept", on=on)["money"]["lines"]
    assert next(row for row in report if row["code"] == "B-regio")["agreed"] == b
    shown = f"{Decimal(a):,.2f}".translate(str.maketrans(",.", ".,"))
    assert shown in words_at(enter(overleg), f"/deals/{SLUG}/financien/?op={on}")
    stored = BudgetLine.objects.get(deal=deal, code="A-regio")
    assert stored.amount == Decimal("16500000.00")  # version 1 stays as it was


def test_a_total_and_a_cap_change_too(deal: Deal) -> None:
    agree(
        deal,
        "2026-07-01",
        ("agreed_totals", "gemeente-minimum", "amount", "18000000.00", "19000000.00"),
        ("caps", "uitvoeringskosten", "rate", "0.03", "0.04"),
    )
    totals = {on: {row.code: row.amount for row in contributions(deal, on=on)} for on in (BEFORE, FROM)}
    assert [totals[on]["gemeente-minimum"] for on in (BEFORE, FROM)] == [Decimal(18_000_000), Decimal(19_000_000)]
    assert [position(deal, on=on).caps[0].cap.rate for on in (BEFORE, FROM)] == [Decimal("0.03"), Decimal("0.04")]


@pytest.fixture
def extended(deal: Deal) -> CovenantVersion:
    """An extension to the end of 2028, in force on 1 July 2026."""
    return agree(
        deal,
        "2026-07-01",
        ("deal", deal.slug, "ends_on", "2027-12-31", "2028-12-31"),
        ("deal", deal.slug, "financing_ends_on", "2027-12-31", "2028-12-31"),
    )


def test_an_extension_moves_every_date_that_follows_from_it(deal: Deal, extended: CovenantVersion) -> None:
    def last_days(on: date) -> dict[str, date]:
        return {row.obligation.code: row.due_on for row in calendar(deal, on=on)}

    def due(on: date) -> date | None:
        targets = [row for row in deal_progress(deal, on=on).targets if row.target.code == "1.1.3.b"]
        return targets[0].due_on

    assert [deal_in_force(deal, on=on).ends_on.year for on in (BEFORE, FROM)] == [2027, 2028]
    assert [due(on) for on in (BEFORE, FROM)] == [date(2027, 6, 30), date(2028, 6, 30)]  # six months before the end
    assert [last_days(on)["einde-deal"].year for on in (BEFORE, FROM)] == [2027, 2028]
    assert [last_days(on)["concept-voortgangsrapportage"].year for on in (BEFORE, FROM)] == [2027, 2028]
    assert [rounds(deal, on=on)[-1].year for on in (BEFORE, FROM)] == [2027, 2028]
    assert position(deal, on=FROM).elapsed < position(deal, on=BEFORE).elapsed


def test_an_extension_is_seen_on_every_page(deal: Deal, extended: CovenantVersion, enter: Enter, overleg: User) -> None:
    client = enter(overleg)
    assert "31 december 2027" in words_at(client, f"{OVERVIEW}?op={BEFORE}")
    assert "31 december 2028" in words_at(client, f"{OVERVIEW}?op={FROM}")
    report = take_snapshot(deal, year=2026, stage="concept", on=FROM)
    assert report["deal"]["ends_on"] == "2028-12-31"


def test_a_row_lapses_and_a_row_comes(deal: Deal) -> None:
    agree(deal, "2026-07-01", ("targets", "1.1.1.d", "", {}, None), ("parties", "JenV", "", {}, None))
    codes = {on: {row.target.code for row in deal_progress(deal, on=on).targets} for on in (BEFORE, FROM)}
    assert codes[BEFORE] - codes[FROM] == {"1.1.1.d"}
    Party.objects.create(deal=deal, code="OCW", article="14", name="OCW", side="national", agreed_from=FROM)
    assert "OCW" not in _bound(deal, FROM)  # a row that came later needs the version that says so
    agree(deal, "2026-08-01", ("parties", "OCW", "", None, {}))
    assert [len(_bound(deal, on)) for on in (BEFORE, FROM, date(2026, 8, 1))] == [5, 4, 5]
    assert load(DealFile.read(DEAL_FILE))[1] == []  # the deal file neither knows nor removes it


def _bound(deal: Deal, on: date) -> list[str]:
    return [party.code for party in terms(deal, on=on).apply(Party.objects.filter(deal=deal))]


def test_two_changes_of_one_field_count_in_order(deal: Deal) -> None:
    agree(deal, "2026-07-01", ("targets", "1.1.1.g-1", "minimum", "100", "80"))
    agree(deal, "2026-07-01", ("targets", "1.1.1.g-1", "minimum", "80", "70"))
    minimum = next(t.target.minimum for t in deal_progress(deal, on=FROM).targets if t.target.code == "1.1.1.g-1")
    assert minimum == 70
    assert [version.number for version in versions_of(deal)] == [1, 2, 3]


def test_a_version_may_take_effect_before_another_unless_they_change_the_same(deal: Deal) -> None:
    agree(deal, "2026-07-01", ("targets", "1.1.1.g-1", "minimum", "100", "80"))
    with pytest.raises(ValueError, match=r"Versie 2 van het convenant verandert hetzelfde .* 1 juli 2026"):
        agree(deal, "2026-06-30", ("targets", "1.1.1.g-1", "minimum", "100", "70"))
    assert deal.versions.count() == 1
    agree(deal, "2026-06-01", ("targets", "1.1.1.g-1", "unit", "vrijwilligers", "mensen"))
    units = [
        next(row.target.unit for row in deal_progress(deal, on=on).targets if row.target.code == "1.1.1.g-1")
        for on in (date(2026, 5, 31), date(2026, 6, 1), FROM)
    ]
    assert units[1:] == ["mensen", "mensen"]
    assert [terms_of(version).values for version in versions_of(deal)][2].keys() == {("targets", "1.1.1.g-1")}


def test_a_version_stands(deal: Deal, extended: CovenantVersion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CovenantVersion.objects.filter(pk=extended.pk).update(in_force_on=BEFORE)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreedChange.objects.filter(version=extended).update(new='"2030-12-31"')


def test_the_deal_file_is_version_one_and_no_other(deal: Deal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CovenantVersion.objects.create(deal=deal, number=1, in_force_on=FROM, origin="amendment", title="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        CovenantVersion.objects.create(deal=deal, number=2, in_force_on=FROM, origin="deal_file", title="x")
    version = agree(deal, "2026-07-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreedChange.objects.create(version=version, kind="targets", code="x", field="unit", old="1", new="1")


def test_loading_the_deal_file_again_never_touches_versions(deal: Deal, extended: CovenantVersion) -> None:
    kept = list(AgreedChange.objects.values())
    assert load(DealFile.read(DEAL_FILE))[1] == []
    assert list(AgreedChange.objects.values()) == kept
    assert deal_in_force(deal, on=FROM).ends_on == date(2028, 12, 31)


def test_the_export_tells_any_date_and_any_version(deal: Deal, fewer_volunteers: CovenantVersion) -> None:
    def minimum(*arguments: str) -> Any:
        targets = json.loads(run("export_deal", SLUG, *arguments))["targets"]
        return next(row["minimum"] for row in targets if row["code"] == "1.1.1.g-1")

    assert [minimum("--on", day.isoformat()) for day in (BEFORE, FROM)] == ["100", "80"]
    assert [minimum("--version", number) for number in ("1", "2")] == ["100", "80"]
    with pytest.raises(CommandError, match="Versie 3 van het convenant is er niet; kies uit 1, 2"):
        minimum("--version", "3")


@pytest.mark.parametrize("who", ["overleg", "bureau", "reviewer"])
def test_a_deal_with_versions_takes_no_query_more(
    deal: Deal, extended: CovenantVersion, enter: Enter, request: pytest.FixtureRequest, who: str
) -> None:
    client: Client = enter(request.getfixturevalue(who))
    assert queries(client, OVERVIEW) <= 13


def test_outside_a_page_the_changes_are_one_query(deal: Deal, extended: CovenantVersion) -> None:
    with CaptureQueriesContext(connection) as captured:
        agreed = terms(deal, on=FROM)
        deal_in_force(agreed.deal_itself(), on=BEFORE)  # what is known once is known for every date
    assert len(captured) == 1


def test_objects_in_memory_are_changed_and_stored_rows_are_not(deal: Deal, fewer_volunteers: CovenantVersion) -> None:
    [row] = terms(deal, on=FROM).apply(Target.objects.filter(deal=deal, code="1.1.1.g-1"))
    assert row.minimum == 80
    assert Target.objects.get(pk=row.pk).minimum == 100


def test_what_has_lapsed_has_no_page_any_more(deal: Deal, enter: Enter, overleg: User) -> None:
    agree(deal, "2026-07-01", ("targets", "1.1.1.d", "", {}, None))
    client = enter(overleg)
    for page in ("resultaten/1.1.1.d/", "afwijkingen/1.1.1.d/"):  # the result has no other target
        path = f"/deals/{deal.slug}/{page}"
        assert [client.get(f"{path}?op={on}").status_code for on in (BEFORE, FROM)] == [200, 404]


def test_what_has_lapsed_is_not_asked_for_in_a_worksheet_nor_found(deal: Deal, enter: Enter, overleg: User) -> None:
    agree(deal, "2026-07-01", ("targets", "1.1.1.d", "", {}, None), ("results", "1.1.1.d", "", {}, None))
    asked = [{code for row in enterable_figures(deal, on=on) for code in row.results} for on in (BEFORE, FROM)]
    assert asked[0] - asked[1] == {"1.1.1.d"}
    title = Result.objects.get(deal=deal, code="1.1.1.d").title
    found = [title in words_at(enter(overleg), f"zoeken/?q=1.1.1.d&op={on}") for on in (BEFORE, FROM)]
    assert found == [True, False]
    assert "1.1.1.d" not in RESULTS.names(deal, None)
    assert RESULTS.names(deal, ["1.1.1.d"])["1.1.1.d"].url == ""  # an old link keeps its name, without a page
