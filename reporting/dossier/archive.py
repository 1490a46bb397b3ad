"""Writing a dossier: streamed, so that memory does not grow with it, and with an index and the hash of every file."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from reporting.dossier.parts import DossierPart
from reporting.files.same_zip import zip_entry

CHUNK = 1 << 16
INDEX = "inhoud.csv"
HASHES = "SHA256SUMS.txt"
README = "leesmij.txt"


@dataclass(frozen=True)
class WrittenFile:
    """One file as it stands in the archive."""

    path: str
    title: str
    size: int
    sha256: str


def write_archive(
    target: IO[bytes], parts: Iterable[DossierPart], *, about: str, tell: Callable[[], None]
) -> list[WrittenFile]:
    """Write the parts, then the index, the hashes and what the archive is. `tell` hears of every file.

    A file that is not there any more is named in the index with a size of 0 and without a hash.
    """
    written: list[WrittenFile] = []
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for part in parts:
            written.append(_write(archive, part))
            tell()
        for name, text in _own_files(written, about):
            archive.writestr(zip_entry(name), text.encode(), ZIP_DEFLATED)
    return written


def _write(archive: ZipFile, part: DossierPart) -> WrittenFile:
    try:
        source = part.open()
    except FileNotFoundError:
        return WrittenFile(part.path, f"{part.title} (het bestand ontbreekt)", 0, "")
    size, sha = 0, hashlib.sha256()
    with source, archive.open(zip_entry(part.path), "w") as entry:
        while chunk := source.read(CHUNK):
            entry.write(chunk)
            sha.update(chunk)
            size += len(chunk)
    return WrittenFile(part.path, part.title, size, sha.hexdigest())


def _own_files(written: list[WrittenFile], about: str) -> list[tuple[str, str]]:
    rows = [f'"{row.path}";"{_plain(row.title)}";{row.size};{row.sha256}' for row in written]
    index = "\ufeff" + "\n".join(['"bestand";"wat het is";"bytes";"sha256"', *rows]) + "\n"
    hashes = "".join(f"{row.sha256}  {row.path}\n" for row in written if row.sha256)
    readme = f"{about}\n\n{INDEX}: wat er in dit dossier zit.\n{HASHES}: controleer met `sha256sum --check {HASHES}`.\n"
    return [(INDEX, index), (HASHES, hashes), (README, readme)]


def _plain(text: str) -> str:
    """A title that cannot leave its cell or become a formula."""
    plain = " ".join(text.replace('"', "'").split())
    return f"'{plain}" if plain[:1] in {"=", "+", "-", "@"} else plain
