"""An approved figure never changes: a correction is a new one that names it and says why."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from pillars.measurements.models import Measurement
from pillars.progress.deal_progress import deal_progress
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure

NEW = {"year": 2025, "measured_on": date(2025, 12, 31), "value": Decimal(91), "source": "Lijst"}


@pytest.fixture
def approved(deal: Deal, bureau: User, reviewer: User) -> Measurement:
    """An approved figure of 84 volunteers, approved on 20 January 2026."""
    return measure(
        deal,
        indicator_of(deal, "1.1.1.g-1"),
        84,
        "2025-12-31",
        by=bureau,
        year=2025,
        approved_by=reviewer,
        approved_on="2026-01-20",
    )


def value_on(deal: Deal, day: str) -> Decimal | None:
    """The volunteers as known on a day."""
    progress = deal_progress(deal, on=date.fromisoformat(day))
    return next(t.outcome.value for t in progress.targets if t.target.code == "1.1.1.g-1")


def test_the_old_figure_counts_until_the_correction_is_approved_and_stays_in_the_past(
    deal: Deal, approved: Measurement, bureau: User, reviewer: User
) -> None:
    correction = approved.correct(by=bureau, at=at("2026-02-01"), values=NEW, reason="Dubbel geteld")
    correction.submit(by=bureau, at=at("2026-02-01"))
    assert value_on(deal, "2026-02-02") == 84
    correction.approve(by=reviewer, at=at("2026-02-05"))
    assert value_on(deal, "2026-02-04") == 84
    assert value_on(deal, "2026-02-05") == 91
    approved = Measurement.objects.get(pk=approved.pk)
    assert approved.state == State.APPROVED
    assert approved.value == 84
    assert approved.is_superseded


def test_a_correction_asks_for_a_reason(approved: Measurement, bureau: User) -> None:
    with pytest.raises(ValueError, match="een correctie vertelt wat er niet klopte"):
        approved.correct(by=bureau, at=at("2026-02-01"), values=NEW, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.begin(by=bureau, at=at("2026-02-01"), indicator=approved.indicator, replaces=approved, **NEW)


def test_a_figure_is_corrected_once(approved: Measurement, bureau: User) -> None:
    approved.correct(by=bureau, at=at("2026-02-01"), values=NEW, reason="Dubbel geteld")
    with pytest.raises(WrongStateError, match="wordt al gecorrigeerd"):
        approved.correct(by=bureau, at=at("2026-02-02"), values=NEW, reason="Nog eens")


def test_only_an_approved_figure_is_corrected(deal: Deal, bureau: User) -> None:
    waiting = measure(deal, indicator_of(deal, "1.1.1.g-2"), 70, "2025-12-31", by=bureau, year=2025)
    with pytest.raises(WrongStateError):
        waiting.correct(by=bureau, at=at("2026-02-01"), values=NEW, reason="Dubbel geteld")


def test_the_bureau_corrects_on_the_page_and_the_trail_shows_both(
    deal: Deal, approved: Measurement, bureau: User, reviewer: User, enter: Enter
) -> None:
    path = f"/deals/{deal.slug}/metingen/{approved.pk}/"
    assert "Corrigeren" in enter(bureau).get(path).content.decode()
    typed = {"correction-year": "2025", "correction-value": "91", "correction-source": "Lijst"}
    refused = enter(bureau).post(f"{path}corrigeren/", typed)
    assert refused.status_code == 422
    assert "een correctie vertelt wat er niet klopte" in refused.content.decode()
    response = enter(bureau).post(f"{path}corrigeren/", typed | {"correction-reason": "Dubbel geteld"}, follow=True)
    page = response.content.decode()
    assert "Dit is een correctie" in page
    assert "Dubbel geteld" in page
    Measurement.objects.get(replaces=approved).approve(by=reviewer, at=at("2026-02-05"))
    assert "Dit cijfer is vervangen" in enter(bureau).get(path).content.decode()
