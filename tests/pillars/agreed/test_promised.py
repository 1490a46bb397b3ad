"""One measure stands as it does in the whole deal, on every day, with and without what waits for review."""

from datetime import date, timedelta

import pytest

from pillars.progress.deal_progress import ResultProgress, deal_progress, measure_progress
from regiodeal.deals.models import Deal

pytestmark = pytest.mark.usefixtures("db")


def told(rows: list[ResultProgress]) -> list[tuple[object, ...]]:
    """All that a page shows of them."""
    return [
        (row.result, row.status, row.reason, t.target, t.outcome, t.pending, t.due_on, t.explanation)
        for row in rows
        for t in row.targets
    ]


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("with_pending", [False, True])
def test_a_measure_stands_as_it_does_in_the_deal(deal: Deal, *, with_pending: bool) -> None:
    seen, waits = set(), False
    for days in range(0, 1500, 125):
        on = deal.in_force_on + timedelta(days=days)
        progress = deal_progress(deal, on=on, with_pending=with_pending)
        for measure in progress.measures:
            alone = told(measure_progress(deal, measure, on=on, with_pending=with_pending))
            assert alone == told(progress.of_measure(measure))
            seen.add(str(alone))
            waits = waits or any(row[5] for row in alone)
    assert len(seen) > 60  # the measure matters, and so does the day
    assert waits == with_pending


def test_a_result_of_two_measures_is_in_both_and_counted_once(deal: Deal) -> None:
    progress = deal_progress(deal, on=date(2026, 6, 1))
    shared = [row.result for row in progress.results if len(progress.measures_of(row.result)) > 1]
    both = [{"1.2.1", "1.2.2"}, {"2.5.1", "2.5.2"}]  # art. 4 takes these together
    assert [{row.code for row in progress.measures_of(result)} in both for result in shared] == [True] * len(shared)
    assert shared
    for result in shared:
        for measure in progress.measures_of(result):
            assert result in [row.result for row in progress.of_measure(measure)]
    assert len({row.result.pk for row in progress.results}) == len(progress.results)
