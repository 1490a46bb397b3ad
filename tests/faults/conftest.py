"""Each fault has a folder for files of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app

from tests.faults.broker import Broker


@pytest.fixture(autouse=True)
def own_files(own_files: Path) -> Path:
    """Keep the uploaded files of every test here apart."""
    return own_files


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Broker]:
    """A broker for jobs, and a cache in the same server, as in production."""
    own = Broker(tmp_path)
    monkeypatch.setenv("REDIS_URL", own.url)
    monkeypatch.setattr(current_app.conf, "broker_write_url", own.url)
    monkeypatch.setattr(current_app.conf, "broker_read_url", own.url)
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": own.url}}
    monkeypatch.setenv("DATA_DIR", str(tmp_path))  # the worker keeps its files where the test looks
    app: Any = current_app
    app._after_fork()  # forget the connections to the other broker
    own.start()
    yield own
    own.stop()
    app._after_fork()
