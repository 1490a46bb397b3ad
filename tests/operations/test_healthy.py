"""`bin/healthy` takes the answer of the portal itself for healthy, and no other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.portal import ROOT
from tests.services import free_port


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that gives every question the same answer; its port."""

    class Always(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Print nothing."""

    server = HTTPServer(("127.0.0.1", 0), Always)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def healthy(port: int) -> tuple[int, str]:
    command = [sys.executable, str(ROOT / "bin" / "healthy")]
    done = subprocess.run(command, env={**os.environ, "PORT": str(port)}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("status", "code"),
    [(200, 0), (301, 1), (400, 1), (404, 1), (500, 1)],  # another server, a host that is not allowed, a fault
)
def test_only_an_answer_of_the_portal_is_healthy(status: int, code: int) -> None:
    with answering(status) as port:
        assert healthy(port) == (code, f"status {status}\n")


def test_no_answer_is_not() -> None:
    code, told = healthy(free_port())
    assert code == 1
    assert told.startswith("no answer: ")
