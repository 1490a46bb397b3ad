"""Figures of the worked examples."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pillars.measurements.models import Measurement
    from regiodeal.deals.models import Deal, User
    from tests.plugins.figures import Figure

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


@pytest.fixture
def figure(deal: "Deal", bureau: "User", reviewer: "User") -> "Figure":
    """Enter and approve a figure for a target: `figure("1.1.1.g-1", 84, "2025-12-31", year=2025)`."""
    from tests.plugins.figures import indicator_of, measure

    def enter(target: str, value: str | int, on: str, **fields: object) -> "Measurement":
        return measure(deal, indicator_of(deal, target), value, on, by=bureau, approved_by=reviewer, **fields)  # type: ignore[arg-type]

    return enter
