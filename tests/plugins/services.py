"""Starts the services once for a whole test run, before Django reads its settings; the workers share them."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.test import override_settings

from tests import services

running_services = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL and Redis, and point Django at them, unless that is done (in a worker) or not wanted."""
    is_worker = hasattr(config, "workerinput")
    if not (is_worker or config.option.collectonly or config.option.help):
        start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")
    django.setup()
    use_static_files_as_they_are()
    for plugin in ("tests.plugins.deal", "tests.plugins.money"):
        config.pluginmanager.import_plugin(plugin)  # imports models, so only now


def use_static_files_as_they_are() -> None:
    """Name static files without their hash, so that no run has to collect them first; the browser tests do collect."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}).enable()


def pytest_unconfigure() -> None:
    """End what this process started."""
    running_services.close()


def start() -> None:
    """Start the services in one temporary folder and hand their addresses to Django by the environment."""
    folder = Path(running_services.enter_context(tempfile.TemporaryDirectory(prefix="portal-tests-")))
    (folder / "data" / "static").mkdir(parents=True)
    os.environ["DATA_DIR"] = str(folder / "data")
    os.environ["DATABASE_URL"] = running_services.enter_context(services.postgresql(folder / "postgresql"))
    os.environ["REDIS_URL"] = running_services.enter_context(services.redis_server(folder / "redis"))
