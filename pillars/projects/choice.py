"""Choosing projects out of the list of a deal: by measure, area, executor, state and year, in an order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from django import forms
from django.db import models
from django.db.models.functions import Coalesce

from pillars.agreed.models import Measure
from pillars.projects.models import Executor, Project, ProjectEvent, ProjectState
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import Deal, Neighbourhood
from regiodeal.lifecycle.register import with_later

BY_EXECUTOR, BY_MEASURE = "uitvoerder", "maatregel"
ORDERS = {
    "": ("code", ("code", "pk")),
    "naam": ("naam", ("title", "code", "pk")),
    "begin": ("begindatum", ("starts_on", "code", "pk")),
    "eind": ("einddatum", ("ends_on", "code", "pk")),
    BY_EXECUTOR: ("uitvoerder", ("executor__name", "code", "pk")),
    BY_MEASURE: ("maatregel", ("main_measure__position", "main_measure__pk", "code", "pk")),
    "stand": ("stand", ("state", "code", "pk")),
}


class ProjectFilter(forms.Form):
    """Cuts the list of projects, and says in which order it stands."""

    maatregel = forms.ChoiceField(required=False)
    gebied = forms.ChoiceField(required=False)
    uitvoerder = forms.ChoiceField(required=False)
    stand = forms.ChoiceField(required=False, choices=[("", "alle standen"), *ProjectState.choices])
    jaar = forms.ChoiceField(required=False)
    volgorde = forms.ChoiceField(required=False, choices=[(key, f"op {name}") for key, (name, _) in ORDERS.items()])

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        measures = [(row.code, str(row)) for row in Measure.objects.filter(deal_id=deal.pk)]
        areas = [(row.code, str(row)) for row in Neighbourhood.objects.filter(deal_id=deal.pk)]
        executors = [(str(pk), name) for pk, name in Executor.objects.filter(deal_id=deal.pk).values_list("pk", "name")]
        years = [(str(year), str(year)) for year in range(deal.in_force_on.year, deal.ends_on.year + 1)]
        area = deal.words.word("area")
        self.fields["gebied"].label = area.singular.capitalize()
        self._offer("maatregel", [("", "alle maatregelen"), *measures])
        self._offer("gebied", [("", f"alle {area.plural}"), *areas])
        self._offer("uitvoerder", [("", "alle uitvoerders"), *executors])
        self._offer("jaar", [("", "alle jaren"), *years])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def chosen(self, name: str) -> str:
        """Return what was chosen; empty for nothing, and for what is no choice."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def is_cutting(self) -> bool:
        """Tell whether the list is not the whole list."""
        return any(self.chosen(name) for name in self.fields if name != "volgorde")


def chosen_projects(
    deal: Deal, visible: models.QuerySet[Project], asked: Mapping[str, Any]
) -> models.QuerySet[Project]:
    """Of the projects that somebody may see, those of a deal that are asked for as they stand today, in their order."""
    return _cut(ProjectFilter(dict(asked.items()), deal=deal), visible)


def _cut(form: ProjectFilter, visible: models.QuerySet[Project]) -> models.QuerySet[Project]:
    rows = visible.filter(deal_id=form.deal.pk)
    if code := form.chosen("maatregel"):
        others = Project.measures.through.objects.filter(measure__deal_id=form.deal.pk, measure__code=code)
        rows = rows.filter(models.Q(main_measure__code=code) | models.Q(pk__in=others.values("project")))
    if code := form.chosen("gebied"):
        places = Project.areas.through.objects.filter(neighbourhood__deal_id=form.deal.pk, neighbourhood__code=code)
        rows = rows.filter(pk__in=places.values("project"))
    if pk := form.chosen("uitvoerder"):
        shared = Project.partners.through.objects.filter(executor=int(pk))
        rows = rows.filter(models.Q(executor=int(pk)) | models.Q(pk__in=shared.values("project")))
    if state := form.chosen("stand"):
        rows = rows.filter(state=state)
    if year := form.chosen("jaar"):
        first, last = date(int(year), 1, 1), date(int(year), 12, 31)
        rows = rows.filter(models.Q(starts_on__isnull=False) | models.Q(ends_on__isnull=False)).filter(
            models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=last),
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=first),
        )
    return rows.order_by(*_order(form))


def _order(form: ProjectFilter) -> list[Any]:
    _name, columns = ORDERS[form.chosen("volgorde")]
    return [
        models.F(name).asc(nulls_last=True) if name in {"starts_on", "ends_on", "executor__name"} else name
        for name in columns
    ]


@dataclass(frozen=True)
class ProjectCount:
    """How many projects there are of one state."""

    state: str
    count: int


@dataclass
class ProjectListing:
    """The list of projects on a day: those that were asked for, and how many there are in all, by state."""

    rows: "models.QuerySet[Project] | list[Project]"
    counts: list[ProjectCount]

    @property
    def total(self) -> int:
        """Return how many projects the deal has."""
        return sum(each.count for each in self.counts)


def projects_today(form: ProjectFilter, visible: models.QuerySet[Project]) -> ProjectListing:
    """The list as it stands today, of which a page fetches only what it shows."""
    counted = visible.filter(deal_id=form.deal.pk).order_by().values_list("state")
    counts = dict(counted.annotate(models.Count("pk")))
    rows = _cut(form, visible).select_related("main_measure", "executor")
    return ProjectListing(rows, _counts(counts))


def _counts(counts: Mapping[str, int]) -> list[ProjectCount]:
    return [ProjectCount(str(state.label), counts[state]) for state in ProjectState if counts.get(state)]


def listing_on(form: ProjectFilter, visible: models.QuerySet[Project], on: date) -> ProjectListing:
    """The list as it stood at the end of a day that has been, from the trail; in six queries, for any number of them.

    What has no trail (a row of a file that was loaded) stood there from the start.
    """
    deal = form.deal
    rows = with_state_on(visible.filter(deal_id=deal.pk), on).prefetch_related("measures", "areas", "partners")
    measures = Measure.objects.filter(deal_id=deal.pk).in_bulk()
    executors = Executor.objects.filter(deal_id=deal.pk).in_bulk()
    area_codes = dict(Neighbourhood.objects.filter(deal_id=deal.pk).values_list("pk", "code"))
    there, counts = [], dict.fromkeys(map(str, ProjectState), 0)
    for row in with_later(rows, on):
        before: Any = row.replaced_later
        if before == {}:
            continue
        lists = _lists(row)
        if before is not None:
            for name in row.content_fields:
                column: Any = row._meta.get_field(name)
                setattr(row, column.attname, column.to_python(before.get(name)))
            lists = {name: {int(pk) for pk in before.get(name) or ()} for name in lists}
        row.state = row.state_on  # type: ignore[attr-defined]  # annotated
        row.main_measure = measures[row.main_measure_id]
        row.executor = executors.get(row.executor_id or 0)
        counts[row.state] += 1
        codes = {measures[pk].code for pk in {row.main_measure_id, *lists["measures"]} if pk in measures}
        areas = {area_codes[pk] for pk in lists["areas"] if pk in area_codes}
        if _fits(row, form, codes, areas, {row.executor_id, *lists["partners"]}):
            there.append(row)
    return ProjectListing(_sorted(there, form.chosen("volgorde")), _counts(counts))


def _lists(row: Project) -> dict[str, set[int]]:
    return {name: {each.pk for each in getattr(row, name).all()} for name in ("measures", "areas", "partners")}


def _fits(row: Project, form: ProjectFilter, codes: set[str], areas: set[str], executors: set[int | None]) -> bool:
    executor, year = form.chosen("uitvoerder"), form.chosen("jaar")
    return (
        (not form.chosen("maatregel") or form.chosen("maatregel") in codes)
        and (not form.chosen("gebied") or form.chosen("gebied") in areas)
        and (not executor or int(executor) in executors)
        and (form.chosen("stand") in {"", row.state})
        and (not year or _is_of(row, int(year)))
    )


def _is_of(row: Project, year: int) -> bool:
    if row.starts_on is None and row.ends_on is None:
        return False
    return (row.starts_on is None or row.starts_on.year <= year) and (row.ends_on is None or row.ends_on.year >= year)


def _sorted(rows: Iterable[Project], order: str) -> list[Project]:
    keys: dict[str, Any] = {
        "": lambda row: (),
        "naam": lambda row: (row.title,),
        "begin": lambda row: (row.starts_on is None, row.starts_on or date.min),
        "eind": lambda row: (row.ends_on is None, row.ends_on or date.min),
        BY_EXECUTOR: lambda row: (row.executor is None, row.executor.name if row.executor else ""),
        BY_MEASURE: lambda row: (row.main_measure.position, row.main_measure_id),
        "stand": lambda row: (row.state,),
    }
    return sorted(rows, key=lambda row: (*keys[order](row), row.code, row.pk))


def with_state_on(rows: models.QuerySet[Project], on: date) -> models.QuerySet[Project]:
    """The projects, each with the state that it had at the end of a day as `state_on`."""
    steps = ProjectEvent.objects.filter(project=models.OuterRef("pk")).exclude(to_state="")
    last = steps.filter(at__date__lte=on).order_by("-at", "-pk").values("to_state")[:1]
    next_one = steps.filter(at__date__gt=on).order_by("at", "pk").values("from_state")[:1]
    found: models.QuerySet[Any] = rows.annotate(
        state_on=Coalesce(models.Subquery(last), models.Subquery(next_one), models.F("state"))
    )
    return found
