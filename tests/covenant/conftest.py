"""Every test of the covenant keeps its files in a folder of its own, and speaks as the deal that it is about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from regiodeal.deals.words import speaking


@pytest.fixture(autouse=True)
def own_files(own_files: Path) -> Path:
    """Keep the uploaded files of every test here apart."""
    return own_files


@pytest.fixture(autouse=True)
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    """Speak the words of the deal, as a page of it does: verbs are called here without one."""
    if "deal" not in request.fixturenames:
        yield
        return
    with speaking(request.getfixturevalue("deal").words):
        yield
