"""What the tests of meetings share."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from regiodeal.covenant.meetings.models import Meeting
    from regiodeal.deals.models import Deal, User
    from tests.plugins.deal import Enter

# What asks Django for its models is imported in the fixtures: pytest reads this file before Django is set up.


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for the files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def secretary(enter: "Enter", bureau: "User") -> "Client":
    """The bureau, signed in: it keeps the meetings."""
    return enter(bureau)


@pytest.fixture
def meeting(deal: "Deal", bureau: "User") -> "Meeting":
    """A meeting that was held, and still takes decisions."""
    from tests.plugins.meetings import held

    return held(deal, "2026-09-15", by=bureau)
