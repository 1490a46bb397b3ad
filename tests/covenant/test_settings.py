"""What production refuses, before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from regiodeal import environment
from tests.portal import ROOT

PUBLIC = {"ALLOWED_HOSTS": "portaal.denhaag.nl"}
LONG = "x" * 60


def check(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` as a deployment would."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATA_DIR": str(tmp_path / "data"), **variables}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_this_machine_needs_no_settings_and_keeps_a_secret_of_its_own(tmp_path: Path) -> None:
    assert check(tmp_path).returncode == 0
    secret = tmp_path / "data" / "secret-key"
    assert len(secret.read_text()) >= 50
    assert secret.stat().st_mode & 0o077 == 0
    first = secret.read_text()
    check(tmp_path)
    assert secret.read_text() == first


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        (PUBLIC, "SECRET_KEY is not set"),
        ({**PUBLIC, "SECRET_KEY": "kort"}, "shorter than 50"),
        ({**PUBLIC, "SECRET_KEY": LONG, "DEBUG": "1"}, "DEBUG is on"),
    ],
)
def test_production_refuses_to_start(tmp_path: Path, variables: dict[str, str], message: str) -> None:
    done = check(tmp_path, **variables)
    assert done.returncode != 0
    assert message in done.stderr


def test_production_starts_with_a_secret_of_its_own(tmp_path: Path) -> None:
    assert check(tmp_path, **PUBLIC, SECRET_KEY=LONG).returncode == 0


def test_production_speaks_https_only(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS)"
    )
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "regiodeal.settings",
        "SECRET_KEY": LONG,
        **PUBLIC,
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True", "31536000"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.0.0.9"])
def test_loopback_is_this_machine(host: str) -> None:
    assert environment.is_local([host])


@pytest.mark.parametrize("host", ["portaal.nl", "10.0.0.1", "*", ".localhost.nl", "0.0.0.0"])
def test_anything_else_is_not(host: str) -> None:
    assert not environment.is_local(["127.0.0.1", host])


def test_debug_is_for_this_machine_only() -> None:
    environment.refuse_debug_in_production(debug=True, local=True)
    with pytest.raises(ImproperlyConfigured):
        environment.refuse_debug_in_production(debug=True, local=False)
