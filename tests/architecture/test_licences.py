"""Every package that the portal runs on may be part of a work under the EUPL-1.2."""

import json

import pytest

from tests.architecture.licences import fits, licences, locked
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
