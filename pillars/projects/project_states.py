"""The projects of a deal as they stood on a day: what they were called, who carried them out, and how far they were."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from pillars.agreed.models import Measure
from pillars.projects.choice import with_state_on
from pillars.projects.models import HIDDEN_PROJECT, Executor, Project, ProjectState
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import with_later
from regiodeal.lifecycle.steps import Content


@dataclass(frozen=True)
class StoodProject:
    """A project as it stood at the end of a day; `measures` are codes, the main one first.

    `is_confidential` is as it is today: what became a secret is one for every day.
    """

    pk: int
    code: str
    title: str
    measures: tuple[str, ...]
    executor: str
    state: ProjectState
    starts_on: date | None
    ends_on: date | None
    is_confidential: bool = False

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    def as_read(self, *, unapproved: bool) -> Self:
        """This project, or for who may not know of it one without a code that says no more than how far it is."""
        if unapproved or not self.is_confidential:
            return self
        return replace(self, code="", title=HIDDEN_PROJECT, measures=(), executor="")


def projects_on(deal: Deal, *, on: date, only: int | None = None) -> list[StoodProject]:
    """The projects that were there at the end of that day, in the order of their codes; in four queries however many.

    The content of a register stands in its trail; a state stands in the steps that were taken. One of them alone by its
    key, where nobody asks for the others.
    """
    rows = Project.objects.filter(deal=deal).prefetch_related("measures")
    if only is not None:
        rows = rows.filter(pk=only)
    found: Any = with_later(with_state_on(rows, on), on)
    measures = {str(pk): code for pk, code in Measure.objects.filter(deal=deal).values_list("pk", "code")}
    executors = {str(pk): name for pk, name in Executor.objects.filter(deal=deal).values_list("pk", "name")}
    there = [row for row in found if row.replaced_later != {}]
    return [_stood(row, row.state_on, measures, executors) for row in there]


def _stood(row: Project, state: str, measures: dict[str, str], executors: dict[str, str]) -> StoodProject:
    content: Content = row.replaced_later or {
        "code": row.code,
        "title": row.title,
        "main_measure": str(row.main_measure_id),
        "measures": [str(measure.pk) for measure in row.measures.all()],
        "executor": str(row.executor_id),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }
    keys = dict.fromkeys([content["main_measure"], *(content.get("measures") or [])])
    return StoodProject(
        pk=row.pk,
        code=content["code"],
        title=content["title"],
        measures=tuple(measures[key] for key in keys if key in measures),
        executor=executors.get(content["executor"] or "", ""),
        state=ProjectState(state),
        starts_on=_day(content["starts_on"]),
        ends_on=_day(content["ends_on"]),
        is_confidential=row.is_confidential,
    )


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
