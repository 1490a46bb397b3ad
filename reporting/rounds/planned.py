"""A round that was forgotten still has a concept before its last day: the portal lays it down on the planned day."""

from datetime import datetime

from django.utils import timezone

from pillars.measurements.rounds import round_on
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.each_deal import for_each_deal
from regiodeal.deals.models import Deal
from reporting.reports.models import AnnualReport
from reporting.rounds.last_days import planned_concept_day
from reporting.rounds.models import ReportRound, RoundStep, Step
from reporting.rounds.steps import freeze, kick_off


def freeze_planned_concepts(*, at: datetime) -> list[AnnualReport]:
    """The concepts that are laid down now: one for each round whose planned day has come and that has none.

    A round that nobody started is started first. Safe to run twice: a concept is laid down once.
    """
    made = for_each_deal(Deal.objects.running(), lambda deal: _freeze(deal, at=at), named="planned-concepts").found
    return [report for report in made.values() if report is not None]


def _freeze(deal: Deal, *, at: datetime) -> AnnualReport | None:
    today = timezone.localdate(at)
    current = round_on(deal, today)
    if current is None or today > current.last_day:
        return None
    round_ = ReportRound.objects.filter(deal=deal, year=current.year).first()
    if today < (round_.concept_on if round_ else planned_concept_day(current.last_day)):
        return None
    if round_ is not None and RoundStep.objects.standing().filter(round=round_, step=Step.CONCEPT).exists():
        return None
    try:
        round_ = round_ or kick_off(deal, current.year, by=None, at=at)
        return freeze(round_, Step.CONCEPT, by=None, at=at)
    except WrongStateError:
        return None  # somebody was first
