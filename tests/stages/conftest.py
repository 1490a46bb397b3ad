"""A deal in preparation, and who prepares it. The models are imported once the apps are there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from regiodeal.deals.models import Deal, User


@pytest.fixture
def beginner(db: None) -> User:
    """Somebody who was given the right to begin deals, and has no role anywhere."""
    from tests.plugins.deal import person

    user = person(None, "Begin", None)
    user.may_begin_deals = True
    user.save()
    return user


@pytest.fixture
def noordkop(beginner: User) -> Deal:
    """A deal that was begun with its names and days, and holds nothing yet."""
    from regiodeal.stages.life import NewDeal, begin
    from tests.plugins.deal import at

    days = (date(2026, 6, 1), date(2026, 7, 1), date(2030, 12, 31), date(2030, 12, 31))
    return begin(NewDeal("Regio Deal Noordkop", "Noordkop", "Noordkop", *days), by=beginner, at=at("2026-03-01"))


@pytest.fixture
def partner(noordkop: Deal) -> User:
    """A second member of the bureau of the deal in preparation."""
    from regiodeal.deals.roles import Role
    from tests.plugins.deal import person

    return person(noordkop, "Tweede", Role.BUREAU)
