"""The register of named things: the lists, one thing, and adding one that came later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Indicator, ItemSet, NamedItem
from pillars.measurements.models import Measurement
from pillars.places.deal_map import MapChoice, deal_map
from pillars.places.forms import ItemFilter, NamedItemForm
from pillars.places.places import GroupCount, add_item, counts_of, group_counts, indicators_per_thing, states_on
from pillars.progress.facts import Fact
from regiodeal.base.dutch import day, number
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.register import as_of
from regiodeal.lifecycle.register_pages import AddRow, RowPage
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.pages.deal_page import Context, DealView
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.list_download import DownloadableList, ListColumn


@dataclass(frozen=True)
class ItemLine:
    """A thing in the list, with the state of each indicator that counts it apart."""

    item: NamedItem
    states: list[tuple[Indicator, Fact | None]]
    on: date

    @property
    def is_open(self) -> bool | None:
        """Tell whether it is open on the reference date; None where nobody knows."""
        return self.item.is_open(self.on)

    @property
    def opening(self) -> str:
        """Say in Dutch since when it is open, or when it closed or opens; empty where nobody knows."""
        opened, closed = self.item.opened_on, self.item.closed_on
        if self.is_open is None:
            return ""
        if self.is_open:
            return f"sinds {day(opened)}" if opened else "open"
        if closed and closed <= self.on:
            return f"gesloten op {day(closed)}"
        return f"opent op {day(opened)}" if opened else ""


@dataclass(frozen=True)
class SetPanel:
    """A list with its things, and the groups in which they are counted."""

    item_set: ItemSet
    indicators: list[Indicator]
    lines: list[ItemLine]
    groups: list[GroupCount]

    @property
    def agreed(self) -> int:
        """Return how many of the things shown belong to the agreed set."""
        return sum(1 for line in self.lines if line.item.in_agreed_set)


def _state_of(indicator: Indicator) -> ListColumn:
    """The column of an indicator: ja, with its number where that is not 1, or nee; empty without a figure."""

    def cell(line: ItemLine) -> Cell:
        fact = next((fact for each, fact in line.states if each.pk == indicator.pk), None)
        if fact is None:
            return None
        yes = f"ja ({number(fact.value)})" if fact.value > 1 else "ja"
        return yes if fact.value >= 1 else "nee"

    return ListColumn(f"cijfer-{indicator.code}", indicator.name, cell)


ITEM_COLUMNS = (
    ListColumn("naam", "Naam", lambda line: str(line.item)),
    ListColumn("lijst", "Lijst", lambda line: line.item.item_set.name),
    ListColumn("gebied", "{Area}", lambda line: str(line.item.neighbourhood or "")),
    ListColumn("open", "Open", lambda line: line.opening),
    ListColumn("groep", "Telt mee als", lambda line: line.item.group.name if line.item.group else ""),
)


class ItemsPage(DownloadableList):
    """Answers: which places are there, where, and how does each stand?"""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Plekken, gebouwen en organisaties"
    template_name = "pillars/places/items.html"
    list_name = "plekken"
    list_columns = ITEM_COLUMNS

    def columns(self) -> Sequence[ListColumn]:
        """Return the columns of every place, and those of the indicators that count the places shown."""
        found = {each.pk: each for panel in self.panels for each in panel.indicators}
        return [*self.list_columns, *map(_state_of, found.values())]

    def listed(self, context: Context) -> Iterable[Any]:
        """The places that were asked for, list by list."""
        return (line for panel in self.panels for line in panel.lines)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The lists, cut to what was asked for."""
        filters = self.filters
        chosen, area = filters.chosen("lijst"), filters.chosen("wijk")
        choice = MapChoice(area=getattr(area, "code", ""))
        return super().get_context_data(
            map=None if chosen else deal_map(self.deal, (), on=self.on, choice=choice),
            filters=filters,
            is_filtered=bool(chosen or area),
            panels=self.panels,
            **kwargs,
        )

    @cached_property
    def filters(self) -> ItemFilter:
        """What was asked for."""
        return ItemFilter(self.request.GET, deal=self.deal)

    @cached_property
    def panels(self) -> list[SetPanel]:
        """The lists, cut to what was asked for."""
        sets, chosen = ItemSet.objects.filter(deal=self.deal), self.filters.chosen("lijst")
        return list(self._panels(sets.filter(pk=chosen.pk) if chosen else sets, self.filters.chosen("wijk")))

    def _panels(self, sets: Iterable[ItemSet], neighbourhood: Model | None) -> Iterable[SetPanel]:
        states = states_on(self.deal, on=self.on)
        groups = group_counts(self.deal, on=self.on)
        items = as_of(
            NamedItem.objects.filter(deal=self.deal).select_related("item_set", "neighbourhood", "group"), self.on
        )
        if neighbourhood is not None:
            items = [item for item in items if item.neighbourhood_id == neighbourhood.pk]
        for item_set in sets:
            indicators = indicators_per_thing(item_set)
            counting = set(item_set.indicators.values_list("pk", flat=True))
            yield SetPanel(
                item_set,
                indicators,
                [
                    ItemLine(item, [(i, states.get((i.pk, item.code))) for i in indicators], self.on)
                    for item in items
                    if item.item_set_id == item_set.pk
                ],
                [group for group in groups if group.group.indicator_id in counting],
            )


class ItemPage(RowPage):
    """One thing: how it stands at each indicator over time, and for which results it counts."""

    template_name = "pillars/places/item.html"

    row: NamedItem

    def load(self) -> None:
        """Fetch the thing of this deal."""
        items = NamedItem.objects.select_related("item_set", "neighbourhood", "group")
        self.row = get_object_or_404(items, deal=self.deal, code=self.kwargs["code"])

    def page_title(self) -> str:
        """Title the page by the name of the place."""
        return str(self.row)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the register."""
        return [
            ("Maatregelen", reverse("measures", args=[self.deal.slug])),
            ("Plekken", reverse("items", args=[self.deal.slug])),
        ]

    def address(self) -> str:
        """Return the address of this page."""
        return reverse("item", args=[self.deal.slug, self.row.code])

    def form(self, data: Posted = None) -> NamedItemForm:
        """The form of this thing."""
        copy = NamedItem.objects.get(pk=self.row.pk)
        return NamedItemForm(data, instance=copy, deal=self.deal, item_set=self.row.item_set)

    def get_context_data(self, **kwargs: object) -> Context:
        """Return where it counts, with its own figures newest first."""
        return super().get_context_data(
            counts=counts_of(self.row, self._measurements()), is_open=self.row.is_open(self.on), **kwargs
        )

    def _measurements(self) -> list[Measurement]:
        """The figures about this thing alone that this user may see."""
        seen = Measurement.objects.shown_on(self.on, unapproved=self.may(Right.SEE_UNAPPROVED))
        rows = seen.filter(item__named_item=self.row).prefetch_related("corrections__indicator")
        return list(rows.select_related("indicator", "item", "entered_by").order_by("-measured_on", "-pk"))


class AddItem(AddRow):
    """Adds a thing that came later: it is followed, and stands outside the agreed set."""

    template_name = "pillars/places/add_item.html"
    success = "Toegevoegd aan het register."

    item_set: ItemSet

    def load(self) -> None:
        """Fetch the list of this deal."""
        self.item_set = get_object_or_404(ItemSet, deal=self.deal, code=self.kwargs["item_set"])

    def page_title(self) -> str:
        """Title the page by what is added."""
        return f"Toevoegen: {self.item_set.singular}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the register."""
        return [("Plekken", reverse("items", args=[self.deal.slug]))]

    def cancel_address(self) -> str:
        """Return the address of the register."""
        return reverse("items", args=[self.deal.slug])

    def form(self, data: Posted = None) -> NamedItemForm:
        """The form of a new thing."""
        return NamedItemForm(data, deal=self.deal, item_set=self.item_set)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Add it; a name that is there already is asked about first."""
        form = self.form(request.POST)
        if form.is_valid() and form.is_doubled():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return super().post(request, *args, **kwargs)

    def store(self, values: Values) -> str:
        """Add it to the list."""
        item = add_item(self.item_set, by=self.user, at=timezone.now(), values=values)
        return reverse("item", args=[self.deal.slug, item.code])

    def get_context_data(self, **kwargs: object) -> Context:
        """The list, of which the page says whether it is fixed."""
        return super().get_context_data(item_set=self.item_set, **kwargs)


class RemoveItem(DealView):
    """Takes away what was entered by mistake, while no figure is about it."""

    right = Right.ENTER_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Remove the thing that was seen, with the reason; a refusal is a message and changes nothing."""
        row = get_object_or_404(NamedItem, deal=self.deal, code=self.kwargs["code"])
        address = reverse("item", args=[self.deal.slug, row.code])
        version = seen_version(request.POST)
        hold(row, version, url=address)
        try:
            row.remove(by=self.user, at=timezone.now(), version=version, reason=request.POST.get("reason", ""))
        except (ValueError, WrongStateError) as refusal:
            messages.error(request, str(refusal))
            return redirect(address)
        messages.success(request, f"{row} is weggehaald.")
        return redirect("items", self.deal.slug)
