"""bin/bootstrap trusts whom the machine trusts, and says what to set when something cannot be fetched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal import ROOT

SYSTEM_STORE = Path("/etc/ssl/certs/ca-certificates.crt")
# Notes its environment instead of fetching anything; uv is there only after pip was asked for it.
FAKE = """#!/bin/sh
name="$(basename "$0")"
if [ "$name" = uv ] && [ ! -e uv-is-there ]; then exit 1; fi
if [ "$name" = python ]; then touch uv-is-there; fi
mkdir -p node_modules .venv
env > "$name.environment"
case "$name $1" in "$FAILS --version" | "uv venv") ;; "$FAILS "*) exit 1 ;; esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh clone in which pip, uv and npm are fakes."""
    for name in ("bin/bootstrap", "requirements/base.txt", "requirements/uv.txt", "package-lock.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "fakes").mkdir()
    (tmp_path / "fakes" / "python3.14").symlink_to(sys.executable)
    for name in ("fakes/uv", "fakes/npm", ".bootstrap/bin/python"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(FAKE)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def bootstrap(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{folder / 'fakes'}:{os.defpath}", "HOME": str(folder), "FAILS": "", **variables}
    return subprocess.run(
        [folder / "bin" / "bootstrap", "run"], env=environment, capture_output=True, text=True, check=False
    )


def told(folder: Path, name: str) -> dict[str, str]:
    lines = (folder / f"{name}.environment").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.mark.skipif(not SYSTEM_STORE.exists(), reason="this machine keeps its CAs elsewhere")
def test_all_three_trust_the_store_of_the_system(folder: Path) -> None:
    done = bootstrap(folder)
    assert done.returncode == 0, done.stderr
    assert told(folder, "uv")["UV_SYSTEM_CERTS"] == "true"
    assert told(folder, "python")["PIP_CERT"] == str(SYSTEM_STORE)
    assert told(folder, "npm")["NODE_EXTRA_CA_CERTS"] == str(SYSTEM_STORE)


def test_a_file_of_ones_own_goes_first_and_what_was_set_stays(folder: Path) -> None:
    (folder / "ca.pem").touch()
    bootstrap(folder, SSL_CERT_FILE=str(folder / "ca.pem"), UV_SYSTEM_CERTS="false", NODE_EXTRA_CA_CERTS="own.pem")
    assert told(folder, "uv")["SSL_CERT_FILE"] == told(folder, "python")["PIP_CERT"] == str(folder / "ca.pem")
    assert told(folder, "uv")["UV_SYSTEM_CERTS"] == "false"
    assert told(folder, "npm")["NODE_EXTRA_CA_CERTS"] == "own.pem"


@pytest.mark.parametrize("name", ["python", "uv", "npm"])
def test_a_failure_says_what_to_set(folder: Path, name: str) -> None:
    done = bootstrap(folder, FAILS=name)
    assert done.returncode == 1
    assert "set SSL_CERT_FILE=" in done.stderr.splitlines()[-1]


def test_an_archive_that_brings_its_packages_fetches_nothing(folder: Path) -> None:
    """`make bundle` makes one, for a machine without a network."""
    (folder / "wheels").mkdir()
    assert bootstrap(folder).returncode == 0
    for name in ("python", "uv"):
        assert told(folder, name)["PIP_NO_INDEX"] == told(folder, name)["UV_NO_INDEX"] == "1"
        assert told(folder, name)["UV_OFFLINE"] == "1"
        assert told(folder, name)["UV_FIND_LINKS"] == told(folder, name)["PIP_FIND_LINKS"] == str(folder / "wheels")
