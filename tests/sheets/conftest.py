"""Reading a file in a test."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from regiodeal.sheets.cells import Cell
    from tests.pillars.exchange.files import Read

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


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
