"""The example shows granted, running and settled projects, and its totals are those of the bookings as they were."""

from datetime import date
from decimal import Decimal

import pytest

from finance.position.project_money import projects_position
from pillars.projects.models import ProjectState
from regiodeal.deals.models import Deal

pytestmark = pytest.mark.usefixtures("db")
SPENT = Decimal("12152766.39")  # the sum of the bookings in the example file, before any named a project


@pytest.mark.usefixtures("example")
def test_the_example_has_money_of_projects_and_money_outside_them(deal: Deal) -> None:
    found = projects_position(deal, on=date(2026, 6, 14))
    rows = found.projects
    assert sum(row.granted > 0 for row in rows) > 30
    assert {row.project.state for row in rows} > {ProjectState.RUNNING, ProjectState.SETTLED, ProjectState.PAUSED}
    inside = sum((row.amounts.spent for row in rows), Decimal(0))
    assert inside > 0 < found.outside.spent
    assert inside + found.outside.spent == found.money.total().spent == SPENT
    assert any(row.to_ask_back for row in rows)
    assert all(line.free > 0 for line in found.lines)
