"""Starts the services once for a whole test run, before Django reads its settings; the workers share them."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import override_settings

from tests import services

ROOT = Path(__file__).parents[2]
APPS = ("regiodeal", "pillars", "finance", "reporting")
running_services = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL and Redis, and point Django at them, unless that is done (in a worker) or not wanted."""
    is_worker = hasattr(config, "workerinput")
    if not (is_worker or config.option.collectonly or config.option.help):
        start(kept=config.option.quick)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")
    django.setup()
    use_static_files_as_they_are()
    PBKDF2PasswordHasher.iterations = 1  # a million take half a second, at each password that is set or typed
    for plugin in ("tests.plugins.deal", "tests.plugins.money", "tests.plugins.parsed"):
        config.pluginmanager.import_plugin(plugin)  # imports models, so only now


def use_static_files_as_they_are() -> None:
    """Name static files without their hash, so that no run has to collect them first; the browser tests do collect."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}).enable()


def pytest_unconfigure() -> None:
    """End what this process started."""
    running_services.close()


def start(*, kept: bool) -> None:
    """Start the services in one temporary folder and hand their addresses to Django by the environment.

    `kept`: the databases stay for the next run, as long as the models and the deal file stay as they are.
    """
    folder = Path(running_services.enter_context(tempfile.TemporaryDirectory(prefix="portal-tests-")))
    (folder / "data" / "static").mkdir(parents=True)
    os.environ["DATA_DIR"] = str(folder / "data")
    database = (kept_folder() if kept else None) or folder / "postgresql"
    os.environ["DATABASE_URL"] = running_services.enter_context(services.postgresql(database))
    os.environ["REDIS_URL"] = running_services.enter_context(services.redis_server(folder / "redis"))


def kept_folder() -> Path | None:
    """Return the folder of the databases that are kept for this state of the models; none while another run has it."""
    parent = Path(tempfile.gettempdir()) / f"portal-quick-{os.getuid()}-{_digest([ROOT])}"
    parent.mkdir(exist_ok=True)
    lock = running_services.enter_context((parent / "lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    models = [path for app in APPS for name in ("models.py", "deal_file.py") for path in (ROOT / app).rglob(name)]
    sources = [*models, *(ROOT / "regiodeal").glob("*/*.py"), *(ROOT / "fixtures").iterdir()]
    folder = parent / _digest(sorted(set(sources)))
    for other in parent.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other)
    return folder


def _digest(paths: list[Path]) -> str:
    """A short name for these files with what is in them, or for the folder."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path).encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]
