"""A request for the tests of this topic."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.pillars.projects.conftest import begin, plan  # noqa: F401 (fixtures)

if TYPE_CHECKING:
    from pillars.projects.models import Executor, Project
    from regiodeal.deals.models import Deal, User
    from tests.pillars.requests.made import Asked


@pytest.fixture
def executors(deal: "Deal", bureau: "User") -> "tuple[Executor, Executor]":
    """Two executors with a contact person each."""
    from tests.pillars.requests.made import make_executors

    return make_executors(deal, bureau)


@pytest.fixture
def projects(
    deal: "Deal",
    bureau: "User",
    executors: "tuple[Executor, Executor]",
    begin: "Callable[..., Project]",  # noqa: F811
    plan: "Callable[..., None]",  # noqa: F811
) -> "list[Project]":
    """Three projects of which the first two are of the welfare organisation."""
    from tests.pillars.requests.made import make_projects

    return make_projects(bureau, executors, begin, plan)


@pytest.fixture
def asked(deal: "Deal", bureau: "User", executors: "tuple[Executor, Executor]", projects: "list[Project]") -> "Asked":
    """The request of the round of 2026, opened on 1 April."""
    from tests.pillars.requests.made import make_request

    return make_request(deal, bureau, executors)
