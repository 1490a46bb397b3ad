"""A real worker, that takes tasks from Redis and works on the database of the test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.services import running

WORKER = ["-m", "celery", "--quiet", "--app", "regiodeal.config.celery:app", "worker", "--loglevel", "warning"]


@contextmanager
def running_worker(log: Path, *, pool: str = "solo") -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker until the block ends: alone (`solo`), or with one child that does the work (`prefork`)."""
    assert connection.vendor == "postgresql"
    url, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    env = {**os.environ, "DATABASE_URL": f"{url}/{connection.settings_dict['NAME']}"}
    with running([sys.executable, *WORKER, "--pool", pool, "--concurrency", "1"], log=log, env=env) as process:
        yield process
