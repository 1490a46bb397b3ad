"""`portaal` runs a command without Docker as the user of the portal, with the environment that the command needs."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.portal import ROOT

FAKE = '#!/bin/sh\necho "$0 as $2: $DATABASE_URL $MAIL_FROM: $(shift 3; echo "$@")"\n'


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The command on a machine of its own: other folders, and a root and a runuser that only tell."""
    text = (ROOT / "deploy" / "portaal").read_text()
    for place in ("/srv/portaal", "/etc/portaal", "/var/lib/portaal"):
        assert place in text
        text = text.replace(place, f"{tmp_path}{place}")
    (tmp_path / "portaal").write_text(text)
    (tmp_path / "bin").mkdir()
    for name, fake in {"runuser": FAKE, "id": '#!/bin/sh\necho "${AS:-0}"\n'}.items():
        (tmp_path / "bin" / name).write_text(fake)
        (tmp_path / "bin" / name).chmod(0o755)
    (tmp_path / "srv" / "portaal").mkdir(parents=True)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "portaal.env").write_text("DATABASE_URL=of-the-portal\nMAIL_FROM='Een Naam <x@example.nl>'\n")
    (tmp_path / "etc" / "portaal-owner.env").write_text("DATABASE_URL=of-the-owner\n")
    return tmp_path


def run(here: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {"PATH": f"{here / 'bin'}:{os.defpath}", **environment}
    return subprocess.run(["sh", here / "portaal", *command], env=told, capture_output=True, text=True, check=False)


def test_each_command_runs_as_the_user_of_the_portal_and_what_makes_tables_as_their_owner(here: Path) -> None:
    for command, who, asked in (
        ("manage.py backup /srv/backup", "portal", "python manage.py backup /srv/backup"),
        ("git pull", "portal", "git pull"),
        ("bin/bootstrap run", "portal", "bin/bootstrap run"),
        ("bin/prepare", "owner", "bin/prepare"),
        ("manage.py restore x.tar --force", "owner", "python manage.py restore x.tar --force"),
        ("manage.py migrate", "owner", "python manage.py migrate"),
        ("manage.py loaddata rijen.json", "owner", "python manage.py loaddata rijen.json"),
        ("manage.py database_role portal_app", "owner", "python manage.py database_role portal_app"),
    ):
        told = run(here, *command.split()).stdout.strip()
        assert told.endswith(f"as portaal: of-the-{who} Een Naam <x@example.nl>: {asked}"), told


def test_who_is_not_root_or_asks_nothing_is_told(here: Path) -> None:
    assert "as root" in run(here, "manage.py", "backup", AS="1000").stderr
    asked = run(here)
    assert asked.returncode == 2
    assert "portaal bin/prepare" in asked.stderr
