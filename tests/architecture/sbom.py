"""The licence of each package, written into the lists of components that cyclonedx-py and npm make of the locks."""

import json
import sys
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


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(json.dumps(with_licences(json.loads(path.read_text())), indent=2, ensure_ascii=False) + "\n")
