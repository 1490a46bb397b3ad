"""A backup as one file: a tar with the database, the files, and a manifest with the SHA-256 of each."""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
            with tarfile.open(fileobj=target, mode="w|") as tar:
                yield Writing(tar)
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive in a folder and return its manifest. Raises BadArchiveError unless all of it is as it was.

    Nothing lands outside the folder: names with `..`, links and devices are refused (PEP 706).
    """
    try:
        with tarfile.open(path, mode="r|") as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        expected: dict[str, str] = manifest["sha256"]
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise BadArchiveError(f"Dit is geen hele reservekopie: {error}") from error
    found = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()} - {MANIFEST}
    if found != expected.keys():
        raise BadArchiveError("In deze reservekopie ontbreekt iets, of er is iets bij.")
    wrong = [name for name in sorted(found) if digest_of(folder / name) != expected[name]]
    if wrong:
        raise BadArchiveError(f"Beschadigd: {', '.join(wrong[:5])}")
    return manifest


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def place_files(source: Path, target: Path, *, aside: str) -> None:
    """Put a folder of files where the portal looks for them; what was there goes aside under another name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.restored")
    shutil.rmtree(fresh, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, fresh)
    else:
        fresh.mkdir()
    if target.exists() and any(target.iterdir()):
        target.rename(target.with_name(f"{target.name}.{aside}"))
    elif target.exists():
        target.rmdir()
    fresh.rename(target)
