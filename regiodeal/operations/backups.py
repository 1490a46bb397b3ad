"""A backup of the whole portal as one file: a tar with the database, the files, and a manifest with the sum of each."""

import errno
import fcntl
import hashlib
import io
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import make_conninfo
from pydantic import BaseModel

from regiodeal.deals.each_deal import EachDeal, for_each_deal
from regiodeal.deals.models import Deal
from regiodeal.files.storage import streamed
from regiodeal.operations.checksums import MISSING, Checksum, checksum, file_digest, file_names
from regiodeal.operations.example_left import example_left

FORMAT = 2
DATABASE, FILES, MANIFEST = "database", "files/", "manifest.json"  # names in the archive
TRIES = 3  # of a backup during which files go
# Where a run of each kind works. A backup goes to a folder that may hold anything: its name must be nobody else's.
BACKUP, RESTORE = ".regiodealportaal-", ".restore-"


class BackupError(Exception):
    """Raised when there is no backup, or when it was not put back. Its text is Dutch."""


class BusyError(BackupError):
    """Raised while another backup or restore is at work in the same folder."""


class Manifest(BaseModel, strict=True):
    """Holds what an archive says of itself."""

    format: int
    made_at: str
    vendor: str = ""  # of the database: "postgresql" or "sqlite"
    migrations: list[str]
    deals: dict[str, str]  # the checksum of each deal by its slug
    unchecked: list[str] = []  # deals that could not be added up: they are in the database, without a checksum
    example: str = ""  # what of the example is in it, in Dutch
    missing: list[str] = []  # files that a row names and that were gone already
    sha256: dict[str, str]  # of everything else in the archive, by its name there


def back_up(target: Path, *, at: datetime) -> Manifest:
    """Write an archive of database and files to `target`, and return its manifest. Raises BackupError.

    The database first and the files after it: a file is stored before its row, so every file that a row names is there,
    unless it was removed meanwhile. Then all is done anew. What was gone already is "missing" in the manifest. A file
    is read once: what is added up for the checksum of its deal is what goes into the archive.
    """
    media = Path(settings.MEDIA_ROOT)
    gone: set[str] = set()
    try:
        if media.parent.exists():
            sweep(media.parent, RESTORE)
        with working_folder(target.parent, BACKUP) as folder:
            for _ in range(TRIES):
                manifest, gone = _written(folder, at)
                if not gone:
                    (folder / "archive").replace(target)
                    return manifest
    except (DatabaseError, OSError) as error:
        raise BackupError(in_words(error)) from error
    names = ", ".join(sorted(gone)[:5])
    raise BackupError(f"{TRIES} keer verdwenen er bestanden tijdens het kopiëren ({names}). Probeer het later.")


def _written(folder: Path, at: datetime) -> tuple[Manifest, set[str]]:
    """Write the archive in a folder; its manifest, and the files that went after the moment of the database."""
    copy = folder / DATABASE
    copy.unlink(missing_ok=True)
    with writing(folder / "archive", at=at) as archive:
        with _database_at_one_moment():
            _copy_database(copy)
            now = _Snapshot.now(archive.add_stored)
        with copy.open("rb") as dump:
            archive.add(dump, DATABASE)
        missing = {name for name in sorted(_stored_names() | now.names) if archive.add_stored(name) == MISSING}
        missing &= now.names
        manifest = Manifest(
            format=FORMAT,
            made_at=at.isoformat(),
            vendor=connection.vendor,
            migrations=migrations(),
            deals=now.deals,
            unchecked=now.unchecked,
            missing=sorted(missing),
            example=now.example,
            sha256=archive.digests,
        )
        archive.close(manifest.model_dump_json(indent=1))
    return manifest, missing - file_names() if missing else missing


@dataclass(frozen=True)
class _Snapshot:
    """The database at one moment: the checksum of each deal, and every file that a row names."""

    deals: dict[str, str]
    names: set[str]
    unchecked: list[str]
    example: str

    @classmethod
    def now(cls, digest_of: Callable[[str], str]) -> "_Snapshot":
        """Return the snapshot of this moment; `digest_of` reads a stored file, as of `checksum`."""
        names, every = file_names(), sum_up_deals(digest_of)
        return cls(
            {deal.slug: of_deal.total for deal, of_deal in every.found.items()},
            names,
            sorted(every.faults),
            example_left(),
        )


def sum_up_deals(digest_of: Callable[[str], str] = file_digest) -> EachDeal[Checksum]:
    """The checksum of every deal; one that cannot be added up stops no other. Raises what the database or disk does."""
    rows = Deal.objects.order_by("slug")
    adding_up = partial(checksum, digest_of=digest_of)
    return for_each_deal(rows, adding_up, named="checksums", passed_on=(DatabaseError, OSError))


def _stored_names() -> set[str]:
    storage: Any = default_storage  # of regiodeal/files: both can name all that they hold
    return set(storage.names())


# --- The archive -------------------------------------------------------------------------------------------------


class Writing:
    """An archive that is being written; the manifest comes last, when all digests are known."""

    def __init__(self, tar: tarfile.TarFile, at: datetime) -> None:
        self.tar = tar
        self.at = at
        self.digests: dict[str, str] = {}

    def add(self, source: IO[bytes], name: str) -> None:
        """Add a file that was opened, read once."""
        entry = tarfile.TarInfo(name)
        entry.mode, entry.mtime = 0o600, self.at.timestamp()
        entry.size = source.seek(0, os.SEEK_END)
        source.seek(0)
        counted = _Counting(source)
        self.tar.addfile(entry, counted)
        self.digests[name] = counted.digest.hexdigest()

    def add_stored(self, name: str) -> str:
        """Add a stored file, once; return its SHA-256, or MISSING when it is not there.

        Raises OSError when it stops on its way: the archive is none then.
        """
        kept = f"{FILES}{name}"
        if kept not in self.digests:
            try:
                stored = streamed(name)
            except FileNotFoundError:
                return MISSING
            with stored:
                self.add(stored, kept)
        return self.digests[kept]

    def close(self, manifest: str) -> None:
        """Add the manifest."""
        self.add(io.BytesIO(manifest.encode()), MANIFEST)


class _Counting:
    """A source that keeps the digest of what was read from it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read the next part of the file."""
        part = self.source.read(size)
        self.digest.update(part)
        return part


@contextmanager
def writing(path: Path, *, at: datetime) -> Iterator[Writing]:
    """Write an archive that only its owner can read, and leave it on the disk itself."""
    with path.open("wb") as target:
        path.chmod(0o600)
        with tarfile.open(fileobj=target, mode="w|") as tar:
            yield Writing(tar, at)
        target.flush()
        os.fsync(target.fileno())


# --- The database ------------------------------------------------------------------------------------------------


def migrations() -> list[str]:
    """The migrations that made the tables, by name: a backup fits only the version that made it."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def _database_at_one_moment() -> Iterator[None]:
    """Let the database stand still: one snapshot on PostgreSQL, no writer on SQLite (settings: IMMEDIATE)."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _copy_database(target: Path) -> None:
    """Write the database as it is for the transaction of now, by its own means. Raises BackupError."""
    if connection.vendor == "sqlite":
        copy_sqlite(Path(connection.settings_dict["NAME"]), target)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    run_client("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database of SQLite over another, whole or not at all. Raises BackupError."""
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target, timeout=20)) as new,
        ):
            old.execute("SELECT count(*) FROM django_migrations")  # an empty file is a database too, of nothing
            old.backup(new)
    except sqlite3.Error as error:
        raise BackupError(f"SQLite zegt: {error}.") from error


def run_client(program: str, *options: str) -> None:
    """Run a program of PostgreSQL on the database of the portal. Raises BackupError with what it says.

    The password goes by the environment, where no list of processes shows it.
    """
    connection.ensure_connection()
    _check_version(program, connection.connection.info.server_version // 10_000)
    told = connection.settings_dict
    where = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "dbname": told["NAME"]}
    where |= {name: value for name, value in told["OPTIONS"].items() if name.startswith("ssl")}
    address = make_conninfo(**{name: value for name, value in where.items() if value})
    command = [program, "--no-owner", "--no-privileges", f"--dbname={address}", *options]
    password = {"PGPASSWORD": told["PASSWORD"]} if told["PASSWORD"] else {}
    done = subprocess.run(command, env=os.environ | password, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program} is niet gelukt: {done.stderr.strip()[-500:]}.")


def _check_version(program: str, needed: int) -> None:
    """Raise BackupError for a program that is not there, or is older than the server: it would refuse later."""
    install = f"Installeer het pakket postgresql-client-{needed}."
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise BackupError(f"Het programma {program} van PostgreSQL is er niet. {install}") from error
    version = re.search(r"\d+", said)
    if version and int(version[0]) < needed:
        raise BackupError(f"{program} is van PostgreSQL {version[0]} en de database van {needed}. {install}")


# --- What both ways need -----------------------------------------------------------------------------------------


@contextmanager
def working_folder(parent: Path, kind: str) -> Iterator[Path]:
    """A folder in `parent` that goes afterwards, for a run of this kind (BACKUP, RESTORE).

    What a killed run left goes when the next one begins. A run holds a lock on the folder above, which the system drops
    when its process ends, however it ends: so who has the lock knows that what lies there is of nobody. Where a folder
    cannot be locked (some network disks) nothing is removed. Raises BackupError while another run is at work there.
    """
    with _alone(parent) as is_locked:
        if is_locked:
            _remove(parent, kind)
        with TemporaryDirectory(dir=parent, prefix=kind) as name:
            yield Path(name)


def sweep(parent: Path, kind: str) -> None:
    """Remove what killed runs of this kind left in `parent`, unless a run is at work there."""
    with suppress(BackupError), _alone(parent) as is_locked:
        if is_locked:
            _remove(parent, kind)


@contextmanager
def _alone(parent: Path) -> Iterator[bool]:
    """Hold the lock on a folder; false where it cannot have one."""
    folder = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _is_locked(folder, parent)
    finally:
        os.close(folder)


def _is_locked(folder: int, parent: Path) -> bool:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
            return False
        text = f"In {parent} wordt al een reservekopie gemaakt of teruggezet. Wacht tot dat klaar is."
        raise BusyError(text) from error
    return True


def _remove(parent: Path, kind: str) -> None:
    for path in parent.glob(f"{kind}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def in_words(error: Exception) -> str:
    """Return what went wrong, as a sentence."""
    match error:
        case BackupError():
            return str(error)
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return "De schijf is vol."
        case OSError(strerror=str(reason), filename=name) if name:
            return f"Dat lukt niet met {name}: {reason}."
        case DatabaseError():
            return f"De database antwoordt niet of weigert: {str(error).strip()}."
    text = str(error) or type(error).__name__
    return text if text.endswith(".") else f"{text}."


def missing_words(manifest: Manifest) -> list[str]:
    """Return what to tell of files that were gone before the backup was made; nothing when there are none."""
    if not manifest.missing:
        return []
    told = "Let op: deze bestanden waren al weg uit het portaal, en zitten niet in de reservekopie:"
    return [told, *manifest.missing]
