"""Entering figures in a test, by the verbs that the portal itself uses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pillars.agreed.models import Indicator, IndicatorItem, Target
from pillars.measurements.models import Measurement
from pillars.progress.deal_progress import TargetProgress, deal_progress
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at

type Figure = Callable[..., Measurement]


def measure(
    deal: Deal,
    indicator: str,
    value: str | int,
    on: str,
    *,
    by: User,
    item: str | None = None,
    year: int | None = None,
    project: Project | None = None,
    approved_by: User | None = None,
    approved_on: str | None = None,
) -> Measurement:
    """A figure that was entered on a day and submitted; approved when a reviewer is named, on that day or later.

    Where one counts for the same year or day, it is a correction of that.
    """
    row = Indicator.objects.get(deal=deal, code=indicator)
    measurement = Measurement.enter(
        by=by,
        at=at(on),
        reason="Een nieuwe telling",
        indicator=row,
        item=IndicatorItem.objects.get(indicator=row, code=item) if item else None,
        project=project,
        year=year,
        measured_on=date.fromisoformat(on),
        value=Decimal(value),
        source="Registratie van het bureau",
    )
    measurement.submit(by=by, at=at(on))
    if approved_by is not None:
        measurement.approve(by=approved_by, at=at(approved_on or on))
    return measurement


def target_on(deal: Deal, code: str, on: str) -> TargetProgress:
    """How a target stands on a date, with what waits to be approved beside it."""
    progress = deal_progress(deal, on=date.fromisoformat(on), with_pending=True)
    return next(target for target in progress.targets if target.target.code == code)


def indicator_of(deal: Deal, target: str) -> str:
    """The code of the indicator that a target reads."""
    return Target.objects.get(deal=deal, code=target).indicator.code
