"""The commands for backup and restore in the handbook are whole, and right for the image and the compose file."""

import re
import shlex
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from ruamel.yaml import YAML

from tests.portal import ROOT

HANDBOOK = (ROOT / "docs" / "handbook" / "beheer.md").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
LINES = [line for block in re.findall(r"```(?:sh|text)\n(.*?)```", HANDBOOK, re.DOTALL) for line in block.splitlines()]
ASKED = [*LINES, *re.findall(r"`([^`\n]+)`", HANDBOOK)]


@pytest.mark.parametrize("name", ["backup", "restore"])
def test_a_command_for_backup_or_restore_has_all_it_needs(name: str) -> None:
    found = [line.partition(f"manage.py {name}")[2] for line in ASKED if f"manage.py {name}" in line]
    assert len(found) >= 2
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    for rest in found:
        parser.parse_args(shlex.split(rest))  # CommandError without the folder or the archive


def test_in_docker_they_run_in_a_container_that_has_the_folder() -> None:
    """Those of each night, which the handbook copies away from the same folder, land there too (operations 7)."""
    services: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"]
    asked = [line for line in LINES if "docker compose run" in line and re.search(r"manage.py (backup|restore)", line)]
    assert len(asked) == 2  # by hand, and back; each night the portal does it itself
    for line in asked:
        found = re.search(r"compose run --rm (\w+) python manage.py \w+ (/\w+)", line)
        assert found, line
        service, inside = found.groups()
        for name in (service, "web", "worker"):
            assert f"${{BACKUP_FOLDER:-backup}}:{inside}" in services[name]["volumes"]
    (folder,) = set(re.findall(r"`BACKUP_FOLDER=(\S+)`", HANDBOOK))
    assert f"10001 --mode 700 {folder}" in HANDBOOK
    assert f"cd {folder} && nieuw=$(ls -t regiodealportaal-*.tar" in HANDBOOK


def test_the_user_of_the_image_has_the_number_that_the_handbook_gives() -> None:
    (number,) = re.findall(r"useradd --uid (\d+)\b.* portal ", DOCKERFILE)
    owners = re.findall(r"--owner (\d+) --group (\d+)|chown -R (\d+):(\d+)", HANDBOOK)
    assert len(owners) == 3
    assert {owner for pair in owners for owner in pair if owner} == {number}


def test_the_containers_that_are_named_exist() -> None:
    services = YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"].keys()
    named = {
        name for line in LINES for rest in re.findall(r"compose (?:stop|restart) (.*)", line) for name in rest.split()
    }
    assert {"web", "worker", "beat", "redis"} <= named <= services


def test_what_root_reads_as_a_shell_is_of_root() -> None:
    """`portaal` sources them: who breaks in at the portal would write there what root then does."""
    made = [line for line in ASKED if re.search(r"/etc/portaal(-owner)?\.env$", line) and "install" in line]
    assert made == [
        "install --mode 600 /dev/null /etc/portaal.env",
        "install --mode 600 /dev/null /etc/portaal-owner.env",
    ]
