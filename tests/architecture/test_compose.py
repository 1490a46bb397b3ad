"""docker-compose.yml is valid, holds no secret, and starts the processes that the Procfile names."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from honcho.environ import parse_procfile
from ruamel.yaml import YAML

from tests.portal import ROOT

COMPOSE = ROOT / "docker-compose.yml"
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "DATABASE_URL", "REDIS_URL", "REDISCLI_AUTH"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(COMPOSE)["services"]
    return loaded


def validate(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_follows_the_compose_specification() -> None:
    done = validate(COMPOSE)
    assert done.returncode == 0, done.stdout


def test_a_wrong_key_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("read_only: true", "readonly: true"))
    assert "readonly" in validate(wrong).stdout


def test_no_secret_has_a_default(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable, value in service["environment"].items():
            assert variable not in SECRETS or ":?" in value, f"{name}: {variable} must have no default"


def test_every_process_of_the_procfile_runs(services: dict[str, Any]) -> None:
    processes = set(parse_procfile((ROOT / "Procfile").read_text()).processes)
    commands = [service.get("command", []) for service in services.values()]
    assert {command[1] for command in commands if command[:1] == ["bin/process"]} == processes


def test_what_keeps_running_tells_its_health(services: dict[str, Any]) -> None:
    without = {name for name, service in services.items() if "healthcheck" not in service}
    assert without == {"prepare"}


def test_only_this_machine_reaches_the_portal(services: dict[str, Any]) -> None:
    published = {port for service in services.values() for port in service.get("ports", [])}
    assert published == {"127.0.0.1:${PORT:-8000}:8000"}


def test_the_image_has_all_that_it_copies() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {name for name in kept if not (ROOT / name).exists()} == set()
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"} <= kept
