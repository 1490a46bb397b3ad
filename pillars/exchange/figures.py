"""The figures that a deal asks for, each with the code it is known by in a file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from pillars.agreed.models import Indicator, IndicatorItem, Target
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal

BETWEEN = "/"  # between the code of an indicator and that of its item; codes hold no slash


@dataclass(frozen=True)
class Figure:
    """One figure: an indicator, or one item of it. `results` are the codes of the results whose targets read it."""

    indicator: Indicator
    item: IndicatorItem | None
    results: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return what it is known by in a file."""
        return figure_code(self.indicator, self.item)

    @property
    def place(self) -> tuple[int, int | None]:
        """Indicator and item by primary key."""
        return self.indicator.pk, self.item.pk if self.item else None


def figure_code(indicator: Indicator, item: IndicatorItem | None) -> str:
    """The code of the indicator, with that of the item where there is one."""
    return f"{indicator.code}{BETWEEN}{item.code}" if item else indicator.code


def enterable_figures(deal: Deal, *, on: date) -> list[Figure]:
    """Every figure that can be entered by what is agreed on the date, in the order of the deal file.

    An indicator that no target reads is left out, as on the pages; an item that no target reads has no results.
    """
    readers: dict[int, list[Target]] = defaultdict(list)
    agreed = terms(deal, on=on)
    for target in agreed.apply(Target.objects.filter(deal=deal).select_related("result")):
        for pk in {target.indicator_id, target.whole_indicator_id} - {None}:
            assert pk is not None
            readers[pk].append(target)
    items = Prefetch("items", IndicatorItem.objects.order_by("position", "pk"))
    indicators = agreed.apply(Indicator.objects.filter(deal=deal, pk__in=readers).prefetch_related(items))
    return [
        Figure(indicator, item, _results(readers[indicator.pk], indicator, item))
        for indicator in indicators
        for item in _items(indicator)
    ]


def _items(indicator: Indicator) -> Iterable[IndicatorItem | None]:
    return [None] if indicator.breakdown == Indicator.Breakdown.NONE else indicator.items.all()


def _results(targets: Iterable[Target], indicator: Indicator, item: IndicatorItem | None) -> tuple[str, ...]:
    """The results whose target reads this item: by naming it, by naming none, or as the whole it is a part of."""
    readers = (t for t in targets if not item or not t.reads or item.code in t.reads or t.indicator_id != indicator.pk)
    return tuple(dict.fromkeys(target.result.code for target in readers))
