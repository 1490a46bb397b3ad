"""docker-compose.yml is valid, holds no secret, and starts the processes that the Procfile names."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from honcho.environ import parse_procfile
from ruamel.yaml import YAML

from tests.portal import ROOT

COMPOSE = ROOT / "docker-compose.yml"
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "DATABASE_PASSWORD", "REDISCLI_AUTH"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(COMPOSE)
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


def validate(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_follows_the_compose_specification() -> None:
    done = validate(COMPOSE)
    assert done.returncode == 0, done.stdout


def test_a_wrong_key_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("read_only: true", "readonly: true", 1))
    assert "readonly" in validate(wrong).stdout


def test_no_secret_is_in_the_environment_or_has_a_default(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            assert variable not in SECRETS, f"{name}: {variable} comes from a file"
            if variable.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"], f"{name} may not read {value}"
            assert not re.search(r"://[^/@]*:[^/@]+@", str(value)), f"{name}: {variable} holds a password"


def test_each_secret_is_a_file_that_git_does_not_keep(compose: dict[str, Any]) -> None:
    asked = {secret for service in compose["services"].values() for secret in service.get("secrets", [])}
    assert compose["secrets"].keys() == asked
    assert {row["file"] for row in compose["secrets"].values()} == {f"secrets/{name}" for name in asked}
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_every_service_has_the_least_it_needs(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "inside" in service["networks"], name
        assert not service.get("privileged"), name
    more = {name: service["cap_add"] for name, service in services.items() if "cap_add" in service}
    assert more.keys() == {"postgres"}
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {
        *("prepare", "web", "worker", "beat")
    }


def test_the_image_runs_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER portal" in lines
    assert not [line for line in lines[lines.index("USER portal") :] if line.startswith(("COPY", "RUN", "USER root"))]


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
