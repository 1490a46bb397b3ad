"""Every test keeps its files in a folder of its own: the tests that run beside it number their imports alike."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from django.test import Client

    from regiodeal.deals.models import User
    from regiodeal.sheets.cells import Cell
    from tests.pillars.exchange.files import Read
    from tests.plugins.deal import Enter

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    """Keep the uploaded files of this test apart."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def read(tmp_path: Path) -> "Read":
    """Read a file, as rows by the heading of their columns."""

    from tests.pillars.exchange.files import table_in

    def rows(content: bytes) -> "list[dict[str, Cell]]":
        path = tmp_path / "upload"
        path.write_bytes(content)
        table, found = table_in(path)
        return [
            {title: cells[place] for place, title in table.columns.items() if place < len(cells)} for _n, cells in found
        ]

    return rows


@pytest.fixture
def at_work(enter: "Enter", bureau: "User") -> "Client":
    """The bureau, signed in."""
    return enter(bureau)
