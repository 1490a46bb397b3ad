"""A backup put back: all of it or nothing, and proved by the checksum of each deal."""

import hashlib
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.utils import timezone
from pydantic import ValidationError

from regiodeal.caching.triggers import mark_everything
from regiodeal.deals.models import Deal, User
from regiodeal.operations.backups import (
    DATABASE,
    FILES,
    FORMAT,
    MANIFEST,
    RESTORE,
    BackupError,
    Manifest,
    copy_sqlite,
    in_words,
    migrations,
    run_client,
    sum_up_deals,
    working_folder,
)

if TYPE_CHECKING:
    from regiodeal.files.bucket import BucketStorage

BLOCK = 4096  # bytes that a disk gives away at once
MB = 1_000_000  # bytes
UNTOUCHED = "Er is niets veranderd."
NOT_WHOLE = "Dit is geen hele reservekopie"
VENDORS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def restore(source: Path, *, force: bool = False) -> Manifest:
    """Put an archive back, and return its manifest.

    Raises BackupError for a damaged archive, for a portal that is not empty (without `force`), for another version or
    database, or when a deal came back otherwise than it was. Nothing is touched before the archive was read to its end.
    The database comes in one transaction, and the files after it by a name alone, which was tried before: all is old
    or all is new. Files that were there go aside, and are not thrown away.
    """
    media = Path(settings.MEDIA_ROOT)
    with ExitStack() as stack:
        with _changing_nothing():
            media.parent.mkdir(parents=True, exist_ok=True)
            if not force and not is_empty():
                raise BackupError("Dit portaal is niet leeg. Met --force wordt vervangen wat erin staat.")
            folder = stack.enter_context(working_folder(media.parent, RESTORE))
            check_owner()
            _check_room(source, media.parent)
            manifest = unpack(source, folder)
            _check_fit(manifest)
            if settings.S3_URL:
                bucket().check()
            else:
                _check_movable(media)
            load_database(folder / DATABASE)
        aside = _put_in_bucket(folder / FILES) if settings.S3_URL else _placed(folder / FILES, media)
    _prove(manifest, aside)
    return manifest


@contextmanager
def _changing_nothing() -> Iterator[None]:
    """Whatever fails in here leaves the portal as it was, and says so."""
    try:
        yield
    except Exception as error:
        raise BackupError(f"{in_words(error)} {UNTOUCHED}") from error


def is_empty() -> bool:
    """Tell whether nobody has put anything in yet; a database without tables is empty too. Raises DatabaseError."""
    tables = set(connection.introspection.table_names())
    return not any(model._meta.db_table in tables and model._base_manager.exists() for model in (Deal, User))


def check_owner() -> None:
    """Raise BackupError for a user of PostgreSQL who does not own the tables: only their owner can replace them."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
            " AND NOT pg_has_role(current_user, relowner, 'USAGE') LIMIT 1"
        )
        if found := cursor.fetchone():
            raise BackupError(
                f"De gebruiker {found[0]} van de database bezit de tabellen niet, en kan ze niet vervangen. Geef de"
                " opdracht met de omgeving van de eigenaar (docs/handbook/beheer.md, 'Terugzetten')."
            )


def _check_room(source: Path, folder: Path) -> None:
    """Raise BackupError unless the disk of a folder can hold the archive unpacked."""
    found = _sizes(source)
    needed = sum(size + BLOCK for size in found.values())
    if connection.vendor == "sqlite":  # which has the old pages and the new ones until all is there
        needed += 2 * found.get(DATABASE, 0)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(
            f"Te weinig ruimte op de schijf van {folder}: nodig is {-(-needed // MB)} MB, en vrij {free // MB} MB."
            " Maak ruimte, bijvoorbeeld door oude mappen files.before-… te verwijderen, en probeer het opnieuw."
        )


def _sizes(path: Path) -> dict[str, int]:
    """Return how many bytes each file in the archive takes, by its name. Raises BackupError when it is none."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            return {member.name: member.size for member in tar}
    except FileNotFoundError as error:
        raise BackupError(f"De reservekopie {path} is er niet.") from error
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupError(f"{NOT_WHOLE}: {error}.") from error


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack an archive in a folder and return its manifest.

    Raises BackupError unless all of it is as it was, and OSError when the folder cannot take it. Nothing lands
    outside the folder: names with `..`, links and devices are refused (PEP 706).
    """
    try:
        with tarfile.open(path, mode="r|") as tar:
            tar.extractall(folder, filter=_only_files)  # noqa: S202 (stricter than the filter "data")
    except (tarfile.TarError, ValueError) as error:
        raise BackupError(f"{NOT_WHOLE}: {error}.") from error
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise BackupError(f"{NOT_WHOLE}: {MANIFEST} is er niet of is niet te lezen.") from error
    found = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()} - {MANIFEST}
    if found != manifest.sha256.keys() or DATABASE not in found:
        raise BackupError("In deze reservekopie ontbreekt iets, of er is iets bij.")
    wrong = [name for name in sorted(found) if _digest_of(folder / name) != manifest.sha256[name]]
    if wrong:
        raise BackupError(f"Beschadigd: {', '.join(wrong[:5])}.")
    return manifest


def _only_files(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    if not member.isreg():
        raise BackupError(f"{NOT_WHOLE}: {member.name} is geen gewoon bestand.")
    return tarfile.data_filter(member, folder)


def _digest_of(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _check_fit(manifest: Manifest) -> None:
    """Raise BackupError for an archive of another version of the portal, or of another database."""
    here = migrations()
    if not here:
        raise BackupError("Dit portaal heeft nog geen tabellen. Draai eerst bin/prepare met EXAMPLE=no.")
    if manifest.format != FORMAT or manifest.migrations != here:
        raise BackupError("Deze reservekopie is van een andere versie van het portaal. Zet eerst die neer.")
    if manifest.example and not settings.IS_LOCAL:
        raise BackupError(
            f"In deze reservekopie staan {manifest.example}: die horen niet in productie, want de wachtwoorden zijn"
            " openbaar."
        )
    if manifest.vendor != connection.vendor:
        theirs, ours = (VENDORS.get(vendor, vendor) for vendor in (manifest.vendor, connection.vendor))
        raise BackupError(
            f"Deze reservekopie is van {theirs}, en dit portaal gebruikt {ours}. Dat past niet: zie in"
            " docs/handbook/beheer.md 'Van SQLite naar PostgreSQL'."
        )


def load_database(source: Path) -> None:
    """Fill the database by its own means, in one transaction: all of it, or it stays as it was. Raises BackupError."""
    if connection.vendor == "sqlite":
        connection.close()  # it would go on with pages that are no longer there
        copy_sqlite(source, Path(connection.settings_dict["NAME"]))
        return
    run_client("pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error", str(source))


def _check_movable(target: Path) -> None:
    """Move a folder aside and back, to know beforehand that it can be done. Raises OSError when it cannot."""
    if target.is_mount():
        raise OSError(f"{target} is een eigen schijf en kan niet opzij. Koppel de map erboven aan")
    if aside := _moved_aside(target):
        aside.rename(target)


def bucket() -> "BucketStorage":
    """Where files are when they are in a bucket."""
    storage: Any = storages["default"]
    return cast("BucketStorage", storage)


def _put_in_bucket(source: Path) -> str:
    """Put a folder of files in the bucket. What was there gets another first part of its name, which is returned.

    Raises BackupError when it stops half-way; the same once more mends it.
    """
    aside = f"files.before-{timezone.now():%Y%m%d-%H%M%S-%f}"
    try:
        was_there = bucket().move_aside(aside)
        bucket().put_all(source)
    except OSError as error:
        raise BackupError(
            f"{in_words(error)} De database is teruggezet, maar de bestanden niet allemaal. Wat er stond, staat in de"
            f" opslag onder {aside}. Los dit op en geef de opdracht opnieuw, met --force."
        ) from error
    return aside if was_there else ""


def _placed(source: Path, target: Path) -> Path | None:
    """Put a folder of files where the portal looks for them, by its name alone: nothing is copied.

    What was there goes aside, and its new place is returned. Both folders are on one disk. Raises BackupError when it
    cannot be done; what was there is then there again.
    """
    try:
        source.mkdir(exist_ok=True)
        aside = _moved_aside(target)
        try:
            source.rename(target)
        except OSError:
            if aside:
                aside.rename(target)
            raise
    except OSError as error:
        raise BackupError(
            f"{in_words(error)} De database is teruggezet, maar de bestanden niet: de oude staan nog op hun plaats."
            " Los dit op en geef de opdracht opnieuw, met --force."
        ) from error
    return aside


def _moved_aside(target: Path) -> Path | None:
    """Give a folder that holds something another name beside it, and return that; one that is empty may be replaced."""
    if not target.is_symlink() and not (target.exists() and any(target.iterdir())):
        return None
    name = f"{target.name}.before-{timezone.now():%Y%m%d-%H%M%S}"
    taken = len(list(target.parent.glob(f"{name}*")))
    aside = target.with_name(f"{name}-{taken + 1}" if taken else name)
    target.rename(aside)
    return aside


def _prove(manifest: Manifest, aside: Path | str | None) -> None:
    """Raise BackupError unless each deal is as it was."""
    try:
        mark_everything()
        connection.close()
        found = {slug: total for slug, total in checksums().items() if slug not in manifest.unchecked}
    except (DatabaseError, OSError) as error:
        raise BackupError(
            f"{in_words(error)} Alles is teruggezet, maar niet nagekeken. Geef de opdracht opnieuw, met --force."
        ) from error
    deals = manifest.deals
    if found != deals:
        wrong = sorted(slug for slug in deals | found if deals.get(slug) != found.get(slug))
        old = f" De oude bestanden staan in {aside}." if aside else ""
        raise BackupError(
            f"Teruggezet, maar niet gelijk aan wat er was: {', '.join(wrong)}.{old}"
            " Laat niemand erin werken en zet een andere reservekopie terug, met --force."
        )


def checksums() -> dict[str, str]:
    """The checksum of every deal that can be added up, by its slug."""
    return {deal.slug: found.total for deal, found in sum_up_deals().found.items()}
