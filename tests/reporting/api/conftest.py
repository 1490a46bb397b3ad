"""Who asks: a program with a token for everything that may be given."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from regiodeal.deals.models import Deal, User
    from tests.reporting.api.clients import Reading

# What asks Django for its models is imported in the fixtures: pytest reads this file before Django is set up.


@pytest.fixture
def api(deal: "Deal", administrator: "User") -> "Reading":
    """A client that may read every kind of the deal."""
    from tests.reporting.api.clients import Reading, token_for

    return Reading(token_for([deal], administrator))
