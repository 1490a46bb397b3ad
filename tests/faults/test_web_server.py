"""The web server: nobody outside stops it or forges an address, and it comes back by itself."""

import os
import signal
import socket
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.services import children, free_port, running, wait_until

ECHO = """
import socket, sys
from regiodeal.config.web_server import serve

def application(environ, start):
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ.get('HTTP_X_FORWARDED_FOR')} {environ.get('HTTP_X_FORWARDED_PROTO')} {len(body)}".encode()]

serve(application, socket.create_server(("127.0.0.1", int(sys.argv[1]))), threads=2)
"""
SILENT = (
    b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\na="
)


def answer(port: int, path: str = "/", **headers: str) -> tuple[int, str]:
    """What the server at the port answers."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode()


def answers(port: int, path: str = "/") -> bool:
    """Whether it answers at all."""
    try:
        return answer(port, path)[0] == 200
    except (OSError, HTTPException):
        return False


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[int]:
    """The server with an application that says what it was told."""
    port, log = free_port(), tmp_path / "echo.log"
    with running([sys.executable, "-c", textwrap.dedent(ECHO), str(port)], log=log) as process:
        wait_until(lambda: answers(port), process, log)
        yield port


def test_a_hundred_silent_connections_keep_nobody_waiting(echo: int) -> None:
    """Security A1: 2 to 12 connections that sent two bytes of a form stopped every page."""
    silent = [socket.create_connection(("127.0.0.1", echo)) for _ in range(100)]
    try:
        for each in silent:
            each.sendall(SILENT)
        assert [answer(echo)[0] for _ in range(20)] == [200] * 20
        silent[0].sendall(b"b" * 998)  # who goes on after a while is answered too
        assert silent[0].recv(12) == b"HTTP/1.1 200"
    finally:
        for each in silent:
            each.close()


@pytest.mark.parametrize("fillers", [0, 1, 5, 12])
def test_a_header_with_an_underscore_is_not_the_one_that_the_proxy_sets(echo: int, fillers: int) -> None:
    """Security A2: `X_Forwarded_For` chose the address in the trail, and escaped every limit."""
    others = {f"Z{number}": "1" for number in range(fillers)}
    forged = {"X_Forwarded_For": "7.7.7.1", "X_Forwarded_Proto": "https"}
    real = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "http"}
    for headers in (forged | others | real, real | others | forged, others | real | forged):
        assert answer(echo, **headers) == (200, "192.0.2.9 http 0")
    assert answer(echo, **forged)[1] == "None None 0"


def test_a_body_larger_than_any_form_is_refused_before_it_is_read(echo: int) -> None:
    """Security A3: 800 MB of a stranger landed in the folder of temporary files."""
    with socket.create_connection(("127.0.0.1", echo)) as connection:
        connection.sendall(SILENT.replace(b"1000", b"838860800"))
        assert connection.recv(100).startswith(b"HTTP/1.1 413")
    assert answers(echo)


def test_two_processes_watch_over_each_other(tmp_path: Path, db: None) -> None:
    port, log = free_port(), tmp_path / "web.log"
    env = {**os.environ, "PORT": str(port), "WEB_WORKERS": "2", "ALLOWED_HOSTS": "127.0.0.1"}
    with running([sys.executable, "-m", "regiodeal.config.web_server"], log=log, env=env) as first:
        wait_until(lambda: answers(port, "/healthz"), first, log)
        wait_until(lambda: len(children(first.pid)) == 2, first, log)
        old = children(first.pid)
        os.kill(old[0], signal.SIGKILL)
        wait_until(lambda: len(set(children(first.pid)) - {old[0]}) == 2, first, log)
        assert answers(port, "/healthz")
        first.kill()  # nobody is left to tell them
        first.wait()
        end = time.monotonic() + 30
        while answers(port, "/healthz") and time.monotonic() < end:
            time.sleep(0.1)
        assert not answers(port, "/healthz")
