"""The grid in a test: on a day in a round, by somebody of the bureau."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    pass

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 20 May 2026, in the round that closes on 14 June."""
    from tests.plugins.deal import at

    monkeypatch.setattr("django.utils.timezone.now", lambda: at("2026-05-20"))
