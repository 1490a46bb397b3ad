"""A backup as one file: a tar with the database, the files, and a manifest with the SHA-256 of each."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone

MANIFEST = "manifest.json"
FILES = "files/"
PART = 1024 * 1024  # bytes


class BadArchiveError(Exception):
    """The archive is not whole, or not one of ours. Its text is Dutch."""


class Writing:
    """An archive that is being written; the manifest comes last, when all digests are known."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.digests: dict[str, str] = {}

    def add(self, path: Path, name: str) -> None:
        """Add a file, read once; one that was removed meanwhile is left out."""
        try:
            with path.open("rb") as source:
                entry = self.tar.gettarinfo(arcname=name, fileobj=source)
                counted = _Counting(source)
                self.tar.addfile(entry, counted)
        except FileNotFoundError:
            return
        self.digests[name] = counted.digest.hexdigest()

    def close(self, manifest: dict[str, Any]) -> None:
        """Add the manifest."""
        content = json.dumps(manifest | {"sha256": self.digests}, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(content)
        self.tar.addfile(entry, io.BytesIO(content))


class _Counting:
    """A source that keeps the digest of what was read from it."""

    def __init__(self, source: Any) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        part: bytes = self.source.read(size)
        self.digest.update(part)
        return part


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """Write an archive under a temporary name, and give it its own once it is whole and on the disk."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("xb") as target:
            os.chmod(temporary, 0o600)
            # A file with two names is two files here: a link of 0 bytes would be held against what the file holds.
            with tarfile.open(fileobj=target, mode="w|", dereference=True) as tar:
                yield Writing(tar)
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def sizes(path: Path) -> dict[str, int]:
    """How many bytes each file in the archive takes, by its name. Raises BadArchiveError when it is none."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            return {member.name: member.size for member in tar}
    except FileNotFoundError as error:
        raise BadArchiveError(f"De reservekopie {path} is er niet.") from error
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BadArchiveError(f"Dit is geen hele reservekopie: {error}") from error


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive in a folder and return its manifest.

    Raises BadArchiveError unless all of it is as it was, and OSError when the folder cannot take it. Nothing lands
    outside the folder: names with `..`, links and devices are refused (PEP 706).
    """
    try:
        with tarfile.open(path, mode="r|") as tar:
            tar.extractall(folder, filter=_only_files)  # noqa: S202 (stricter than the filter "data")
    except (tarfile.TarError, ValueError) as error:
        raise BadArchiveError(f"Dit is geen hele reservekopie: {error}") from error
    manifest = _manifest(folder)
    expected: dict[str, str] = manifest["sha256"]
    found = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()} - {MANIFEST}
    if found != expected.keys():
        raise BadArchiveError("In deze reservekopie ontbreekt iets, of er is iets bij.")
    wrong = [name for name in sorted(found) if digest_of(folder / name) != expected[name]]
    if wrong:
        raise BadArchiveError(f"Beschadigd: {', '.join(wrong[:5])}")
    return manifest


def _only_files(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    if not member.isreg():
        raise BadArchiveError(f"Dit is geen hele reservekopie: {member.name} is geen gewoon bestand.")
    return tarfile.data_filter(member, folder)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError, RecursionError) as error:
        raise BadArchiveError(f"Dit is geen hele reservekopie: {MANIFEST} is er niet of is niet te lezen.") from error
    if not isinstance(found, dict) or not isinstance(found.get("sha256"), dict):
        raise BadArchiveError(f"Dit is geen hele reservekopie: {MANIFEST} noemt de bestanden niet.")
    return found


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def place_files(source: Path, target: Path) -> Path | None:
    """Put a folder of files where the portal looks for them, by its name alone: nothing is copied.

    What was there goes aside, and its new place is returned. Both folders are on one disk. Raises OSError when it
    cannot be done; what was there is then there again.
    """
    source.mkdir(exist_ok=True)
    aside = move_aside(target)
    try:
        source.rename(target)
    except OSError:
        if aside:
            aside.rename(target)
        raise
    return aside


def check_movable(target: Path) -> None:
    """Move a folder aside and back, to know beforehand that it can be done. Raises OSError when it cannot."""
    if target.is_mount():
        raise OSError(f"{target} is een eigen schijf en kan niet opzij. Koppel de map erboven aan")
    if aside := move_aside(target):
        aside.rename(target)


def move_aside(target: Path) -> Path | None:
    """Give a folder that holds something another name beside it, and return that; one that is empty may be replaced."""
    if not target.is_symlink() and not (target.exists() and any(target.iterdir())):
        return None
    name = f"{target.name}.before-{timezone.now():%Y%m%d-%H%M%S}"
    taken = len(list(target.parent.glob(f"{name}*")))
    aside = target.with_name(f"{name}-{taken + 1}" if taken else name)
    target.rename(aside)
    return aside
