"""The web server: nobody outside stops it or forges an address, and it comes back by itself."""

import os
import signal
import socket
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from regiodeal.config.connections import is_stuck, processors
from tests.services import children, free_port, running, wait_until

ECHO = """
import socket, sys, time
from regiodeal.config import connections
from regiodeal.config.web_server import serve

def application(environ, start):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(float(environ["QUERY_STRING"]))
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ.get('HTTP_X_FORWARDED_FOR')} {environ.get('HTTP_X_FORWARDED_PROTO')} {len(body)}".encode()]

connections.SECONDS[False] = 3
connections.STUCK, connections.WATCHED_EVERY = 2, 0.2
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
serve(application, listener, threads=2, is_known=lambda cookies: cookies == "known")
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


@pytest.mark.parametrize(
    ("cookie", "authorization", "most"),
    [("", "", 64 * 1024), ("forged", "", 64 * 1024), ("", "Bearer rdp_x", 3 * 1024 * 1024), ("known", "", 24_000_000)],
)
def test_a_stranger_may_send_what_a_form_to_sign_in_holds_and_no_more(
    echo: int, cookie: str, authorization: str, most: int
) -> None:
    """Security A3: by what the request says, by what comes, and when it asks first whether it may go on."""
    who = f"Cookie: {cookie}\r\nAuthorization: {authorization}\r\n" if cookie or authorization else ""
    head = f"POST / HTTP/1.1\r\nHost: a\r\n{who}"
    told = sent(echo, f"{head}Content-Length: {most + 1_200_000}\r\n\r\n".encode())
    assert told.startswith(b"HTTP/1.1 413")
    asked_first = f"{head}Content-Length: {most + 1_200_000}\r\nExpect: 100-continue\r\n\r\n"
    assert sent(echo, asked_first.encode()).startswith(b"HTTP/1.1 413")
    parts = b"".join(b"%x\r\n%s\r\n" % (size := min(60_000, most), b"x" * size) for _ in range(most // 60_000 + 25))
    chunked = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + parts
    assert b"413" in sent(echo, chunked)[:20]
    small = f"{head}Connection: close\r\nContent-Length: {min(most, 60_000)}\r\n\r\n"
    assert sent(echo, small.encode() + b"x" * min(most, 60_000)).startswith(b"HTTP/1.1 200")


def sent(port: int, data: bytes) -> bytes:
    """The first line of the answer to these bytes; what is refused while it is sent may be cut off."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        with suppress(ConnectionError):
            connection.sendall(data)
        try:
            return connection.recv(100)
        except ConnectionResetError:
            return b"HTTP/1.1 413 (cut off)"


def test_who_sends_a_byte_now_and_then_is_not_waited_for(echo: int) -> None:
    """Neither for the headers nor for the body: a connection is one of a thousand."""
    for begun in (SILENT, b"GET / HTTP/1.1\r\nHost: "):
        with socket.create_connection(("127.0.0.1", echo), timeout=20) as connection:
            connection.sendall(begun)
            began = time.monotonic()
            with suppress(ConnectionError):
                while time.monotonic() < began + 15:
                    connection.sendall(b"b")
                    time.sleep(0.2)
            assert 2 < time.monotonic() - began < 8


def test_health_is_told_while_every_thread_is_busy(echo: int) -> None:
    """Reliability B1: while all waited for a lock, `/healthz` did not answer."""
    busy = [socket.create_connection(("127.0.0.1", echo)) for _ in range(6)]
    for each in busy:
        each.sendall(b"GET /slow?1.5 HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(0.2)
    began = time.monotonic()
    assert answer(echo, "/healthz")[0] == 200
    assert time.monotonic() - began < 0.1
    for each in busy:
        assert each.recv(12) == b"HTTP/1.1 200"
        each.close()


def test_a_process_whose_threads_are_all_stuck_ends_and_makes_place(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "echo.log"
    with running([sys.executable, "-c", textwrap.dedent(ECHO), str(port)], log=log) as process:
        wait_until(lambda: answers(port), process, log)
        stuck = [socket.create_connection(("127.0.0.1", port)) for _ in range(2)]
        for each in stuck:
            each.sendall(b"GET /slow?90 HTTP/1.1\r\nHost: a\r\n\r\n")
        assert process.wait(timeout=40) == -signal.SIGKILL
        for each in stuck:
            each.close()
    assert not is_stuck([1, 900], 2, now=1000)  # one thread works
    assert not is_stuck([1], 2, now=1000)  # one is free
    assert is_stuck([1, 2], 2, now=1000)


def test_processes_follow_the_machine_and_the_share_of_its_container(tmp_path: Path) -> None:
    own, quota = len(os.sched_getaffinity(0)), tmp_path / "cpu.max"
    assert processors(quota) == own
    for text, expected in [("max 100000", own), ("100000 100000", 1), ("50000 100000", 1), ("9900000 100000", own)]:
        quota.write_text(text)
        assert processors(quota) == expected


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
