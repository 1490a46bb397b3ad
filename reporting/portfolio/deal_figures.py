"""The figures of a deal for the portfolio, from the same calculations as every other page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from finance.position.money_position import position
from pillars.measurements.rounds import round_on
from pillars.progress.deal_progress import deal_progress
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Stage
from reporting.portfolio.models import DealFigures
from reporting.rounds.last_days import last_days
from reporting.rounds.models import ReportRound, Step
from reporting.rounds.round_standing import round_standing

STALE_AFTER = timedelta(hours=1)
AT_ONCE = 100  # deals that one run of the clock prepares

type Row = dict[str, Any]


def deal_figures(deal: Deal, *, on: date) -> Row:
    """Return how a deal stands on a date: results by status, deviations, money in euro, and how far its report is."""
    agreed = deal_in_force(deal, on=on)
    progress = deal_progress(agreed, on=on)
    money = position(agreed, on=on, with_forecast=False)
    total = money.total()
    return {
        "on": on.isoformat(),
        "results": len(progress.results),
        "on_course": progress.on_course,
        "counts": {status.value: count for status, count in progress.counts.items()},
        "deviations": sum(result.is_off_course for result in progress.results),
        "elapsed": f"{money.elapsed:.4f}",
        "agreed": f"{total.agreed:.2f}",
        "received": f"{total.received:.2f}",
        "spent": f"{total.spent:.2f}",
        "report": _report(deal, on=on),
    }


def prepare(deal: Deal, *, at: datetime) -> DealFigures:
    """Store the figures of a deal as of now, instead of what was prepared before."""
    figures = deal_figures(deal, on=timezone.localdate(at))
    row, _created = DealFigures.objects.update_or_create(deal=deal, defaults={"figures": figures, "computed_at": at})
    return row


def prepare_stale(*, at: datetime) -> int:
    """Prepare the deals whose figures are older than an hour or missing, the oldest first; how many."""
    old = Q(prepared_figures__isnull=True) | Q(prepared_figures__computed_at__lt=at - STALE_AFTER)
    stale = (
        Deal.objects.filter(old)
        .exclude(stage=Stage.DISCARDED)
        .order_by(F("prepared_figures__computed_at").asc(nulls_first=True))
    )
    chosen = list(stale[:AT_ONCE])
    for deal in chosen:
        prepare(deal, at=at)
    return len(chosen)


def _report(deal: Deal, *, on: date) -> Row:
    """Tell how far the report is that is due last: its year, its newest step, whether the minister has it in time."""
    current = round_on(deal, on)
    if current is None:
        return {"year": None, "step": "", "submitted_on": None, "last_day": None, "is_late": False}
    # Until the last day of the round comes near, the report that matters is the one of the year before.
    year = current.year if on.year >= current.year else current.year - 1
    round_ = ReportRound.objects.filter(deal=deal, year=year).select_related("deal").first()
    stands = round_standing(round_, on=on) if round_ else None
    submitted = stands.step(Step.SUBMITTED) if stands else None
    due = last_days(deal, year, on=on).get(Step.SUBMITTED)
    done_on = submitted.done_on if submitted else None
    return {
        "year": year,
        "step": stands.newest.get_step_display() if stands and stands.newest else "",
        "submitted_on": done_on.isoformat() if done_on else None,
        "last_day": due.day.isoformat() if due else None,
        "is_late": bool(due and (done_on or on) > due.day),
    }
