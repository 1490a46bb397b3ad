"""What every test can ask for. The suite runs on PostgreSQL and Redis; `sqlite_portal` gives the other way to run."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal import ROOT, Portal

pytest_plugins = [
    "tests.plugins.services",
    "tests.plugins.scheduling",
    "tests.plugins.collector",
    "tests.plugins.quick",
    "tests.plugins.effort",
]


@pytest.fixture(scope="session")
def migrated_data() -> Path:
    """Give the folder of a portal whose SQLite database was migrated and holds nothing, to copy.

    That and collecting the static files take most of a minute of CPU, so the workers of a run share it;
    tests/test_start.py begins from nothing.
    """
    run_folder = Path(os.environ["DATA_DIR"]).parent
    migrated = run_folder / "migrated"
    with (run_folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not migrated.exists():
            portal = Portal(run_folder / "migrating")
            prepare: list[str | Path] = [sys.executable, ROOT / "bin" / "prepare"]
            subprocess.run(prepare, env=portal.environment | {"EXAMPLE": "no"}, check=True)
            portal.data_dir.rename(migrated)
    return migrated


@pytest.fixture
def sqlite_portal(migrated_data: Path, tmp_path: Path) -> Portal:
    """Give a portal as `make run` makes it, with an empty SQLite database and no services, to command with `manage`."""
    data = shutil.copytree(migrated_data, tmp_path / "data", ignore=shutil.ignore_patterns("static"))
    return Portal(data)
