"""What production refuses, before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from regiodeal.config.environment import Environment, is_local
from tests.environment import PRODUCTION, environment
from tests.portal import ROOT
from tests.services import free_port

NEEDED = {
    "SECRET_KEY": "SECRET_KEY is not set",
    "PORTAL_URL": "PORTAL_URL is not set to an address like https://portaal.example.nl",
    "MAIL_FROM": "MAIL_FROM is not set",
    "CONTACT_EMAIL": "SECURITY_CONTACT or CONTACT_EMAIL is not set",
}


def check(tmp_path: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` as a deployment would."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATA_DIR": str(tmp_path / "data"), **variables}
    command = [sys.executable, "manage.py", "check", *options]
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
        *(({**PRODUCTION, name: ""}, told) for name, told in NEEDED.items()),
        ({**PRODUCTION, "SECRET_KEY": "kort"}, "shorter than 50"),
        ({**PRODUCTION, "DEBUG": "1"}, "DEBUG is on"),
        ({**PRODUCTION, "PORTAL_URL": "http://portaal.example.nl"}, NEEDED["PORTAL_URL"]),
        ({**PRODUCTION, "ALLOWED_HOSTS": "*"}, "every name"),
    ],
)
def test_production_refuses_to_start(tmp_path: Path, variables: dict[str, str], message: str) -> None:
    done = check(tmp_path, **variables)
    assert done.returncode != 0
    assert message in done.stderr


def test_production_starts_with_a_secret_of_its_own(tmp_path: Path) -> None:
    assert check(tmp_path, **PRODUCTION).returncode == 0


def test_the_check_of_a_deployment_finds_nothing(tmp_path: Path) -> None:
    """Security A8.3: `check --deploy` told of mail that goes nowhere, and nothing of the rest."""
    done = check(tmp_path, "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout
    kept = check(tmp_path, "--deploy", "--fail-level", "WARNING", **{**PRODUCTION, "MAIL_URL": "folder:"})
    assert kept.returncode == 0, kept.stderr


@pytest.mark.parametrize("process", ["web", "worker"])
def test_what_sends_mail_does_not_start_without_a_way_to(tmp_path: Path, process: str) -> None:
    """Security A8.3: mail went to files while pages said that it was sent."""
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "DATA_DIR": str(tmp_path / "data"),
        "PORT": str(free_port()),
        **PRODUCTION,
        "MAIL_URL": "",
    }
    command = [str(ROOT / "bin" / "process"), process]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "MAIL_URL is not set to a mail server" in done.stderr


def test_files_are_the_owners_alone(tmp_path: Path) -> None:
    """Security A8.4: mails with links, documents and the database could be read by every user of the machine."""
    code = (
        "import django; django.setup()\n"
        "from django.core.files.base import ContentFile; from django.core.files.storage import default_storage\n"
        "from django.core.mail import send_mail; from django.core.management import call_command\n"
        "call_command('migrate', 'sessions', verbosity=0); send_mail('a', 'b', None, ['c@example.nl'])\n"
        "default_storage.save('documents/a/b.txt', ContentFile(b'x'))"
    )
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "regiodeal.config.settings"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, check=True)
    found = [data, *data.rglob("*")]
    assert {path.name for path in found} >= {"portal.sqlite3", "mail", "b.txt", "secret-key"}
    assert [path for path in found if path.stat().st_mode & 0o077] == []


def test_production_speaks_https_only(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS)"
    )
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "regiodeal.config.settings",
        **PRODUCTION,
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True", "31536000"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.0.0.9"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_local([host])


@pytest.mark.parametrize("host", ["portaal.nl", "10.0.0.1", "*", ".localhost.nl", "0.0.0.0"])
def test_anything_else_is_not(host: str) -> None:
    assert not is_local(["127.0.0.1", host])


WRONG = {
    "API_REQUESTS_PER_MINUTE": ("veel", "-5", "0", "3.5", "\u0663", "9" * 5000),
    "CLAMAV": ("nonsense", "scanner:", ":3310", "scanner:veel", "scanner:70000", "unix:clamd", "tcp://scanner:3310"),
    "DATABASE_URL": ("nonsense", "postgresql://portal:geheim@h:abc/portal"),
    "MAIL_URL": ("smtp://portal:geheim@h:abc", "smtp://[h", "h:25", "https://h"),
    "PORTAL_URL": (
        "portaal.example.nl",
        "portaal.example.nl:443",
        "ftp://portaal.example.nl",
        "https://",
        "https://h:x",
    ),
    "REDIS_URL": ("nonsense", "redis:6379", "http://redis", "redis://:geheim@redis:abc/0", "redis://redis/nul"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_a_setting_cannot_be_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} is .*(like|give a whole number from 1)") as refused:
        environment(**{name: value})
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_REQUESTS_PER_MINUTE", "1000000"),
        ("CLAMAV", "scanner:3310"),
        ("CLAMAV", "[::1]:3310"),
        ("CLAMAV", "unix:/run/clamd.sock"),
        ("MAIL_URL", "smtp://h"),
        ("PORTAL_URL", "http://127.0.0.1:8001/"),
        ("REDIS_URL", "redis://redis"),
        ("REDIS_URL", "rediss://:geheim@redis:6379/1"),
    ],
)
def test_what_it_can_be_is_taken(name: str, value: str) -> None:
    assert getattr(environment(**{name: value}), name) != getattr(environment(), name)


def test_all_that_is_refused_is_told_at_once_and_no_secret_with_it() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment(**PRODUCTION | {"SECRET_KEY": "geheim", "MAIL_URL": "h:geheim", "LOG_LEVEL": "HARD", "DEBUG": "on"})
    assert [line.split()[0] for line in str(refused.value).splitlines()] == [
        "DEBUG",
        "SECRET_KEY",
        "MAIL_URL",
        "LOG_LEVEL",
    ]
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("name", Environment.model_fields)
def test_a_blank_variable_counts_as_not_set(name: str) -> None:
    assert environment(**{name: " "}) == environment(**{name: ""}) == environment()


@pytest.mark.parametrize(
    ("name", "value"), [("CLAMAV", "nonsense"), ("REDIS_URL", "nonsense"), ("API_REQUESTS_PER_MINUTE", "veel")]
)
def test_the_portal_does_not_start_with_it(tmp_path: Path, name: str, value: str) -> None:
    done = check(tmp_path, **{name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} is " in done.stderr
