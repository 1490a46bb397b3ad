"""The licence of every Python package that the portal runs on, and whether it fits the EUPL-1.2."""

import re
from importlib.metadata import PackageNotFoundError, metadata

from tests.portal import ROOT

# What asks no more than its notice, and what the appendix of the EUPL names as compatible; all used unchanged.
FITS = (
    *("MIT", "BSD", "ISC", "Apache", "0BSD", "PSF", "Python Software Foundation", "HPND", "Zlib", "Unlicense", "CC0"),
    *("MPL", "Mozilla Public License", "LGPL", "GNU Lesser", "EUPL", "Historical Permission", "W3C", "Public Domain"),
    *("ZPL", "Zope Public License"),
)
REFUSED = re.compile(r"\bAGPL|\bA?GPL-|GNU General|GNU Affero|Proprietary|Commercial|SSPL|BUSL", re.IGNORECASE)


def locked(text: str) -> list[str]:
    """The names of the packages in a lock file."""
    return re.findall(r"^([A-Za-z0-9][\w.-]*)==", text, re.MULTILINE)


def licence_of(package: str) -> str:
    """What the installed package says its licence is; empty for one that this machine does not install."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return ""
    expression = told.get("License-Expression")
    classifiers = [line.rpartition(":: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")]
    plain = (told.get("License") or "").strip().split("\n")[0]
    # Where classifiers name several (odfpy, pyphen) the package lets one choose.
    return expression or " OR ".join(name for name in classifiers if name != "OSI Approved") or plain or "unknown"


def fits(licence: str) -> bool:
    """Whether a package under it may be part of a work under the EUPL-1.2."""
    choices = re.split(r"\s+OR\s+", licence)
    return any(not REFUSED.search(choice) and any(name in choice for name in FITS) for choice in choices)


def licences() -> dict[str, str]:
    """The licence of each package of requirements/base.txt that is installed here."""
    names = locked((ROOT / "requirements" / "base.txt").read_text())
    return {name: licence for name in names if (licence := licence_of(name))}


if __name__ == "__main__":
    for name, licence in sorted(licences().items()):
        print(f"{name:32} {licence}{'' if fits(licence) else '   <- DOES NOT FIT'}")  # noqa: T201
