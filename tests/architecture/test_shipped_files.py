"""What stands beside the code for who runs it: catalogue, examples of proxies and services."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import which

import pytest
from honcho.environ import parse_procfile
from ruamel.yaml import YAML

from regiodeal.config.web_server import LARGEST_REQUEST
from tests.portal import ROOT

DEPLOY = ROOT / "deploy"


def test_the_catalogue_names_this_version_and_licence() -> None:
    """Finding D: publiccode.yml was not there."""
    told = YAML(typ="safe").load(ROOT / "publiccode.yml")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert told["softwareVersion"] == project["version"]
    assert told["legal"]["license"] == project["license"] == "EUPL-1.2"
    text = told["description"]["nl"]
    assert len(text["shortDescription"]) <= 150
    assert 150 <= len(text["longDescription"]) <= 10_000
    assert {"publiccodeYmlVersion", "name", "platforms", "developmentStatus", "softwareType"} <= told.keys()


def test_each_process_has_a_service_that_starts_again_and_writes_in_its_own_place() -> None:
    for name in parse_procfile((ROOT / "Procfile").read_text()).processes:
        text = (DEPLOY / f"portaal-{name}.service").read_text()
        assert f"ExecStart=/srv/portaal/bin/process {name}\n" in text
        # 78: the portal says that it will not start as it is set up, and why.
        for line in (
            "User=portaal",
            "Restart=always",
            "RestartPreventExitStatus=78",
            "UMask=0077",
            "NoNewPrivileges=true",
            "ProtectSystem=strict",
        ):
            assert f"{line}\n" in text


def test_the_worker_gives_way_to_who_waits_for_a_page(tmp_path: Path) -> None:
    """Decision 29: with the same priority 95% of the saves took 2.1 s at the deadline."""
    asked = tmp_path / "celery"  # in its place: says with which priority it runs
    asked.write_text("#!/bin/sh\nexec nice\n")
    asked.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    given = {}
    for name in ("worker", "beat"):
        command = [ROOT / "bin" / "process", name]
        done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True)
        given[name] = int(done.stdout)
    assert given == {"worker": 10, "beat": 0}


@pytest.mark.skipif(not which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_understands_them(tmp_path: Path) -> None:
    for path in sorted(DEPLOY.glob("*.service")):
        here = tmp_path / path.name
        here.write_text(path.read_text().replace("/srv/portaal/bin/process", sys.executable))
        done = subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True, check=False)
        assert path.name not in done.stderr, done.stderr


def test_each_proxy_sets_itself_what_only_a_proxy_may_say() -> None:
    """Security A2: and it takes the body that the portal takes."""
    nginx, caddy = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "Caddyfile").read_text()
    for name, of_nginx, of_caddy in (
        ("X-Forwarded-For", "$remote_addr", "{remote_host}"),
        ("X-Forwarded-Proto", "$scheme", "{scheme}"),
        ("Host", "portaal.example.nl", "portaal.example.nl"),
    ):
        assert f"proxy_set_header {name} {of_nginx};" in nginx
        assert f"header_up {name} {of_caddy}" in caddy
    assert "underscores_in_headers off;" in nginx
    assert "header_up -X_*" in caddy
    sizes = [int(found) for found in re.findall(r"(\d+)m(?:;|b)", nginx + caddy, re.IGNORECASE)]
    assert sizes == [LARGEST_REQUEST // 1024 // 1024] * 2
