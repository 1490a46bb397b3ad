"""What the tests of the ledger in files share."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from finance.ledger_import.models import LedgerMapping
    from regiodeal.deals.models import Deal

# What asks Django for its models is imported in the fixture: pytest reads this file before Django is set up.


@pytest.fixture
def mapping(deal: "Deal") -> "LedgerMapping":
    """How the files of these tests are read."""
    from tests.finance.ledger_import.ledger import mapping_of

    return mapping_of(deal)
