"""By when the steps of a round are to be taken, as the obligations of the deal say."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q

from regiodeal.covenant.due_rules.due_rules import due_dates, working_day_up_to
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal
from reporting.rounds.models import Step


@dataclass(frozen=True)
class LastDay:
    """The last day of a step, with the obligation that it follows from."""

    obligation: Obligation
    day: date


def last_days(deal: Deal, year: int, *, on: date) -> dict[Step, LastDay]:
    """The last days in that year of the steps that have one, as agreed on the date.

    Concept to the overleg: "voor 15 juni" (art. 8 lid 3), so the 14th. To the minister: "voor 15 juli" (art. 8 lid 3).
    In the overleg: "uiterlijk in de maand september" (art. 7 lid 2). The deal file says which obligation is which.
    """
    agreed = terms(deal, on=on)
    in_force = agreed.deal_itself()
    marked = Q(closes_round=True) | Q(submits_report=True) | Q(asks_meeting=True)
    found: dict[Step, LastDay] = {}
    for obligation in agreed.apply(Obligation.objects.filter(marked, deal=deal)):
        for day in due_dates(obligation.due, in_force):
            if day.year == year:
                found |= {step: LastDay(obligation, day) for step in _steps(obligation)}
    return found


def planned_concept_day(last_day: date) -> date:
    """The day on which the portal lays down a concept that nobody laid down: a working day, a week before the last."""
    return working_day_up_to(last_day - timedelta(days=settings.CONCEPT_DAYS_BEFORE))


def _steps(obligation: Obligation) -> list[Step]:
    marks = {
        Step.SHARED: obligation.closes_round,
        Step.SUBMITTED: obligation.submits_report,
        Step.DISCUSSED: obligation.asks_meeting,
    }
    return [step for step, is_marked in marks.items() if is_marked]
