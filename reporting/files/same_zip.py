"""Archives that are the same bytes for the same content: no clock, no machine, no chance of order."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the first that an archive can name
LEVEL = 6
READABLE_FILE = 0o644 << 16

_NOT_IN_NAME = re.compile(r"[\x00-\x1f\\:]|(^|/)\.\.(/|$)|^/")


class UnsafeNameError(ValueError):
    """A name that would land outside the folder in which somebody unpacks the archive."""


def same_zip(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of named files, in the order given. Raises UnsafeNameError for a name that leads elsewhere."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts:
            archive.writestr(zip_entry(name), content, ZIP_DEFLATED, LEVEL)
    return file.getvalue()


def same_again(content: bytes, *, instead: Mapping[str, bytes] | None = None) -> bytes:
    """An archive that a library wrote, in its own order with fixed times; `instead` replaces parts by name."""
    replaced = instead or {}
    with ZipFile(BytesIO(content)) as archive:
        return same_zip((name, replaced.get(name) or archive.read(name)) for name in archive.namelist())


def zip_entry(name: str) -> ZipInfo:
    """An entry with a fixed time and rights. Raises UnsafeNameError for a name that leads elsewhere."""
    if not name or _NOT_IN_NAME.search(name):
        raise UnsafeNameError(name)
    entry = ZipInfo(name, FIXED_TIME)
    entry.create_system = 3  # as on every system, not only on the one that runs this
    entry.external_attr = READABLE_FILE
    return entry
