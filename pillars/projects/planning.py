"""Changing what a project plans: all lines at once, on the version that was seen, with a row of trail."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils import timezone

from pillars.agreed.models import Indicator, IndicatorItem, Target
from pillars.projects.models import Plan, Project, ProjectState
from regiodeal.base.dutch import number
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.steps import MOVED_ON


@dataclass(frozen=True)
class PlanLine:
    """One line that can be planned: an indicator of a measure of the project, or one of its parts."""

    indicator: Indicator
    item: IndicatorItem | None = None

    @property
    def key(self) -> tuple[int, int | None]:
        """Return what tells it from the other lines of the project."""
        return self.indicator.pk, self.item.pk if self.item else None

    @property
    def code(self) -> str:
        """Return what it is known by in a file: the code of the indicator, with that of the part."""
        return f"{self.indicator.code}/{self.item.code}" if self.item else self.indicator.code

    def __str__(self) -> str:
        return f"{self.indicator.name}: {self.item}" if self.item else self.indicator.name


type Year = int
type PlanValues = Mapping[tuple[int, int | None, Year], Decimal]


class PlannableLines:
    """What can be planned in a deal, by measure; read once, in three queries, for as many projects as there are."""

    def __init__(self, deal: Deal) -> None:
        targets = Target.objects.filter(deal=deal, agreed_from__isnull=True)
        plain = targets.exclude(kind__in=[Target.Kind.TREND, Target.Kind.QUALITATIVE])
        self._read: dict[int, set[int]] = defaultdict(set)
        for measure, read in plain.values_list("result__measures", "indicator"):
            self._read[measure].add(read)
        self._lines: dict[int, list[PlanLine]] = {}
        for indicator in Indicator.objects.filter(deal=deal).prefetch_related("items"):
            items: list[IndicatorItem | None] = [*indicator.items.all()] or [None]
            self._lines[indicator.pk] = [PlanLine(indicator, item) for item in items]

    def of(self, measures: Iterable[int]) -> list[PlanLine]:
        """The lines of the norms of these measures, each part of an indicator apart, in their order."""
        read = set().union(*(self._read.get(pk, set()) for pk in measures))
        return [line for pk, lines in self._lines.items() if pk in read for line in lines]


def lines_of(project: Project) -> list[PlanLine]:
    """What a project can plan: the indicators of the norms of its measures, each part of it apart, in their order."""
    measures = {project.main_measure_id, *project.measures.values_list("pk", flat=True)}
    return PlannableLines(project.deal).of(measures)


def projects_for(indicator: Indicator) -> models.QuerySet[Project]:
    """The projects that can have a figure of the indicator: those of a measure that reads it, beyond an idea.

    A judgement on a scale is about the whole: there are none.
    """
    rows = Project.objects.filter(deal_id=indicator.deal_id).exclude(state=ProjectState.IDEA)
    if indicator.value_kind == Indicator.ValueKind.SCALE:
        return rows.none()
    reads = models.Q(indicator=indicator) | models.Q(whole_indicator=indicator)
    measures = Target.objects.filter(reads, deal_id=indicator.deal_id).values("result__measures")
    return rows.filter(models.Q(main_measure__in=measures) | models.Q(measures__in=measures)).distinct()


def years_of(project: Project) -> list[Year]:
    """The calendar years of a project: those of its own term, or of the deal where it has none yet."""
    deal = project.deal
    first = (project.starts_on or deal.in_force_on).year
    last = (project.ends_on or deal.ends_on).year
    return list(range(first, max(first, last) + 1))


def planned_values(project: Project, *, on: date | None = None) -> dict[tuple[int, int | None, Year], Decimal]:
    """What the project plans now, or at the end of a day, by (indicator, part, year), in the indicator's unit."""
    rows = project.plans.standing() if on is None else project.plans.held_on(on)
    return {(row.indicator_id, row.item_id, row.year): row.value for row in rows}


def planned_lines(
    project: Project, lines: Iterable[PlanLine], *, on: date
) -> list[tuple[PlanLine, list[Decimal | None]]]:
    """Of these lines those for which the project planned anything on a day, with what in each of `years_of`."""
    known, years = planned_values(project, on=on), years_of(project)
    rows = [(line, [known.get((*line.key, year)) for year in years]) for line in lines]
    return [(line, values) for line, values in rows if any(value is not None for value in values)]


@transaction.atomic
def revise_plan(project: Project, values: PlanValues, *, by: User, at: datetime, version: int) -> None:
    """Let the project plan exactly this; a value that is not named is no longer planned.

    Raises WrongStateError for a project that was settled, or that is in another version than was seen.
    """
    before = planned_values(project)
    if dict(values) == before:
        return
    stood = project.content()
    project.change_or_refuse(project.can_be_revised() & models.Q(version=version), MOVED_ON, version=version + 1)
    today = timezone.localdate(at)
    changed = {place for place in {**before, **values} if before.get(place) != values.get(place)}
    old = [row.pk for row in project.plans.standing() if (row.indicator_id, row.item_id, row.year) in changed]
    Plan.objects.filter(pk__in=old, counts_from__gte=today).delete()  # it never held at the end of a day
    Plan.objects.filter(pk__in=old).update(replaced_on=today)
    Plan.objects.bulk_create(
        Plan(project=project, indicator_id=indicator, item_id=item, year=year, value=value, counts_from=today)
        for (indicator, item, year), value in values.items()
        if (indicator, item, year) in changed
    )
    project.tell(by=by, at=at, before=stood, changes=_told(project, before, values))


def _told(project: Project, before: PlanValues, after: PlanValues) -> list[list[str]]:
    names = {line.key: str(line) for line in lines_of(project)}
    changed = [place for place in {**before, **after} if before.get(place) != after.get(place)]
    changed.sort(key=lambda place: (place[2], names.get(place[:2], "")))
    return [
        [f"Gepland in {year}: {names.get((indicator, item), 'een vroegere indicator')}", _plain(old), _plain(new)]
        for indicator, item, year in changed
        for old, new in [(before.get((indicator, item, year)), after.get((indicator, item, year)))]
    ]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else number(value)
