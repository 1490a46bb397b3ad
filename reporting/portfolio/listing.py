"""The table of all deals: narrowed, in order and in pages by the database, from the prepared figures alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, DecimalField, F, Min, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, NullIf

from regiodeal.caching.models import with_data_version
from regiodeal.deals.models import Deal

PER_PAGE = 50
FIGURES = "prepared_figures__figures"


def _number(key: str, of: str | KeyTransform = FIGURES) -> Cast:
    return Cast(KeyTextTransform(key, of), DecimalField(max_digits=18, decimal_places=4))


# On SQLite the null of JSON comes out as the text "null", which would count as a day.
SUBMITTED = NullIf(KeyTextTransform("submitted_on", KeyTransform("report", FIGURES)), Value("null", TextField()))
ORDERS: dict[str, Any] = {
    "deal": F("name"),
    "schema": _number("on_course"),
    "afwijkingen": _number("deviations"),
    "afgesproken": _number("agreed"),
    "ontvangen": _number("received"),
    "besteed": _number("spent"),
    "projecten": Cast(
        KeyTextTransform("count", KeyTransform("projects", FIGURES)), DecimalField(max_digits=9, decimal_places=0)
    ),
    "rapportage": SUBMITTED,
    "bijgewerkt": F("prepared_figures__computed_at"),
}
STANDS: dict[str, tuple[str, Q]] = {
    "afwijkingen": ("met afwijkingen", Q(**{f"{FIGURES}__deviations__gt": 0})),
    "ingediend": ("rapportage ingediend", Q(submitted__isnull=False)),
    "te-laat": ("rapportage na de laatste dag", Q(**{f"{FIGURES}__report__is_late": True})),
    "onbekend": ("cijfers nog niet klaar", Q(prepared_figures__isnull=True)),
}


class PortfolioFilter(forms.Form):
    """Asks which deals to show. What is not known is left out, and never a fault of the page."""

    tekst = forms.CharField(label="Deal of regio", required=False, max_length=100)
    stand = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "alle"), *((key, label) for key, (label, _q) in STANDS.items())]
    )

    @property
    def condition(self) -> Q:
        """Return what a deal must meet; empty when nothing was asked for."""
        self.is_valid()
        text, stand = self.cleaned_data.get("tekst", ""), self.cleaned_data.get("stand", "")
        found = Q(name__icontains=text) | Q(region_name__icontains=text) if text else Q()
        return found & STANDS[stand][1] if stand else found


@dataclass(frozen=True)
class Listing:
    """A page of the table, with the figures over all deals. `first_in_force_on` is the earliest day of any of them."""

    deals: int
    submitted: int
    with_deviations: int
    first_in_force_on: date | None
    page: Page[Any]


def listing(deals: QuerySet[Deal], *, condition: Q, order: str, page: str | None) -> Listing:
    """The page of these deals that was asked for, in two queries, however many deals there are."""
    rows = deals.annotate(submitted=SUBMITTED)
    over_all = rows.aggregate(
        total=Count("pk"),
        sent=Count("pk", filter=STANDS["ingediend"][1]),
        off_course=Count("pk", filter=STANDS["afwijkingen"][1]),
        shown=Count("pk", filter=condition) if condition else Count("pk"),
        first=Min("in_force_on"),
    )
    key = ORDERS[order.removeprefix("-")]
    ordering = key.desc(nulls_last=True) if order.startswith("-") else key.asc(nulls_last=True)
    shown = with_data_version(rows.filter(condition)).select_related("prepared_figures")
    found = shown.order_by(ordering, "name", "pk")
    pages = Paginator(found, PER_PAGE)
    pages.count = over_all["shown"]  # counted above
    return Listing(over_all["total"], over_all["sent"], over_all["off_course"], over_all["first"], pages.get_page(page))
