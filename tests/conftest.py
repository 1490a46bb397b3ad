"""What every test can ask for. The suite runs on PostgreSQL and Redis; `sqlite_portal` gives the other way to run."""

import shutil
from pathlib import Path

import pytest

from tests.portal import Portal

pytest_plugins = ["tests.plugins.services", "tests.plugins.scheduling", "tests.plugins.quick", "tests.plugins.effort"]


@pytest.fixture(scope="session")
def migrated_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a portal whose SQLite database was migrated and holds nothing, to copy."""
    portal = Portal(tmp_path_factory.mktemp("migrated") / "data")
    portal.manage("migrate", "--verbosity=0")
    return portal.data_dir


@pytest.fixture
def sqlite_portal(migrated_data: Path, tmp_path: Path) -> Portal:
    """Give a portal as `make run` makes it, with an empty SQLite database and no services, to command with `manage`."""
    shutil.copytree(migrated_data, tmp_path / "data")
    return Portal(tmp_path / "data")
