"""The register of named things as a file speaks of it: lists, neighbourhoods and groups by name, things by code."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

from django.db.models import Model, OuterRef, QuerySet, Subquery

from pillars.agreed.models import IndicatorItem, ItemSet, NamedItem, NamedItemEvent
from pillars.places.places import group_choices
from regiodeal.deals.models import Deal, Neighbourhood
from regiodeal.sheets.form_rules import plain


class Register:
    """The register of a deal as it stands when it is first asked; each part of it is read once."""

    def __init__(self, deal: Deal) -> None:
        self._deal = deal

    def rows(self) -> QuerySet[NamedItem]:
        """Everything in it, list by list."""
        rows = NamedItem.objects.filter(deal=self._deal).select_related("item_set", "group")
        return rows.order_by("item_set__position", "position", "pk")

    @cached_property
    def items(self) -> dict[str, NamedItem]:
        """Everything in it by code, with `changed_by`: who changed it last, nobody since the deal file."""
        last = NamedItemEvent.objects.filter(item=OuterRef("pk")).order_by("-at", "-pk").values("by")[:1]
        return {item.code: item for item in self.rows().annotate(changed_by=Subquery(last))}

    @cached_property
    def items_by_key(self) -> dict[int, NamedItem]:
        """Everything in it by primary key."""
        return {item.pk: item for item in self.items.values()}

    @cached_property
    def sets(self) -> dict[int, ItemSet]:
        """Return the lists of the register."""
        return ItemSet.objects.filter(deal=self._deal).in_bulk()

    @cached_property
    def neighbourhoods(self) -> dict[int, Neighbourhood]:
        """The neighbourhoods of the deal."""
        return Neighbourhood.objects.filter(deal=self._deal).in_bulk()

    @cached_property
    def groups(self) -> dict[int, dict[int, IndicatorItem]]:
        """The groups in which a thing can be counted, by list."""
        return {pk: {group.pk: group for group in group_choices(item_set)} for pk, item_set in self.sets.items()}

    @cached_property
    def set_names(self) -> dict[int, str]:
        """Return what the lists are called."""
        return _names(self.sets.values(), lambda row: row.code)

    @cached_property
    def sets_by_name(self) -> dict[str, ItemSet]:
        """The lists by what they are called, as names are compared."""
        return {plain(name): self.sets[pk] for pk, name in self.set_names.items()}

    @cached_property
    def neighbourhood_names(self) -> dict[int, str]:
        """Return what the neighbourhoods are called."""
        return _names(self.neighbourhoods.values(), lambda row: row.code)

    @cached_property
    def group_names(self) -> dict[int, dict[int, str]]:
        """Return what the groups are called, by list."""
        return {pk: _names(groups.values(), lambda row: row.indicator.name) for pk, groups in self.groups.items()}


def _names[Row: Model](rows: Iterable[Row], more: Callable[[Row], str]) -> dict[int, str]:
    """Return what each row is called: its name, with more behind it where two have the same."""
    chosen = list(rows)
    count = Counter(plain(str(row)) for row in chosen)
    return {row.pk: str(row) if count[plain(str(row))] == 1 else f"{row} ({more(row)})" for row in chosen}
