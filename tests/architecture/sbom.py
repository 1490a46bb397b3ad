"""What the portal is and the licence of each package, in the lists that cyclonedx-py and npm make of the locks."""

import json
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.architecture.licences import licence_of
from tests.portal import ROOT


def with_licences(bom: dict[str, Any]) -> dict[str, Any]:
    """The list with a licence wherever it had none: as the installed package says, or as the lock of npm does.

    What is locked for another kind of machine, and so not installed here, gets none.
    """
    pages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for component in bom["components"]:
        name = component["name"]
        is_npm = component["purl"].startswith("pkg:npm/")
        licence = pages.get(f"node_modules/{name}", {}).get("license") if is_npm else licence_of(name)
        if licence and not component.get("licenses"):
            component["licenses"] = [{"license": {"name": licence}}]
    return bom


def with_subject(bom: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """The list with what it is of (the portal, in this version) and when it was made."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    name, version = project["name"], project["version"]
    subject = {
        "type": "application",
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "description": project["description"],
        "licenses": [{"license": {"id": project["license"]}}],
    }
    before = bom.get("metadata", {}).get("component", {}).get("bom-ref")
    for row in bom.get("dependencies", []):
        if row["ref"] == before:
            row["ref"] = subject["bom-ref"]
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return bom | {"metadata": {**bom.get("metadata", {}), "timestamp": moment, "component": subject}}


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        made = with_subject(with_licences(json.loads(path.read_text())), at=datetime.now(UTC))
        path.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
