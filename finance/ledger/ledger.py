"""The ledger: bookings of one sort, narrowed, in order, with a running total and the sums over all pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import ExtractYear

from finance.base.amounts import ZERO
from finance.base.money_fields import MoneyField
from finance.budget.forms import of_project
from finance.budget.sources import sources_of
from finance.ledger.forms import NONE, UNDIVIDED
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt, known_by
from finance.ledger.unusual import far_out, other_pillar, twice, without_evidence
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal


def text_of(booking: Booking) -> str:
    """The booking in one line."""
    name = str(booking._meta.verbose_name)
    return f"{name[0].upper()}{name[1:]} {booking.code}"


KINDS: Mapping[str, type[Booking]] = {
    "bestedingen": Expenditure,
    "verplichtingen": Commitment,
    "ontvangsten": Receipt,
}


ORDERS = {
    "datum": "booked_on",
    "boekstuk": "code",
    "bedrag": "amount",
    "regel": "line__position",
    "jaar": "year",
    "stand": "state",
}


RELATED = ("line__pillar", "line__source", "entered_by")


@dataclass(frozen=True)
class Totals:
    """Over all bookings that were asked for: how many and how much counts, and how many and how much does not yet."""

    number: int
    amount: Decimal
    others: int
    others_amount: Decimal


def kind_name(booking: Booking | type[Booking]) -> str:
    """The name of its sort in an address."""
    model = booking if isinstance(booking, type) else type(booking)
    return next(name for name, kind in KINDS.items() if kind is model)


def bookings(
    kind: str, deal: Deal, on: date, *, unapproved: bool, asked: Values, order: str = "datum"
) -> QuerySet[Booking]:
    """The bookings that were asked for, as far as one may see them, each with `running`: the sum up to it in order."""
    model = KINDS[kind]
    rows: Any = model._default_manager
    narrowed = rows.shown_on(deal, on, unapproved=unapproved).filter(*_narrowing(model, deal, asked))
    name = ORDERS.get(order.removeprefix("-"), "booked_on")
    ordering = [F(name).desc() if order.startswith("-") else F(name).asc(), F("pk").asc()]
    related = (*RELATED, "contributor") if model is Receipt else (*RELATED, "measure", "project")
    running = Window(Sum("amount"), order_by=ordering, frame=None)
    found: QuerySet[Booking] = narrowed.select_related(*related).annotate(running=running).order_by(*ordering)
    return found


def _narrowing(model: type[Booking], deal: Deal, asked: Mapping[str, object]) -> list[Q]:
    """A condition for each filter that was asked for."""
    without = Q(measure__isnull=True, line__purpose="pillar")
    conditions: dict[str, Callable[[Any], Q]] = {
        "regel": lambda code: Q(line__isnull=True) if code == UNDIVIDED else Q(line__code=code),
        "bron": lambda source: _of_source(model, deal, source),
        "maatregel": lambda code: without if code == NONE else Q(measure__code=code),
        "project": of_project,
        "jaar": lambda year: Q(year=year),
        "stand": lambda state: Q(state=state),
        "toets": lambda what: _CHECKS[what](deal),
        "van_wie": lambda code: Q(contributor__code=code),
        "vanaf": lambda day: Q(booked_on__gte=day),
        "tot_en_met": lambda day: Q(booked_on__lte=day),
        "minstens": lambda amount: Q(amount__gte=amount),
        "hoogstens": lambda amount: Q(amount__lte=amount),
        "tekst": lambda text: _mentions(model, text),
    }
    return [conditions[name](value) for name, value in asked.items()]


def _term(deal: Deal) -> tuple[date, date]:
    return deal.in_force_on, deal.ends_on


def _strange_year(deal: Deal) -> Q:
    """The condition of bookings whose bookkeeping year lies outside the term or more than a year from their date."""
    is_near = Q(year__gte=ExtractYear("booked_on") - 1, year__lte=ExtractYear("booked_on") + 1)
    return ~(is_near & Q(year__range=(deal.in_force_on.year, deal.ends_on.year)))


_CHECKS: Mapping[str, Callable[[Deal], Q]] = {
    "buiten-looptijd": lambda deal: ~Q(booked_on__range=_term(deal)),
    "boekjaar": _strange_year,
    "zonder-bewijs": without_evidence,
    "dubbel": twice,
    "uitschieter": far_out,
    "pijler": other_pillar,
}


def _of_source(model: type[Booking], deal: Deal, source: str) -> Q:
    """Return the condition of bookings on the lines of a source and its parts; a receipt on no line names its own."""
    within = sources_of(deal).within(source)
    lines = Q(line__source__code__in=within)
    return lines | Q(line__isnull=True, contributor__code__in=within) if model is Receipt else lines


def _mentions(model: type[Booking], text: str) -> Q:
    names = ("code", "reference") if model is Receipt else ("code", "counterpart", "description")
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__icontains": text})
    return found


def totals(rows: QuerySet[Booking], on: date) -> Totals:
    """The sums of the bookings, in one query."""
    counts = known_by(on)
    told = rows.order_by().aggregate(
        number=Count("pk", filter=counts),
        counted=Sum("amount", filter=counts, output_field=MoneyField()),
        others=Count("pk", filter=~counts),
        others_amount=Sum("amount", filter=~counts, output_field=MoneyField()),
    )
    return Totals(told["number"], told["counted"] or ZERO, told["others"], told["others_amount"] or ZERO)
