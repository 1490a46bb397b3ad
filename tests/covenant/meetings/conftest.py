"""What the tests of meetings share."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from regiodeal.covenant.meetings.models import Meeting
    from regiodeal.deals.models import Deal, User

# What asks Django for its models is imported in the fixtures: pytest reads this file before Django is set up.


@pytest.fixture
def meeting(deal: "Deal", bureau: "User") -> "Meeting":
    """A meeting that was held, and still takes decisions."""
    from tests.plugins.meetings import held

    return held(deal, "2026-09-15", by=bureau)
