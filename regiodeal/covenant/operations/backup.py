"""A backup of the whole portal, and the way back, which proves itself by the checksum of each deal."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from regiodeal.covenant.freshness.marks import mark_everything
from regiodeal.covenant.models import Deal, User
from regiodeal.covenant.operations import dumps
from regiodeal.covenant.operations.archive import (
    FILES,
    BadArchiveError,
    check_movable,
    place_files,
    sizes,
    unpack,
    writing,
)
from regiodeal.covenant.operations.checksum import MISSING, checksum, file_names
from regiodeal.covenant.operations.leftovers import BACKUP, RESTORE, OccupiedError, sweep, working_folder

FORMAT = 1
DATABASE, ARCHIVE = "database", "archive"
TRIES = 3  # of a backup during which files go
BLOCK = 4096  # bytes that a disk gives away at once
MB = 1_000_000  # bytes
UNTOUCHED = "Er is niets veranderd."


class BackupFailedError(Exception):
    """There is no backup. Its text is Dutch."""


class RestoreRefusedError(Exception):
    """Restoring would lose something, or did not give back what was there. Its text is Dutch."""


@dataclass(frozen=True)
class _Snapshot:
    """What the database said at one moment: the checksum of each deal, that of each of its files, and every file."""

    deals: dict[str, str]
    files: dict[str, str]
    names: set[str]


def back_up(target: Path, *, at: datetime, form: str = "") -> dict[str, Any]:
    """Write an archive of database and files to `target`, and return its manifest. Raises BackupFailedError.

    The database first and the files after it: a file is stored before its row, so every file that a row names is there,
    unless it was removed meanwhile. Then all is done anew. What was gone already is "missing" in the manifest.
    """
    media = Path(settings.MEDIA_ROOT)
    changed: set[str] = set()
    try:
        if media.parent.exists():
            sweep(media.parent, RESTORE)
        with working_folder(target.parent, BACKUP) as folder:
            for _ in range(TRIES):
                manifest, changed = _written(folder, form or dumps.usual_form(), at)
                if not changed:
                    (folder / ARCHIVE).replace(target)
                    return manifest
    except (OccupiedError, DatabaseError, OSError, ValueError) as error:
        raise BackupFailedError(_in_words(error)) from error
    names = ", ".join(sorted(changed)[:5])
    raise BackupFailedError(f"{TRIES} keer veranderden er bestanden tijdens het kopiëren ({names}). Probeer het later.")


def _written(folder: Path, form: str, at: datetime) -> tuple[dict[str, Any], set[str]]:
    """Write the archive in a folder; its manifest, and the files that are not in it as they were for the database."""
    copy, media = folder / DATABASE, Path(settings.MEDIA_ROOT)
    copy.unlink(missing_ok=True)
    snapshot: _Snapshot = dumps.standing_still(lambda: _snapshot(form, copy))
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "form": form,
        "migrations": dumps.migrations(),
        "deals": snapshot.deals,
    }
    with writing(folder / ARCHIVE) as archive:
        archive.add(copy, DATABASE)
        for name in sorted(_names_on_disk(media) | snapshot.names):
            archive.add(media / name, f"{FILES}{name}")
        kept = {name.removeprefix(FILES): digest for name, digest in archive.digests.items() if name != DATABASE}
        missing = snapshot.names - kept.keys()
        manifest["missing"] = sorted(missing)
        archive.close(manifest)
    changed = {name for name, digest in snapshot.files.items() if kept.get(name, MISSING) != digest}
    if missing:
        changed |= missing - file_names()
    return manifest, changed


def _snapshot(form: str, copy: Path) -> _Snapshot:
    dumps.dump(form, copy)
    found = {deal.slug: checksum(deal) for deal in Deal.objects.order_by("slug")}
    files = {name: digest for each in found.values() for name, digest in each.files.items()}
    return _Snapshot({slug: each.total for slug, each in found.items()}, files, file_names())


def _names_on_disk(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def checksums() -> dict[str, str]:
    """The checksum of every deal, by its slug."""
    return {deal.slug: checksum(deal).total for deal in Deal.objects.order_by("slug")}


def missing_words(manifest: dict[str, Any]) -> list[str]:
    """What to tell of files that were gone before the backup was made; nothing when there are none."""
    names = manifest.get("missing", [])
    if not names:
        return []
    return ["Let op: deze bestanden waren al weg uit het portaal, en zitten niet in de reservekopie:", *map(str, names)]


def restore(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Put an archive back, and return its manifest.

    Raises BadArchiveError for a damaged one and RestoreRefusedError for a portal that is not empty (without `force`),
    for another version, or when a deal came back otherwise than it was. Nothing is touched before the archive was read
    to its end. The database comes in one transaction, and the files after it by a name alone, which was tried before:
    all is old or all is new. Files that were there go aside, and are not thrown away.
    """
    media = Path(settings.MEDIA_ROOT)
    with ExitStack() as stack:
        with _changing_nothing():
            media.parent.mkdir(parents=True, exist_ok=True)
            if not force and not is_empty():
                raise RestoreRefusedError("Dit portaal is niet leeg. Met --force wordt vervangen wat erin staat.")
            folder = stack.enter_context(working_folder(media.parent, RESTORE))
            _check_room(source, media.parent)
            manifest = unpack(source, folder)
            _check(manifest)
            check_movable(media)
            dumps.load(manifest["form"], folder / DATABASE)
        aside = _placed(folder / FILES, media)
    _prove(manifest, aside)
    return manifest


@contextmanager
def _changing_nothing() -> Iterator[None]:
    """Whatever fails in here leaves the portal as it was, and says so."""
    try:
        yield
    except BadArchiveError as error:
        raise BadArchiveError(f"{error} {UNTOUCHED}") from error
    except Exception as error:
        raise RestoreRefusedError(f"{_in_words(error)} {UNTOUCHED}") from error


def _check_room(source: Path, folder: Path) -> None:
    """Raise RestoreRefusedError unless the disk of a folder can hold the archive unpacked."""
    found = sizes(source)
    needed = sum(size + BLOCK for size in found.values())
    if connection.vendor == "sqlite":  # which has the old pages and the new ones until all is there
        needed += 2 * found.get(DATABASE, 0)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise RestoreRefusedError(
            f"Te weinig ruimte op de schijf van {folder}: nodig is {-(-needed // MB)} MB, en vrij {free // MB} MB."
            " Maak ruimte, bijvoorbeeld door oude mappen files.before-… te verwijderen, en probeer het opnieuw."
        )


def _check(manifest: dict[str, Any]) -> None:
    """Raise RestoreRefusedError for an archive of another version, and BadArchiveError for one that says too little."""
    here = dumps.migrations()
    if not here:
        raise RestoreRefusedError("Dit portaal heeft nog geen tabellen. Draai eerst bin/prepare met EXAMPLE=no.")
    if manifest.get("format") != FORMAT or manifest.get("migrations") != here:
        raise RestoreRefusedError("Deze reservekopie is van een andere versie van het portaal. Zet eerst die neer.")
    shaped = isinstance(manifest.get("deals"), dict) and isinstance(manifest.get("missing", []), list)
    if not shaped or manifest.get("form") not in dumps.FORMS or DATABASE not in manifest["sha256"]:
        raise BadArchiveError("Dit is geen hele reservekopie: het overzicht erin klopt niet.")


def _placed(source: Path, media: Path) -> Path | None:
    try:
        return place_files(source, media)
    except OSError as error:
        raise RestoreRefusedError(
            f"{_in_words(error)} De database is teruggezet, maar de bestanden niet: de oude staan nog op hun plaats."
            " Los dit op en geef de opdracht opnieuw, met --force."
        ) from error


def _prove(manifest: dict[str, Any], aside: Path | None) -> None:
    """Raise RestoreRefusedError unless each deal is as it was."""
    try:
        mark_everything()
        connection.close()
        found = checksums()
    except (DatabaseError, OSError) as error:
        raise RestoreRefusedError(
            f"{_in_words(error)} Alles is teruggezet, maar niet nagekeken. Geef de opdracht opnieuw, met --force."
        ) from error
    deals = manifest["deals"]
    if found != deals:
        wrong = sorted(slug for slug in deals | found if deals.get(slug) != found.get(slug))
        old = f" De oude bestanden staan in {aside}." if aside else ""
        raise RestoreRefusedError(
            f"Teruggezet, maar niet gelijk aan wat er was: {', '.join(wrong)}.{old}"
            " Laat niemand erin werken en zet een andere reservekopie terug, met --force."
        )


def is_empty() -> bool:
    """Whether nobody has put anything in yet; a database without tables is empty too. Raises DatabaseError."""
    tables = set(connection.introspection.table_names())
    return not any(model._meta.db_table in tables and model._base_manager.exists() for model in (Deal, User))


def _in_words(error: Exception) -> str:
    """What went wrong, as a sentence."""
    match error:
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return "De schijf is vol."
        case OSError(strerror=str(reason), filename=name) if name:
            return f"Dat lukt niet met {name}: {reason}."
        case DatabaseError():
            return f"De database antwoordt niet of weigert: {str(error).strip()}."
        case RestoreRefusedError() | OccupiedError():
            return str(error)
    text = str(error) or type(error).__name__
    return text if text.endswith(".") else f"{text}."
