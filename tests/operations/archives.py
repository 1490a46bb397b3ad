"""A backup as the command makes it, and the rows of a portal as the handbook moves them to another database."""

import re
from pathlib import Path

from tests.plugins.deal import run
from tests.portal import ROOT


def archived(folder: Path) -> Path:
    """The path of a backup, in a new folder `out`."""
    target = folder / "out"
    target.mkdir()
    return Path(run("backup", str(target)).split()[0])


def moving() -> list[str]:
    """The arguments of `dumpdata` in the handbook, without the file that it writes."""
    handbook = (ROOT / "docs" / "handbook" / "beheer.md").read_text()
    (found,) = set(re.findall(r"manage.py dumpdata (.*) --output", handbook))
    return ["dumpdata", *str(found).split()]


def arriving(rows: str) -> list[list[str]]:
    """The steps of the handbook at the new database, in their order, with this file of rows."""
    handbook = (ROOT / "docs" / "handbook" / "beheer.md").read_text()
    chapter = handbook.partition("## Van SQLite naar PostgreSQL")[2].partition("\n## ")[0]
    steps = re.findall(r"^portaal (manage.py migrate|manage.py loaddata|bin/prepare)\b", chapter, re.MULTILINE)
    return [[*step.split(), *([rows] if step.endswith("loaddata") else [])] for step in steps]
