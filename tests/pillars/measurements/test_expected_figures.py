"""Which figures a round asks for: each fact once, with the results that it counts for, and how far it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest

from pillars.agreed.models import Indicator, IndicatorItem, ItemSet
from pillars.measurements.expected import Counts, ExpectedFigure, RoundFigures, expectation_of, figures_of
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from pillars.places.places import add_item
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import at
from tests.plugins.figures import measure

ON = date(2026, 5, 20)


def figures(deal: Deal, year: int = 2026, on: date = ON) -> RoundFigures:
    """The figures that a round asks for."""
    found = round_of(deal, year, on=on)
    assert found is not None
    return figures_of(found, on=on)


def row(deal: Deal, key: str, year: int = 2026, on: date = ON) -> ExpectedFigure:
    """One of them."""
    return figures(deal, year, on).by_key[key]


def values(found: ExpectedFigure) -> list[Decimal | None]:
    """The last approved value of a row, and the one of this round."""
    return [figure.value if figure else None for figure in (found.last, found.current)]


def test_every_indicator_that_a_target_reads_is_there_once(deal: Deal) -> None:
    rows = figures(deal).rows
    assert len({each.key for each in rows}) == len(rows)
    read = set(deal.target_set.values_list("indicator__code", flat=True))
    wholes = set(deal.target_set.exclude(whole_indicator=None).values_list("whole_indicator__code", flat=True))
    assert {each.indicator.code for each in rows} == read | wholes


def test_14_places_are_14_rows_and_4_neighbourhoods_are_4(deal: Deal) -> None:
    codes = [each.indicator.code for each in figures(deal).rows]
    assert codes.count("plekken-ruimer-open") == 14
    assert codes.count("wijkbedrijven") == 4
    assert codes.count("vrijwilligers-vergoeding") == 1


def test_nobody_waits_for_the_figure_of_a_fifteenth_place(deal: Deal, bureau: User) -> None:
    before = [each.key for each in figures(deal).rows]
    places = ItemSet.objects.get(deal=deal, code="ontmoetingsplekken")
    add_item(places, by=bureau, at=at("2025-03-01"), values={"name": "De Vijftiende"})
    assert [each.key for each in figures(deal).rows] == before


def test_a_shared_figure_names_every_result_that_it_counts_for(deal: Deal) -> None:
    assert [r.code for r in row(deal, "ontwikkelde-plekken--plint-gevuld").results] == ["1.3.1", "2.1.2.a", "2.1.2.c"]
    assert [r.code for r in row(deal, "ontwikkelde-plekken--bedrijfsverzamelgebouw").results] == ["2.1.2.a"]
    assert [r.code for r in row(deal, "scholen-totaal").results] == ["2.3.3.a"]  # the N of "n of all N"


def test_a_row_goes_from_empty_to_approved(deal: Deal, bureau: User, reviewer: User) -> None:
    key = "vrijwilligers-vergoeding"
    assert (row(deal, key).state, row(deal, key).is_to_enter, row(deal, key).owner) == (None, True, None)
    figure = measure(deal, key, 84, "2025-12-31", by=bureau, year=2025)
    assert (row(deal, key).state, row(deal, key).is_reported) == (State.SUBMITTED, True)
    figure.give_back(by=reviewer, at=at("2026-02-01"), reason="De bron ontbreekt")
    assert (row(deal, key).state, row(deal, key).is_to_enter) == (State.RETURNED, True)
    figure.revise(by=bureau, at=at("2026-02-02"), values={"value": 85}, version=figure.version)
    assert (row(deal, key).state, row(deal, key).is_to_enter, row(deal, key).is_reported) == (State.DRAFT, False, False)
    figure.submit(by=bureau, at=at("2026-02-02"))
    figure.approve(by=reviewer, at=at("2026-02-03"))
    assert (row(deal, key).state, row(deal, key).owner) == (State.APPROVED, bureau)


def test_the_last_approved_figure_stands_beside_it(deal: Deal, bureau: User, reviewer: User) -> None:
    measure(deal, "vrijwilligers-vergoeding", 60, "2024-12-31", year=2024, by=bureau, approved_by=reviewer)
    measure(deal, "vrijwilligers-vergoeding", 84, "2025-12-31", year=2025, by=bureau, approved_by=reviewer)
    measure(deal, "loopbaanpaden", 3, "2025-05-01", by=bureau, approved_by=reviewer)
    measure(deal, "loopbaanpaden", 5, "2025-12-01", by=bureau)
    yearly, stock = row(deal, "vrijwilligers-vergoeding"), row(deal, "loopbaanpaden")
    assert values(yearly) == [60, 84]
    assert values(stock) == [3, 5]
    assert stock.owner == bureau


def test_the_last_day_of_a_round_belongs_to_it_and_the_next_day_to_the_next(deal: Deal, bureau: User) -> None:
    measure(deal, "loopbaanpaden", 5, "2026-06-14", by=bureau)
    measure(deal, "maatklassen", 2, "2025-12-31", by=bureau, year=2025)
    after = date(2026, 7, 1)
    assert row(deal, "loopbaanpaden", 2026, after).state == State.SUBMITTED
    assert row(deal, "loopbaanpaden", 2027, after).state is None
    assert row(deal, "maatklassen", 2026, after).state == State.SUBMITTED
    assert row(deal, "maatklassen", 2027, after).state is None


def test_a_milestone_that_was_reached_before_is_not_asked_for_again(deal: Deal, bureau: User, reviewer: User) -> None:
    measure(deal, "ontwikkelagenda", 1, "2024-03-20", by=bureau, approved_by=reviewer)
    measure(deal, "aanpak-mismatch", 0, "2024-03-20", by=bureau, approved_by=reviewer)
    assert (row(deal, "ontwikkelagenda").state, row(deal, "ontwikkelagenda").is_reported) == (State.APPROVED, True)
    assert row(deal, "aanpak-mismatch").state is None


def test_an_open_figure_comes_before_the_approved_one_that_it_follows(deal: Deal, bureau: User, reviewer: User) -> None:
    measure(deal, "loopbaanpaden", 5, "2026-03-01", by=bureau, approved_by=reviewer)
    measure(deal, "loopbaanpaden", 4, "2026-02-01", by=bureau)
    assert values(row(deal, "loopbaanpaden")) == [5, 4]


def test_a_figure_that_a_correction_replaced_is_gone(deal: Deal, bureau: User, reviewer: User) -> None:
    wrong = measure(deal, "loopbaanpaden", 50, "2026-03-01", by=bureau, approved_by=reviewer)
    right = measure(deal, "loopbaanpaden", 5, "2026-03-01", by=bureau)
    Measurement.objects.filter(pk=right.pk).update(replaces=wrong, correction_reason="Een nul te veel")
    right.refresh_from_db()
    right.approve(by=reviewer, at=at("2026-03-02"))
    found = row(deal, "loopbaanpaden")
    assert found.current == right
    assert found.last is None


def test_it_can_be_asked_for_an_earlier_day(deal: Deal, bureau: User) -> None:
    measure(deal, "loopbaanpaden", 5, "2026-03-01", by=bureau)
    assert row(deal, "loopbaanpaden", on=date(2026, 2, 28)).state is None
    assert row(deal, "loopbaanpaden", on=date(2026, 3, 1)).state == State.SUBMITTED


@pytest.mark.parametrize("items", [0, 500])
def test_it_asks_the_database_six_times_however_many_figures_there_are(
    deal: Deal,
    bureau: User,
    reviewer: User,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
    items: int,
) -> None:
    indicator = Indicator.objects.get(deal=deal, code="plekken-ruimer-open")
    IndicatorItem.objects.bulk_create(
        IndicatorItem(indicator=indicator, code=f"extra-{n}", name=f"Extra {n}", position=100 + n) for n in range(items)
    )
    measure(deal, "loopbaanpaden", 5, "2026-03-01", by=bureau, approved_by=reviewer)
    found = round_of(deal, 2026, on=ON)
    assert found is not None
    with django_assert_num_queries(6):
        rows = figures_of(found, on=ON).rows
        assert [each.owner for each in rows].count(bureau) == 1
        assert all(each.results for each in rows)
    assert len(rows) >= items


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(("year", "on"), [(2024, "2024-05-20"), (2026, "2026-05-20"), (2026, "2027-01-01")])
def test_one_figure_and_the_counts_alone_are_what_they_are_among_all(deal: Deal, year: int, on: str) -> None:
    day = date.fromisoformat(on)
    found = round_of(deal, year, on=day)
    assert found is not None
    expectation, whole = expectation_of(found, on=day), figures_of(found, on=day)
    assert [expectation.figure(row.key) for row in whole.rows] == list(whole.rows)
    assert expectation.figure("weg") is None
    people = {row.current.entered_by for row in whole.rows if row.current}
    assert people
    for user in people:
        assert expectation.counts(user) == Counts(whole.to_enter, len(whole.drafts_of(user)))


def test_the_counts_know_every_state(deal: Deal, bureau: User, colleague: User, reviewer: User) -> None:
    asked = len(figures(deal).rows)
    measure(deal, "ontwikkelagenda", 1, "2024-03-20", by=bureau, approved_by=reviewer)  # reached: not asked again
    measure(deal, "aanpak-mismatch", 0, "2024-03-20", by=bureau, approved_by=reviewer)  # not reached: asked
    measure(deal, "loopbaanpaden", 5, "2025-12-01", by=bureau, approved_by=reviewer)
    measure(deal, "maatklassen", 2, "2025-12-31", by=bureau, year=2025)
    returned = measure(deal, "nieuwe-bedrijven", 2, "2026-05-01", by=bureau)
    returned.give_back(by=reviewer, at=at("2026-05-10"), reason="De bron ontbreekt")
    draft = measure(deal, "scholen-totaal", 20, "2026-05-01", by=bureau)
    draft.give_back(by=reviewer, at=at("2026-05-10"), reason="De bron ontbreekt")
    draft.revise(by=colleague, at=at("2026-05-11"), values={"value": 21}, version=draft.version)
    found = round_of(deal, 2026, on=ON)
    assert found is not None
    assert expectation_of(found, on=ON).counts(colleague) == Counts(asked - 4, 1)
    assert expectation_of(found, on=ON).counts(bureau) == Counts(asked - 4, 0)
