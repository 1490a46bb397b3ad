"""`bin/healthy` takes the answer of the portal itself for healthy, and no other."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
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
        assert healthy(port) == (code, "web lives\n" if status == 200 else f"status {status}\n")


def test_no_answer_is_not() -> None:
    code, told = healthy(free_port())
    assert code == 1
    assert told.startswith("no answer: ")


def test_after_three_faults_in_a_row_the_container_ends_and_is_started_again(tmp_path: Path) -> None:
    """Finding C: Docker leaves alone what is only unhealthy."""
    with subprocess.Popen(["sleep", "60"]) as container:
        env = {**os.environ, "PORT": str(free_port()), "TMPDIR": str(tmp_path), "HEALTHY_ENDS": str(container.pid)}
        command = [sys.executable, str(ROOT / "bin" / "healthy"), "web", "3"]
        with answering(200) as port:
            for right in (False, False, True, False, False):  # one answer between them begins the count anew
                asked = env | ({"PORT": str(port)} if right else {})
                assert subprocess.run(command, env=asked, capture_output=True, check=False).returncode == (not right)
        assert container.poll() is None
        subprocess.run(command, env=env, capture_output=True, check=False)
        assert container.wait(10) == -signal.SIGTERM


@pytest.mark.parametrize(("seconds", "code"), [(60, 0), (20 * 60, 1), (-3 * 24 * 3600, 1)])
def test_a_schedule_of_the_future_is_no_sign_of_life(tmp_path: Path, seconds: int, code: int) -> None:
    """Reliability B2: after a clock that ran ahead the file was new for three days."""
    (tmp_path / "beat-schedule").touch()
    moment = time.time() - seconds
    os.utime(tmp_path / "beat-schedule", (moment, moment))
    command = [sys.executable, str(ROOT / "bin" / "healthy"), "beat"]
    env = {**os.environ, "DATA_DIR": str(tmp_path)}
    assert subprocess.run(command, env=env, capture_output=True, check=False).returncode == code


@pytest.mark.parametrize("told", [{}, {"HOSTNAME": "another"}])
def test_the_worker_is_asked_by_the_name_that_it_gives_itself(tmp_path: Path, told: dict[str, str]) -> None:
    """Without Docker nobody says HOSTNAME, and a worker that lived gave no answer."""
    (tmp_path / "celery").mkdir()
    (tmp_path / "celery" / "__init__.py").touch()
    (tmp_path / "celery" / "__main__.py").write_text("import sys; open('asked', 'w').write(sys.argv[-1])")
    kept = {name: value for name, value in os.environ.items() if name != "HOSTNAME"}
    env = {**kept, **told, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, str(ROOT / "bin" / "healthy"), "worker"]
    subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True)
    assert (tmp_path / "asked").read_text() == f"celery@{socket.gethostname()}"
