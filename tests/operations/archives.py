"""A backup as the command makes it."""

from pathlib import Path

from tests.plugins.deal import run


def archived(folder: Path, form: str) -> Path:
    """The path of a backup of this form, in a new folder `out`."""
    target = folder / "out"
    target.mkdir()
    return Path(run("backup", str(target), "--as", form).split()[0])
