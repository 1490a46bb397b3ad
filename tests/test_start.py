"""The commands that start the portal: what they refuse at once, and that they end all that they started."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.portal import ROOT, Portal
from tests.services import running, wait_until


def portal_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bin" / "portal"), *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def processes_with(data_dir: Path) -> set[str]:
    """Return the processes of this machine that were started for one data folder."""
    wanted = f"DATA_DIR={data_dir}".encode()
    found = set()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in environment.read_bytes().split(b"\0"):
                found.add(environment.parent.name)
        except OSError:  # it ended, or belongs to somebody else
            continue
    return found


def test_a_taken_port_is_told_before_anything_slow() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = portal_command("--check", PORT=str(port))
    assert refused.returncode == 1
    assert refused.stderr == f"Port {port} is already in use. Choose another one: PORT={port + 1} make run\n"


@pytest.mark.parametrize("port", ["https", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    refused = portal_command("--check", PORT=port)
    assert refused.returncode == 1
    assert refused.stderr == f"PORT is {port!r}, which is no port number. Try: PORT=8001 make run\n"


def test_a_free_port_passes() -> None:
    assert portal_command("--check", PORT=str(Portal(Path()).port)).returncode == 0


def test_a_container_is_told_of_an_unknown_process() -> None:
    refused = subprocess.run([ROOT / "bin" / "process", "wbe"], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr) == (1, "bin/process: the Procfile has no process 'wbe'\n")


def test_the_web_process_starts_without_what_only_some_pages_need(tmp_path: Path) -> None:
    slow = ["pandas", "openpyxl", "docx", "weasyprint", "pikepdf", "holidays", "jsonschema"]
    code = (
        "import sys; from regiodeal.config import wsgi; from django.core.checks.urls import check_url_config as check\n"
        f"assert not check(None) and wsgi.application; print([name for name in {slow} if name in sys.modules])"
    )
    environment = Portal(tmp_path).environment
    environment["PYTHONWARNINGS"] = "ignore"  # no static files were collected
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_closing_the_terminal_ends_every_process(tmp_path: Path) -> None:
    portal, log = Portal(tmp_path / "data"), tmp_path / "log"
    environment = portal.environment | {"EXAMPLE": "no"}
    with running([sys.executable, ROOT / "bin" / "portal"], log=log, env=environment) as process:
        wait_until(portal.answers, process, log)
        assert len(processes_with(portal.data_dir)) >= len(["portal", "web", "worker", "beat"])
        process.send_signal(signal.SIGHUP)
        assert process.wait(20) == 0, log.read_text()
    time.sleep(0.1)
    assert processes_with(portal.data_dir) == set()
