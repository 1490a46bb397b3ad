"""What is installed is what was locked: each file has its hash, and a lock names no host but by a setting."""

import json
import re

from tests.portal import ROOT


def test_each_locked_package_of_python_has_a_hash_and_names_no_host() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert {"base.txt", "dev.txt"} <= {lock.name for lock in locks}
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text, lock.name
        packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        assert packages, lock.name
        assert [each for each in packages if not re.match(r"\S+==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", each)] == []


def test_each_locked_package_of_the_pages_has_a_hash_and_names_no_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: row for name, row in packages.items() if name}
    assert installed
    assert {name for name, row in installed.items() if not row.get("integrity") or "resolved" in row} == set()
