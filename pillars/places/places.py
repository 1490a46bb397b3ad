"""The register of named things and the indicators that count them: which items follow, and where a thing counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction

from pillars.agreed.models import Indicator, IndicatorItem, ItemSet, NamedItem, Result, Target
from pillars.measurements.models import Measurement
from pillars.progress.facts import EnteredFigure, Fact, entered, facts_of, figure, newest_per_item
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User


def fill_register(deal: Deal) -> None:
    """Give each agreed thing a name and a place to begin with, and each indicator an item for each thing it counts."""
    for item in NamedItem.objects.filter(deal=deal, name=""):
        item.name = item.agreed_name
        item.save(update_fields=["name"])
    there = NamedItem.objects.filter(deal=deal, location="").exclude(agreed_location="")
    there.update(location=models.F("agreed_location"))
    for item_set in ItemSet.objects.filter(deal=deal).prefetch_related("items"):
        add_parts(item_set, item_set.items.all())


def add_parts(item_set: ItemSet, items: Iterable[NamedItem]) -> None:
    """The items at the indicators for these things, as far as they are not there yet."""
    chosen = list(items)
    for indicator in indicators_per_thing(item_set):
        there = set(indicator.items.values_list("named_item_id", flat=True))
        IndicatorItem.objects.bulk_create(
            IndicatorItem(indicator=indicator, code=item.code, name=str(item), position=item.position, named_item=item)
            for item in chosen
            if item.pk not in there
        )


@transaction.atomic
def add_item(item_set: ItemSet, *, by: User, at: datetime, values: Values, reason: str = "") -> NamedItem:
    """A thing that came later: it is measured like the others, and stays outside a fixed set for good.

    Raises IntegrityError when somebody else added one to this set at the same moment.
    """
    added = NamedItem.with_removed.filter(item_set=item_set, in_agreed_set=False).count() + 1
    item = NamedItem(
        deal_id=item_set.deal_id,
        item_set=item_set,
        code=f"{item_set.code[:40]}.extra-{added}",
        article=item_set.article,
        position=item_set.items.count() + 1,
        in_agreed_set=False,
    )
    item.enter(by=by, at=at, values=values, reason=reason)
    add_parts(item_set, [item])
    return item


def indicators_per_thing(item_set: ItemSet) -> list[Indicator]:
    """The indicators that count each thing of the set apart: those by item that have no items of their own."""
    rows = item_set.indicators.filter(breakdown=Indicator.Breakdown.ITEM)
    return list(rows.exclude(items__in=IndicatorItem.objects.filter(named_item__isnull=True)))


def group_choices(item_set: ItemSet) -> list[IndicatorItem]:
    """The groups in which a thing of the set can be counted."""
    rows = IndicatorItem.objects.filter(
        indicator__item_sets=item_set, indicator__breakdown=Indicator.Breakdown.ITEM, named_item__isnull=True
    )
    return list(rows.order_by("indicator__position", "position"))


@dataclass(frozen=True)
class PlaceCount:
    """A place where a thing counts: the indicator, the item, its own figures, and the results that read it.

    `part` is the thing's own item or the group it stands in; None where the indicator only has a total, or where the
    thing stands in no group yet (`is_missing`).
    """

    indicator: Indicator
    part: IndicatorItem | None
    measurements: list[Measurement]
    results: list[Result]

    @property
    def is_own(self) -> bool:
        """Tell whether the figures are about this thing alone."""
        return self.part is not None and self.part.named_item_id is not None

    @property
    def is_missing(self) -> bool:
        """Tell whether the thing has to stand in a group and stands in none."""
        return self.part is None and self.indicator.breakdown != Indicator.Breakdown.NONE


def counts_of(item: NamedItem, measurements: Iterable[Measurement]) -> list[PlaceCount]:
    """Return where the thing counts, in the order of the covenant, with the measurements that are about it alone."""
    rows = list(measurements)
    indicators = Indicator.objects.filter(item_sets=item.item_set_id).prefetch_related(
        "items", "targets__result", "targets_as_whole__result"
    )
    found = []
    for indicator in indicators.order_by("position"):
        part = part_of(item, indicator)
        own = [row for row in rows if part is not None and row.item_id == part.pk and part.named_item_id]
        found.append(PlaceCount(indicator, part, own, _results(item, indicator, part)))
    return found


def part_of(item: NamedItem, indicator: Indicator) -> IndicatorItem | None:
    """The item of the indicator in which the thing is counted: its own, its neighbourhood's, or its group."""
    neighbourhood = item.neighbourhood.code if item.neighbourhood else None
    for part in indicator.items.all():
        if part.named_item_id == item.pk or (part.named_item_id is None and part.pk == item.group_id):
            return part
        if indicator.breakdown == Indicator.Breakdown.NEIGHBOURHOOD and part.code == neighbourhood:
            return part
    return None


def _results(item: NamedItem, indicator: Indicator, part: IndicatorItem | None) -> list[Result]:
    """The results whose target counts the thing here. Outside a fixed set it counts in no coverage."""
    if part is None and indicator.breakdown != Indicator.Breakdown.NONE:
        return []
    targets = [
        target
        for target in indicator.targets.all()
        if (not target.reads or (part is not None and part.code in target.reads))
        and (item.counts_in_coverage or target.kind != Target.Kind.COVERAGE)
    ]
    readers = [target.result for target in (*targets, *indicator.targets_as_whole.all())]
    return list(dict.fromkeys(readers))


def states_on(deal: Deal, *, on: date) -> dict[tuple[int, str], Fact]:
    """The newest approved figure of each thing that was known on the date, by indicator and the thing's code."""
    rows = Measurement.objects.known_on(on).filter(indicator__deal=deal, item__named_item__isnull=False)
    per_indicator: dict[int, list[EnteredFigure]] = {}
    for row in entered(rows):
        per_indicator.setdefault(row.indicator_id, []).append(row)
    return {
        (indicator, code): fact
        for indicator, measurements in per_indicator.items()
        for code, fact in newest_per_item(facts_of(measurements)).items()
        if code is not None
    }


@dataclass(frozen=True)
class GroupCount:
    """The number of things in a group of an indicator, beside the approved figure that counts for the results."""

    group: IndicatorItem
    in_register: int
    figure: Decimal | None

    @property
    def differs(self) -> bool:
        """Tell whether the register and the figure say something else, where there is anything to compare."""
        return (self.figure or Decimal(0)) != self.in_register


def group_counts(deal: Deal, *, on: date) -> list[GroupCount]:
    """Register against figures, for each group: a thing stands in one group, so the sum counts it once.

    Nothing is corrected from here: the figure is what somebody approved, and a difference is a question.
    """
    groups = IndicatorItem.objects.filter(
        indicator__deal=deal,
        indicator__item_sets__isnull=False,
        indicator__breakdown=Indicator.Breakdown.ITEM,
        named_item__isnull=True,
    )
    chosen = groups.distinct().select_related("indicator").prefetch_related("members")
    known = Measurement.objects.known_on(on).filter(item__in=[group.pk for group in chosen])
    figures = entered(known)
    return [
        GroupCount(
            group,
            in_register=sum(1 for item in group.members.all() if item.is_open(on) is not False),
            figure=figure(
                group.indicator.aggregation,
                facts_of(row for row in figures if row.place == (group.indicator_id, group.code)),
            ),
        )
        for group in sorted(chosen, key=lambda group: (group.indicator.position, group.position))
    ]
