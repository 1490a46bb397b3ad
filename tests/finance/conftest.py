"""Every test keeps its files in a folder of its own, and reads them with a mapping of the deal."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from finance.ledger_import.models import LedgerMapping
    from regiodeal.deals.models import Deal

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


@pytest.fixture(autouse=True)
def own_files(own_files: Path) -> Path:
    """Keep the uploaded files of every test here apart."""
    return own_files


@pytest.fixture
def mapping(deal: "Deal") -> "LedgerMapping":
    """How the files of these tests are read."""
    from tests.finance.ledger_import.ledger import mapping_of

    return mapping_of(deal)
