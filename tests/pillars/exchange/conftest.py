"""Every test keeps its files in a folder of its own: the tests that run beside it number their imports alike."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from regiodeal.sheets.cells import Cell
    from tests.pillars.exchange.files import Read

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


@pytest.fixture(autouse=True)
def own_files(own_files: Path) -> Path:
    """Keep the uploaded files of every test here apart."""
    return own_files


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
