"""docker-compose.yml is valid, holds no secret, and starts the processes that the Procfile names."""

import re
import subprocess
import sys
from typing import Any

import pytest
from honcho.environ import parse_procfile
from ruamel.yaml import YAML

from tests.architecture.test_readme import words_in_first_cells
from tests.portal import ROOT

COMPOSE = ROOT / "docker-compose.yml"
HANDBOOK = ROOT / "docs" / "handbook" / "beheer.md"
SECRETS = {
    *("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "DATABASE_PASSWORD", "REDISCLI_AUTH"),
    *("MAIL_URL", "METRICS_TOKEN", "DATABASE_ROLE_PASSWORD"),
}
NOT_PASSED = {  # settings of the handbook that nobody sets under Docker, and why
    "BIND": "the image listens on all addresses of its container",
    "DATA_DIR": "the image says /data, which is a volume",
    "DEBUG": "never in production",
    **dict.fromkeys(
        ("S3_URL", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY"),
        "in docker-compose.override.yml, with their secrets, as the handbook shows",
    ),
    "METRICS_ALLOWED": "there the token decides: whoever asks has the address of the gateway",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(COMPOSE)
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


def test_it_follows_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_secret_is_in_the_environment_or_has_a_default(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            assert variable not in SECRETS, f"{name}: {variable} comes from a file"
            if variable.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"], f"{name} may not read {value}"
            assert not re.search(r"://[^/@]*:[^/@]+@", str(value)), f"{name}: {variable} holds a password"


def names_in_handbook() -> set[str]:
    """The settings in the tables of the handbook, by the name that each has without its file."""
    words = words_in_first_cells(HANDBOOK.read_text())
    return {word.removesuffix("_FILE") for word in words if re.fullmatch(r"[A-Z][A-Z0-9_]+", word)}


def passed(compose: dict[str, Any]) -> set[str]:
    """What a container of the portal is told, and what the file itself asks of the environment."""
    told = {name for service in compose["services"].values() for name in service.get("environment", {})}
    asked = set(re.findall(r"\$\{([A-Z_]+)", str(compose["services"])))
    return {name.removesuffix("_FILE") for name in told | asked}


def test_every_setting_of_the_handbook_is_passed(compose: dict[str, Any]) -> None:
    names = names_in_handbook()
    assert {"ALLOWED_HOSTS", "OIDC_PROVIDERS", "WORKER_POOL", "METRICS_TOKEN"} <= names
    assert names - passed(compose) == NOT_PASSED.keys()


def test_without_a_setting_it_is_as_the_image_says(services: dict[str, Any]) -> None:
    # An empty value would not be left out: the Procfile takes its own then.
    image = dict(re.findall(r"(W[A-Z]+_[A-Z]+)=(\w+)", (ROOT / "Dockerfile").read_text()))
    assert image.keys() == {"WORKER_POOL"}  # processes and threads of the web follow the machine
    told = services["web"]["environment"] | services["worker"]["environment"]
    assert {name: told[name] for name in image} == {name: f"${{{name}:-{value}}}" for name, value in image.items()}


def test_the_readme_makes_every_secret(compose: dict[str, Any]) -> None:
    text = (ROOT / "README.md").read_text()
    (random,) = re.findall(r"for name in ([a-z -]+); do", text)
    assert compose["secrets"].keys() == {*random.split(), *re.findall(r"touch secrets/([a-z-]+)", text)}


def test_nothing_takes_all_of_the_machine(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert {"mem_limit", "pids_limit"} <= service.keys(), name
        assert all(re.fullmatch(r"/[a-z/]+:size=\d+m", place) for place in service["tmpfs"]), name


def test_the_processes_of_the_web_fit_in_its_memory(services: dict[str, Any]) -> None:
    """It takes as many as it may use processors: 8 without a quota, of 190 MB each in the load of docs/load.md."""
    web = services["web"]
    assert web["cpu_quota"] / 100_000 * 190 * 2 <= int(web["mem_limit"].removesuffix("g")) * 1000


def test_each_service_knows_the_secrets_that_it_uses(services: dict[str, Any]) -> None:
    every = {"secret-key", "postgres-password", "portal-password", "redis-password", "mail-url", "metrics-token"}
    assert {name: every - set(service["secrets"]) for name, service in services.items()} == {
        "prepare": {"mail-url", "metrics-token"},
        "web": {"postgres-password"},  # of the owner of the tables
        "worker": {"postgres-password", "metrics-token"},
        "beat": {"postgres-password", "portal-password", "mail-url", "metrics-token"},
        "postgres": every - {"postgres-password"},
        "redis": every - {"redis-password"},
    }


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
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {"web", "worker"}


def test_the_image_runs_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER 10001" in lines  # a number: Kubernetes cannot tell whether a name is root
    assert not [line for line in lines[lines.index("USER 10001") :] if line.startswith(("COPY", "RUN", "USER root"))]


def test_the_image_has_the_client_of_the_server(services: dict[str, Any]) -> None:
    (client,) = re.findall(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert services["postgres"]["image"] == f"postgres:{client}"


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


def test_what_is_stuck_is_started_again(services: dict[str, Any]) -> None:
    """Docker restarts what ends, and not what is unhealthy: the check ends it itself (finding C)."""
    for name in ("web", "worker", "beat"):
        assert services[name]["healthcheck"]["test"] == ["CMD", "python", "bin/healthy", name, "3"]
        assert services[name]["restart"] == "unless-stopped"


def test_web_and_worker_own_no_table(services: dict[str, Any]) -> None:
    owner = services["postgres"]["environment"]["POSTGRES_USER"]
    role = services["prepare"]["environment"]["DATABASE_ROLE"]
    assert role != owner
    for name, user in (("web", role), ("worker", role), ("prepare", owner)):
        assert services[name]["environment"]["DATABASE_URL"].startswith(f"postgresql://{user}@")
