"""A broker that a test may stop and start, and waiting for what a worker does."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import redis

from tests.services import free_port, running, wait_until

PATIENCE = 180  # seconds; it takes ten on a quiet machine


class Broker:
    """A Redis of this test's own, that it may stop and start."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.stack = ExitStack()

    def start(self) -> None:
        """Let it answer."""
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        command = ["redis-server", *options]
        process = self.stack.enter_context(running(command, log=self.folder / "redis.log"))
        wait_until(self.answers, process, self.folder / "redis.log")

    def stop(self) -> None:
        """End it, by its own process."""
        self.stack.close()

    def answers(self) -> bool:
        """Whether it does."""
        with redis.Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


def until(is_so: Callable[[], bool], log: Path) -> None:
    """Wait until something is so; fail with the worker's log."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
