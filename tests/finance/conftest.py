"""What the tests of the money share."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from finance.ledger_import.models import LedgerMapping
    from regiodeal.deals.models import Deal, User
    from tests.finance.at_once import Meet, Two
    from tests.plugins.deal import Enter

LONGEST = 5  # seconds that one waits for the other, where the code lets them get that far at once

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


@pytest.fixture
def mapping(deal: "Deal") -> "LedgerMapping":
    """How the files of these tests are read."""
    from tests.finance.ledger_import.ledger import mapping_of

    return mapping_of(deal)


@pytest.fixture
def two(deal: "Deal", controller: "User", enter: "Enter") -> "Two":
    """Two treasurers, signed in."""
    from regiodeal.deals.roles import Role
    from tests.plugins.deal import person

    return enter(controller), enter(person(deal, "Tweede", Role.TREASURER))


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> "Meet":
    """Let two who come to a method wait for each other there: all that goes before it, both have done."""

    def patch(owner: type, name: str) -> None:
        stored, barrier = getattr(owner, name), Barrier(2)

        def waits(self: Any, *args: Any, **kwargs: Any) -> Any:
            with suppress(BrokenBarrierError):  # the other one was held up before this, or is done
                barrier.wait(timeout=LONGEST)
            return stored(self, *args, **kwargs)

        monkeypatch.setattr(owner, name, waits)

    return patch
