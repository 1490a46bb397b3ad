"""`make bundle` makes an archive that can be checked: that it came over whole, and who made it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.portal import ROOT

# Writes a file where pip would put a package.
PIP = """#!/bin/sh
while [ "$1" != --dest ]; do shift; done
echo "of the index" > "$2/package-1.0-py3-none-any.whl"
"""
PYTHON = '#!/bin/sh\nmkdir -p "$3/bin" && cp "$(dirname "$0")/pip" "$3/bin/pip"\n'


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {"PATH": os.environ["PATH"], "HOME": str(cwd), **environment}
    return subprocess.run(list(map(str, command)), cwd=cwd, env=told, capture_output=True, text=True, check=False)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose packages come from nowhere."""
    folder = tmp_path / "clone"
    for name in ("bin/bundle", "requirements/base.txt", "requirements/uv.txt", "package-lock.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name, text in {"pip": PIP, "python": PYTHON, "bootstrap": f"#!/bin/sh\necho {folder}/bin/python\n"}.items():
        (folder / "bin" / name).write_text(text)
        (folder / "bin" / name).chmod(0o755)
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "style.css").write_text("a {}")
    who = ("-c", "user.name=x", "-c", "user.email=x@example.nl")
    for command in (("init", "-q"), ("add", "bin", "requirements"), (*who, "commit", "-qm", "One")):
        assert run("git", *command, cwd=folder).returncode == 0
    return folder


def test_who_gets_it_can_check_all_of_it_and_who_made_it(clone: Path, tmp_path: Path) -> None:
    """The commands are those of the handbook."""
    assert run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "sleutel", cwd=tmp_path).returncode == 0
    done = run("bin/bundle", cwd=clone, SIGNING_KEY=str(tmp_path / "sleutel"))
    assert done.returncode == 0, done.stderr
    made = [clone / line for line in done.stdout.splitlines()]
    assert [path.name.partition(".tar.gz")[2] for path in made] == ["", ".sha256", ".sig"]
    archive, folder = made[0], made[0].parent
    (folder / "makers").write_text(f"portaal {(tmp_path / 'sleutel.pub').read_text()}")
    check = ("-Y", "verify", "-f", "makers", "-I", "portaal", "-n", "regiodealportaal", "-s", f"{archive.name}.sig")
    (handbook,) = {
        line
        for line in (ROOT / "docs" / "handbook" / "beheer.md").read_text().splitlines()
        if line.startswith("ssh-keygen -Y verify")
    }
    assert handbook.replace("regiodealportaal-1a2b3c4", archive.name.removesuffix(".tar.gz")) == (
        f"ssh-keygen {' '.join(check)} < {archive.name}"
    )

    def checked() -> tuple[int, int]:
        signed = run("sh", "-c", f"ssh-keygen {' '.join(check)} < {archive.name}", cwd=folder)
        return run("sha256sum", "--check", f"{archive.name}.sha256", cwd=folder).returncode, signed.returncode

    assert checked() == (0, 0)
    run("tar", "--extract", "--file", archive, cwd=folder)
    inside = folder / archive.name.removesuffix(".tar.gz")
    assert run("sha256sum", "--check", "--quiet", "SHA256SUMS", cwd=inside).returncode == 0
    assert {"./wheels/package-1.0-py3-none-any.whl", "./node_modules/style.css", "./bin/bundle"} <= {
        line.split(maxsplit=1)[1] for line in (inside / "SHA256SUMS").read_text().splitlines()
    }
    (inside / "wheels" / "package-1.0-py3-none-any.whl").write_text("of somebody else")
    assert run("sha256sum", "--check", "--quiet", "SHA256SUMS", cwd=inside).returncode != 0
    with archive.open("ab") as file:
        file.write(b"x")
    assert 0 not in checked()


def test_without_a_key_it_is_not_signed_and_a_key_that_is_not_there_is_told(clone: Path) -> None:
    done = run("bin/bundle", cwd=clone)
    assert [line.rpartition(".")[2] for line in done.stdout.splitlines()] == ["gz", "sha256"]
    done = run("bin/bundle", cwd=clone, SIGNING_KEY="/nergens")
    assert done.returncode != 0
    assert "SIGNING_KEY names /nergens" in done.stderr
