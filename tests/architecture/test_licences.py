"""Every package that the portal runs on may be part of a work under the EUPL-1.2."""

import json
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.licences import fits, licences, locked
from tests.architecture.sbom import with_licences, with_subject
from tests.portal import ROOT


def test_the_licence_of_every_package_is_known_and_fits() -> None:
    found = licences()
    assert len(found) > 0.9 * len(locked((ROOT / "requirements" / "base.txt").read_text()))
    assert {name: licence for name, licence in found.items() if not fits(licence)} == {}


def test_the_licence_of_every_package_in_the_pages_fits() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    shipped = {name: row for name, row in packages.items() if name and not row.get("dev")}
    assert shipped
    assert {name: row.get("license") for name, row in shipped.items() if not fits_npm(str(row.get("license")))} == {}


def fits_npm(licence: str) -> bool:
    return fits(licence) or licence == "OFL-1.1"  # a font, served as it is


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0 OR BSD-2-Clause", "GPL-3.0-only OR MIT", "LGPL-3.0-only"])
def test_what_fits(licence: str) -> None:
    assert fits(licence)


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "AGPL-3.0", "Proprietary", "unknown", ""])
def test_what_does_not(licence: str) -> None:
    assert not fits(licence)


def test_the_list_of_components_gives_the_licence_of_each_that_is_installed(tmp_path: Path) -> None:
    path, lock = tmp_path / "python.json", ROOT / "requirements" / "base.txt"
    make = ["cyclonedx_py", "requirements", str(lock), "--of", "JSON", "-o", str(path)]
    subprocess.run([sys.executable, "-m", *make], check=True, capture_output=True)
    components = with_licences(json.loads(path.read_text()))["components"]
    told = {row["name"]: row["licenses"][0]["license"]["name"] for row in components if "licenses" in row}
    assert told == licences()
    assert all(row["externalReferences"][0]["hashes"] for row in components)


def test_a_package_of_the_pages_has_the_licence_of_its_lock_where_npm_gives_none() -> None:
    given: list[dict[str, Any]] = [{"license": {"id": "MIT"}}]
    components = [
        {"name": "htmx.org", "purl": "pkg:npm/htmx.org@2"},
        {"name": "trix", "purl": "pkg:npm/trix@2", "licenses": given},
        {"name": "niets", "purl": "pkg:npm/niets@1"},
    ]
    htmx, trix, nothing = with_licences({"components": components})["components"]
    assert htmx["licenses"] == [{"license": {"name": "BSD-0-Clause"}}]
    assert trix["licenses"] == given
    assert "licenses" not in nothing


def test_the_list_names_the_portal_and_the_moment() -> None:
    """Finding D: the list of Python named neither."""
    made = with_subject({"metadata": {"tools": []}, "components": []}, at=datetime(2026, 11, 30, 12, tzinfo=UTC))
    subject = made["metadata"]["component"]
    assert (subject["name"], subject["type"]) == ("regiodealportaal", "application")
    assert subject["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert made["metadata"]["timestamp"] == "2026-11-30T12:00:00Z"
    assert made["metadata"]["tools"] == []
