"""Projects for the tests of this topic, by the verbs that the portal itself uses."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pillars.projects.models import Project
    from regiodeal.deals.models import Deal, User

type Begin = Callable[..., "Project"]


@pytest.fixture
def begin(deal: "Deal", bureau: "User") -> Begin:
    """Give a way to enter a project of a measure (1.1.1 unless told), taken to running."""
    from pillars.projects.models import Project
    from tests.plugins.deal import at

    def enter(
        code: str, *, measure: str = "1.1.1", steps: tuple[str, ...] = ("prepare", "start"), **values: Any
    ) -> Project:
        project = Project(deal=deal)
        content = {"code": code, "title": f"Project {code}", "main_measure": deal.measure_set.get(code=measure)}
        project.enter(by=bureau, at=at("2026-01-10"), values=content | values)
        for step in steps:
            project.take(step, by=bureau, at=at("2026-01-11"), version=project.version)
        return project

    return enter


@pytest.fixture
def plan(bureau: "User") -> Callable[..., None]:
    """Give a way to plan: `plan(project, {(indicator, item or None, year): value})` by codes."""
    from pillars.agreed.models import Indicator
    from pillars.projects.planning import revise_plan
    from tests.plugins.deal import at

    def enter(project: "Project", lines: dict[tuple[str, str | None, int], int]) -> None:
        values = {}
        for (code, item, year), value in lines.items():
            indicator = Indicator.objects.get(deal=project.deal, code=code)
            part = indicator.items.get(code=item).pk if item else None
            values[indicator.pk, part, year] = Decimal(value)
        revise_plan(project, values, by=bureau, at=at("2026-01-12"), version=project.version)

    return enter
