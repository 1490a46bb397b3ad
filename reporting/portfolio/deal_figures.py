"""The figures of a deal for the portfolio, from the same calculations as every other page."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from finance.position.project_money import ProjectsPosition, projects_position
from finance.projects.project_table import sums_of
from pillars.measurements.rounds import round_on
from pillars.progress.deal_progress import deal_progress
from pillars.projects.models import ProjectState
from pillars.projects.planned import COUNTS
from regiodeal.caching.models import data_version, with_data_version
from regiodeal.deals.each_deal import failed_deals, for_each_deal
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Stage
from regiodeal.deals.words import PLAIN, speaking
from reporting.portfolio.models import DealFigures
from reporting.rounds.last_days import last_days
from reporting.rounds.models import ReportRound, Step
from reporting.rounds.round_standing import round_standing

WORK = "portfolio"  # what it is called where failures are told
STALE_AFTER = timedelta(hours=1)  # also without a change: the day itself moves what is due
AT_ONCE = 100  # deals that one run of the clock prepares

type Row = dict[str, Any]


def deal_figures(deal: Deal, *, on: date) -> Row:
    """Return how a deal stands on a date: results, deviations, money in euro, projects, and its report."""
    agreed = deal_in_force(deal, on=on)
    progress = deal_progress(agreed, on=on)
    found = projects_position(agreed, on=on)
    money = found.money
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
        "projects": _projects(found),
        "report": _report(deal, on=on),
    }


def _projects(found: ProjectsPosition) -> Row:
    """Count the projects beyond an idea, by how far they are, with the euro that all were granted and spent.

    A stopped one counts no more, and its money does: so the sums are those of the table of projects. None of both where
    nothing was granted and no booking names a project: then their money is kept elsewhere.
    """
    rows = [row for row in found.projects if row.project.state in COUNTS]
    states = Counter(row.project.state for row in rows)
    sums = sums_of(found.projects)
    granted, spent = sums["granted"], sums["spent"]
    return {
        "count": len(rows),
        "states": {state.value: states[state] for state in COUNTS if states[state]},
        "running": states[ProjectState.RUNNING],
        "granted": f"{granted:.2f}" if granted or spent else None,
        "spent": f"{spent:.2f}" if granted or spent else None,
    }


def prepare(deal: Deal, *, at: datetime) -> DealFigures:
    """Store the figures of a deal as of now, instead of what was prepared before."""
    version = str(data_version(deal.slug))  # before anything is read: what changes meanwhile makes it stale again
    with speaking(PLAIN):  # the figures of many deals stand in one list
        figures = deal_figures(deal, on=timezone.localdate(at))
    made = {"figures": figures, "computed_at": at, "data_version": version}
    row, _created = DealFigures.objects.update_or_create(deal=deal, defaults=made)
    return row


def prepare_stale(*, at: datetime) -> int:
    """Prepare the deals that changed since, or whose figures are missing or older than an hour; how many.

    The oldest first; those that failed lately last, so that they keep no other waiting.
    """
    failed = failed_deals(WORK)
    kept = Deal.objects.exclude(stage=Stage.DISCARDED)
    rows = with_data_version(kept.order_by(F("prepared_figures__computed_at").asc(nulls_first=True), "pk"))
    stale = [deal for deal in rows.select_related("prepared_figures") if is_stale(deal, at=at)]
    stale.sort(key=lambda deal: deal.slug in failed)
    return len(for_each_deal(stale[:AT_ONCE], lambda deal: prepare(deal, at=at), named=WORK).found)


def is_stale(deal: Deal, *, at: datetime) -> bool:
    """Tell whether the figures of a deal (`with_data_version`) are missing, old, or of before its last change."""
    prepared: DealFigures | None = getattr(deal, "prepared_figures", None)
    if prepared is None or prepared.computed_at < at - STALE_AFTER:
        return True
    return prepared.data_version != str(getattr(deal, "data_version"))  # noqa: B009 (an annotation, unknown to types)


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
