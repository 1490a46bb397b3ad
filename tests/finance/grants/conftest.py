"""Projects with money, by the verbs that the portal itself uses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from finance.grants.models import Advance, Grant, Settlement
    from pillars.projects.models import Project
    from regiodeal.deals.models import Deal, User

# What asks Django for its models is imported in the fixtures: pytest reads this file before Django is set up.
type Begin = Callable[..., "Project"]
type Give = Callable[..., "Grant"]
type Pay = Callable[..., "Advance"]
type Settle = Callable[..., "Settlement"]


@pytest.fixture
def begin(deal: "Deal", bureau: "User") -> Begin:
    """Give a way to enter a project of a measure (1.1.1 unless told), in preparation."""
    from pillars.projects.models import Project
    from tests.plugins.deal import at

    def enter(code: str = "P-01", *, measure: str = "1.1.1", on: str = "2025-01-10", **values: Any) -> Project:
        project = Project(deal=deal)
        content = {"code": code, "title": f"Project {code}", "main_measure": deal.measure_set.get(code=measure)}
        project.enter(by=bureau, at=at(on), values=content | values)
        project.take("prepare", by=bureau, at=at(on), version=project.version)
        return project

    return enter


def lines_of(deal: "Deal", amounts: dict[str, str]) -> dict[Any, Decimal]:
    """The amounts by budget line, from those by its code."""
    return {deal.budgetline_set.get(code=code): Decimal(amount) for code, amount in amounts.items()}


@pytest.fixture
def give(deal: "Deal", bureau: "User", controller: "User") -> Give:
    """Give a way to grant: `give(project, {"A-rijk": "100.00"})`, approved by the controller on the same day."""
    from finance.grants.models import Grant
    from tests.plugins.deal import at

    numbers = iter(range(1, 1_000))

    def enter(
        project: "Project",
        amounts: dict[str, str],
        *,
        on: str = "2025-02-01",
        state: str = "approved",
        **values: Any,
    ) -> Grant:
        grant = Grant.begin(
            by=bureau,
            at=at(on),
            project=project,
            amounts=lines_of(deal, amounts),
            number=values.pop("number", f"B-{next(numbers)}"),
            decided_on=date.fromisoformat(on),
            mandate="Mandaatregeling",
            **values,
        )
        if state != "draft":
            grant.submit(by=bureau, at=at(on))
        if state == "approved":
            grant.approve(by=controller, at=at(on))
        project.refresh_from_db()
        return grant

    return enter


@pytest.fixture
def pay(bureau: "User", controller: "User") -> Pay:
    """Give a way to pay an advance on a grant, approved by the controller on the same day."""
    from finance.grants.models import Advance
    from tests.plugins.deal import at

    def enter(grant: "Grant", amount: str, *, on: str = "2025-03-01", **values: Any) -> Advance:
        advance = Advance.begin(
            by=bureau,
            at=at(on),
            grant=grant,
            amount=Decimal(amount),
            paid_on=date.fromisoformat(on),
            reference="Betaling",
            **values,
        )
        advance.submit(by=bureau, at=at(on))
        advance.approve(by=controller, at=at(on))
        return advance

    return enter


@pytest.fixture
def settle(deal: "Deal", bureau: "User", controller: "User") -> Settle:
    """Give a way to settle: it finishes the project first where that is still needed."""
    from finance.grants.models import Settlement
    from tests.plugins.deal import at

    def enter(project: "Project", amounts: dict[str, str], *, on: str = "2026-03-01", **values: Any) -> Settlement:
        for step in ("start", "finish"):
            if step in {each.name for each in project.next_steps}:
                project.take(step, by=bureau, at=at(on), version=project.version)
        settlement = Settlement.begin(
            by=bureau,
            at=at(on),
            project=project,
            amounts=lines_of(deal, amounts),
            number=f"V-{project.code}",
            decided_on=date.fromisoformat(on),
            mandate="Mandaatregeling",
            **values,
        )
        settlement.submit(by=bureau, at=at(on))
        settlement.approve(by=controller, at=at(on))
        project.refresh_from_db()
        return settlement

    return enter
