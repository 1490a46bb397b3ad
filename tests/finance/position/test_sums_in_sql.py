"""The two queries of the money that are written in SQL give what querysets with the rules of the models give."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import (
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from finance.base.money_fields import MoneyField
from finance.budget.models import BudgetLine, Sector
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.evidence.models import MoneyEvidence
from finance.ledger.models import (
    BookingKind,
    BookingOrigin,
    Commitment,
    Expenditure,
    Receipt,
    known_by,
    waiting_on,
)
from finance.position.sums import (
    _BY_PROJECT,
    _TOGETHER,
    ALSO_SERVES,
    COMMITTED,
    CONFIRMED,
    PLEDGED,
    PROMISE,
    REALISED,
    RECEIVED,
    SPENT,
    UNCOMMITTED,
    UNDER,
    WAITING,
    asked,
    euro,
)
from finance.rules import facts
from finance.rules.facts import (
    NATIONAL_MONEY,
    NO_PARTY,
    OTHER_PILLAR,
    OUTSIDE_TERM,
    PAID_LESS,
    STRANGE_YEAR,
    UNANSWERED,
    WITHOUT_EVIDENCE,
    WITHOUT_MEASURE,
)
from regiodeal.base.json_values import as_date
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State

pytestmark = pytest.mark.usefixtures("db")

_NO_YEAR = Value(0, IntegerField())


@pytest.mark.usefixtures("example")
def test_the_sums_are_those_of_the_querysets(deal: Deal) -> None:
    kinds = set()
    for on in days(deal):
        rows = [(*row[:6], euro(row[6])) for row in asked(_TOGETHER, deal, on)]
        assert _whole(asked(_BY_PROJECT, deal, on)) == _whole(asked(_TOGETHER, deal, on))
        expected = [(*row[:2], int(row[2]), *row[3:]) for row in _sums(deal, on)]
        assert sorted(map(repr, rows)) == sorted(map(repr, expected))
        kinds |= {row[0] for row in rows}
    assert kinds >= {RECEIVED, COMMITTED, SPENT, UNCOMMITTED, PROMISE, UNDER, PLEDGED, CONFIRMED}


@pytest.mark.usefixtures("example")
def test_the_counts_are_those_of_the_querysets(deal: Deal) -> None:
    kinds = set()
    for on in days(deal):
        rows = [
            (what, int(n), euro(cents), as_date(day)) for what, n, cents, day in asked(facts._COUNTS, deal, on) if n
        ]
        assert sorted(map(repr, rows)) == sorted(map(repr, _counts(deal, on)))
        kinds |= {row[0] for row in rows}
    assert kinds


def days(deal: Deal) -> Iterable[date]:
    """Days all over the deal."""
    return (deal.in_force_on + timedelta(days=number) for number in range(0, 1500, 50))


def _whole(rows: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], Decimal]:
    """The cents per cell, over all projects."""
    found: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for *place, cents, _project in rows:
        found[tuple(place)] += cents
    return {place: cents for place, cents in found.items() if cents}


def _sums(deal: Deal, on: date) -> QuerySet[Any, Any]:
    first, *others = (*_bookings(deal, on), *_contributions(deal, on))
    return first.union(*others, all=True).order_by()


def _bookings(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    counts, waits = known_by(on), waiting_on(on)
    known_or_waiting = {"deal": deal, "booked_on__lte": on}
    receipts = Receipt.objects.filter(counts | waits, **known_or_waiting)
    yield _grouped(receipts.annotate(what_=_either(counts, RECEIVED)), contributor="contributor__code")
    commitments = Commitment.objects.filter(counts | waits, **known_or_waiting)
    yield _grouped(commitments.annotate(what_=_either(counts, COMMITTED)))
    yield _grouped(_expenditures(deal, on))
    also = Expenditure.objects.booked_by(deal, on).filter(also_serves__isnull=False)
    yield _grouped(also.annotate(what_=_text(ALSO_SERVES)), pillar="also_serves_id", amount="also_serves_amount")
    yield from _commitments(deal, on)


def _expenditures(deal: Deal, on: date) -> QuerySet[Any]:
    """Each expenditure as spent under a commitment, or without one: a commitment that does not count, is none."""
    counts, waits = known_by(on), waiting_on(on)
    booked = Q(commitment__booked_on__lte=on)
    under = booked & known_by(on, of="commitment__")
    will_be_under = booked & (known_by(on, of="commitment__") | waiting_on(on, of="commitment__"))
    what = Case(
        When(counts & under, then=_text(SPENT)),
        When(counts, then=_text(UNCOMMITTED)),
        When(will_be_under, then=_text(WAITING + SPENT)),
        default=_text(WAITING + UNCOMMITTED),
        output_field=CharField(),
    )
    return Expenditure.objects.filter(counts | waits, deal=deal, booked_on__lte=on).annotate(what_=what)


def _commitments(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    """Per commitment, by its first row, and line: its amount with its corrections, and what was spent under it."""
    promised = Commitment.objects.booked_by(deal, on).annotate(root_=Coalesce("corrects_id", "pk"))
    yield _grouped(promised.annotate(what_=_text(PROMISE)), pillar="root_", year=_NO_YEAR)
    known = known_by(on, of="commitment__") & Q(commitment__booked_on__lte=on)
    spent = Expenditure.objects.booked_by(deal, on).filter(known)
    under = spent.annotate(root_=Coalesce("commitment__corrects_id", "commitment_id"))
    yield _grouped(under.annotate(what_=_text(UNDER)), pillar="root_", year=_NO_YEAR)


def _contributions(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    standing = Contribution.objects.standing(deal, on)
    year = Coalesce("year", ExtractYear("pledged_on"))
    partner = Coalesce("party__name", "organisation__name")
    # The example enters each step on its own day: what counts then is what stands in the columns.
    for what, amount, rows in (
        (PLEDGED, "amount", standing),
        (CONFIRMED, "confirmed_amount", standing.filter(confirmed_on__lte=on)),
    ):
        named = rows.annotate(what_=_text(what))
        yield _grouped(named, contributor="contributor__code", partner=partner, year=year, amount=amount)
    yield (
        _parts(standing, on)
        .annotate(
            what_=_text(REALISED),
            line_=F("contribution__line_id"),
            year_=F("year"),
            contributor_=F("contribution__contributor__code"),
            partner_=Coalesce("contribution__party__name", "contribution__organisation__name"),
            pillar_=Value(0, IntegerField()),
        )
        .values_list("what_", "line_", "year_", "contributor_", "partner_", "pillar_")
        .annotate(total_=Sum("amount"))
    )


def _parts(standing: QuerySet[Contribution], on: date) -> QuerySet[Realisation]:
    parts = Realisation.objects.filter(contribution__in=standing, state=State.APPROVED, done_on__lte=on)
    return parts.order_by()


def _grouped(rows: QuerySet[Any], *, amount: str = "amount", **columns: Any) -> Any:
    """The sums of the rows per cell. order_by() clears the model's ordering, which would split the groups per day."""
    year, pillar = columns.get("year", "year"), columns.get("pillar")
    return (
        rows.order_by()
        .annotate(
            line_=F("line_id"),
            year_=F(year) if isinstance(year, str) else year,
            contributor_=F(columns["contributor"]) if "contributor" in columns else _text(""),
            partner_=columns.get("partner", _text("")),
            pillar_=F(pillar) if pillar else Value(0, IntegerField()),
        )
        .values_list("what_", "line_", "year_", "contributor_", "partner_", "pillar_")
        .annotate(total_=Sum(amount))
    )


def _either(counts: Q, what: str) -> Case:
    return Case(When(counts, then=_text(what)), default=_text(WAITING + what), output_field=CharField())


def _text(text: str) -> Value:
    return Value(text, CharField())


def _counts(deal: Deal, on: date) -> list[tuple[Any, ...]]:
    first, *others = _countings(deal, on)
    return [*first.union(*others, all=True).order_by(), *_misplaced(deal, on)]


def _misplaced(deal: Deal, on: date) -> Iterable[tuple[Any, ...]]:
    """A booking with its corrections is one, per place where it stands; it comes to nothing where it was taken away."""
    spent = Expenditure.objects.booked_by(deal, on).annotate(root_=Coalesce("corrects_id", "pk")).order_by()
    without = spent.filter(line__purpose=BudgetLine.Purpose.PILLAR, measure__isnull=True)
    placed = spent.filter(measure__isnull=False, line__pillar__isnull=False)
    elsewhere = placed.exclude(measure__goal__pillar=F("line__pillar"))
    for what, rows, place in ((WITHOUT_MEASURE, without, ("line",)), (OTHER_PILLAR, elsewhere, ("line", "measure"))):
        groups = rows.values("root_", *place).annotate(amount_=Sum("amount"), oldest_=Min("booked_on"))
        if found := [(row["amount_"], row["oldest_"]) for row in groups if row["amount_"]]:
            yield what, len(found), sum(amount for amount, _day in found), min(day for _amount, day in found)


def _countings(deal: Deal, on: date) -> Iterable[QuerySet[Any, Any]]:
    spent = Expenditure.objects.booked_by(deal, on)
    yield _counted(OUTSIDE_TERM, spent.exclude(booked_on__range=(deal.in_force_on, deal.ends_on)))
    near = Q(year__gte=ExtractYear("booked_on") - 1, year__lte=ExtractYear("booked_on") + 1)
    yield _counted(STRANGE_YEAR, spent.exclude(near, year__range=(deal.in_force_on.year, deal.ends_on.year)))
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    shown = MoneyEvidence.objects.filter(Q(removed_at=None) | Q(removed_at__gte=end), uploaded_at__lt=end)
    bare = spent.exclude(pk__in=shown.filter(expenditure__isnull=False).values("expenditure"))
    yield _counted(WITHOUT_EVIDENCE, bare.filter(origin=BookingOrigin.MANUAL, kind=BookingKind.BOOKING))
    for model in (Receipt, Commitment, Expenditure):
        yield _counted(facts.WAITING, model._default_manager.waiting(deal, on))
    standing = Contribution.objects.standing(deal, on)
    public = standing.filter(sector=Sector.PUBLIC)
    yield _counted(UNANSWERED, public.filter(national_money=""), day="pledged_on")
    yield _counted(NATIONAL_MONEY, public.exclude(national_money__in=("", "none")), day="pledged_on")
    yield _counted(NO_PARTY, standing.filter(party__isnull=True), day="pledged_on")
    done = Subquery(
        _parts(standing, on)
        .filter(contribution=OuterRef("pk"))
        .values("contribution")
        .annotate(n=Sum("amount"))
        .values("n")
    )
    paid = Subquery(
        Receipt.objects.booked_by(deal, on)
        .filter(contribution=OuterRef("pk"))
        .order_by()
        .values("contribution")
        .annotate(n=Sum("amount"))
        .values("n")
    )
    less = standing.annotate(less=ExpressionWrapper(done - paid, MoneyField())).filter(less__gt=0)
    yield _counted(PAID_LESS, less, day="pledged_on", amount="less")


def _counted(what: str, rows: QuerySet[Any], *, day: str = "booked_on", amount: str = "amount") -> Any:
    grouped = rows.order_by().annotate(what_=Value(what, CharField()), deal_=F("deal")).values_list("what_", "deal_")
    return grouped.annotate(number_=Count("pk"), amount_=Sum(amount), oldest_=Min(day)).values_list(
        "what_", "number_", "amount_", "oldest_"
    )
