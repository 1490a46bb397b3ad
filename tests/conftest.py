"""What every test can ask for. The suite runs on PostgreSQL and Redis; `sqlite_portal` gives the other way to run."""

from pathlib import Path

import pytest

from tests.portal import Portal

pytest_plugins = ["tests.plugins.services", "tests.plugins.scheduling"]


@pytest.fixture
def sqlite_portal(tmp_path: Path) -> Portal:
    """Give a portal as `make run` makes it, with an empty SQLite database and no services, to command with `manage`."""
    portal = Portal(tmp_path / "data")
    portal.manage("migrate", "--verbosity=0")
    return portal
