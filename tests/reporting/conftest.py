"""Reports to look at: one of the real covenant with example progress, one of an invented deal without any."""

import socket
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Pdf

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

# What asks Django for its models is imported in the fixtures: pytest reads this file before Django is set up.


@pytest.fixture(scope="session")
def snapshot(example_database: str, django_db_blocker: "DjangoDbBlocker") -> Any:
    """Den Haag Zuidwest II with its example progress, as of 14 June 2026."""
    from tests.plugins.deal import SLUG, in_database
    from tests.reporting.example_reports import snapshot_of

    with django_db_blocker.unblock(), in_database(example_database):
        return snapshot_of(SLUG)


@pytest.fixture(scope="session")
def bare_snapshot(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Any:
    """The invented deal Veenland, of which nothing has been reported yet."""
    from tests.reporting.example_reports import loaded_snapshot

    with django_db_blocker.unblock():
        return loaded_snapshot("tests/deals/veenland.yaml")


@pytest.fixture(scope="session")
def content(snapshot: Any) -> bytes:
    """The report of Den Haag Zuidwest II."""
    from tests.reporting.example_reports import build

    return build(snapshot)


@pytest.fixture(scope="session")
def pdf(content: bytes) -> Iterator[Pdf]:
    """The report of Den Haag Zuidwest II, opened."""
    with Pdf.open(BytesIO(content)) as opened:
        yield opened


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on a free port of this machine that nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server
