"""Gathers what the rules look at, in two queries beside those of the position."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Min, Q, QuerySet, Sum, Value

from finance.figures import Position
from finance.models import BudgetLine, Commitment, Contribution, Expenditure, Receipt
from finance.models.bookings import end_of
from finance.position import agreed_totals
from finance.rules import finding
from finance.rules.finding import Facts
from regiodeal.covenant.models import Deal
from regiodeal.covenant.prepared import Prepared, some_deal_and_day

WITHOUT_MEASURE = "without_measure"
OUTSIDE_TERM = "outside_term"
WAITING = "waiting"
UNANSWERED = "unanswered"
NATIONAL_MONEY = "national_money"
NO_PARTY = "no_party"


def facts_of(money: Position) -> Facts:
    """What the rules look at, as of the position's date."""
    counts: dict[str, finding.Count] = {}
    for what, number, amount, oldest in _COUNTS.rows(money.deal, money.on):
        if number:
            before = counts.get(what, finding.NOTHING)
            days = [day for day in (before.oldest, oldest) if day]
            counts[what] = finding.Count(before.number + number, before.amount + amount, min(days))
    return Facts(money, tuple(agreed_totals(money)), counts)


def _counts(deal: Deal, on: date) -> QuerySet[Any, Any]:
    first, *others = _countings(deal, on)
    return first.union(*others, all=True).order_by()


def _countings(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    spent = Expenditure.objects.booked_by(deal, on)
    for_pillar = Q(line__purpose=BudgetLine.Purpose.PILLAR)
    yield _counted(WITHOUT_MEASURE, spent.filter(for_pillar, measure__isnull=True))
    yield _counted(OUTSIDE_TERM, spent.exclude(booked_on__range=(deal.in_force_on, deal.ends_on)))
    for model in (Receipt, Commitment, Expenditure):
        yield _counted(WAITING, model._default_manager.waiting(deal, on))
    standing = Contribution.objects.standing(deal, on)
    public = standing.filter(sector=Contribution.Sector.PUBLIC)
    yield _counted(UNANSWERED, public.filter(national_money=""), day="pledged_on")
    yield _counted(NATIONAL_MONEY, public.exclude(national_money__in=("", "none")), day="pledged_on")
    yield _counted(NO_PARTY, standing.filter(party__isnull=True), day="pledged_on")


_COUNTS = Prepared(
    _counts,
    values=lambda deal, on: (deal.pk, on, end_of(on), deal.in_force_on, deal.ends_on),
    stand_in=some_deal_and_day,
)


def _counted(what: str, rows: QuerySet[Any], *, day: str = "booked_on") -> Any:
    grouped = rows.order_by().annotate(what_=Value(what, CharField()), deal_=F("deal")).values_list("what_", "deal_")
    return grouped.annotate(number_=Count("pk"), amount_=Sum("amount"), oldest_=Min(day)).values_list(
        "what_", "number_", "amount_", "oldest_"
    )
