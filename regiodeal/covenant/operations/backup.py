"""A backup of the whole portal, and the way back, which proves itself by the checksum of each deal."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from regiodeal.covenant.freshness.marks import mark_everything
from regiodeal.covenant.models import Deal, User
from regiodeal.covenant.operations import dumps
from regiodeal.covenant.operations.archive import FILES, place_files, unpack, writing
from regiodeal.covenant.operations.checksum import checksum

FORMAT = 1
DATABASE = "database"


class RestoreRefusedError(Exception):
    """Restoring would lose something, or did not give back what was there. Its text is Dutch."""


def back_up(target: Path, *, at: datetime, form: str = "") -> dict[str, Any]:
    """Write an archive of database and files to `target`, and return its manifest.

    The database first and the files after it: a file is stored before its row, so every file that a row names is there.
    """
    chosen = form or dumps.usual_form()
    media = Path(settings.MEDIA_ROOT)
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE

        def work() -> dict[str, str]:
            dumps.dump(chosen, copy)
            return checksums()

        deals = dumps.standing_still(work)
        manifest = {
            "format": FORMAT,
            "made_at": at.isoformat(),
            "form": chosen,
            "migrations": dumps.migrations(),
            "deals": deals,
        }
        with writing(target) as archive:
            archive.add(copy, DATABASE)
            for path in sorted(media.rglob("*")):
                if path.is_file():
                    archive.add(path, f"{FILES}{path.relative_to(media)}")
            archive.close(manifest)
    return manifest


def checksums() -> dict[str, str]:
    """The checksum of every deal, by its slug."""
    return {deal.slug: checksum(deal).total for deal in Deal.objects.order_by("slug")}


def restore(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Put an archive back, and return its manifest.

    Raises BadArchiveError for a damaged one and RestoreRefusedError for a portal that is not empty (without `force`),
    for another version, or when a deal came back otherwise than it was. Nothing is touched before the archive was read
    to its end. Files that were there go aside, and are not thrown away.
    """
    if not force and not is_empty():
        raise RestoreRefusedError("Dit portaal is niet leeg. Met --force wordt vervangen wat erin staat.")
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as name:
        folder = Path(name)
        manifest = unpack(source, folder)
        if manifest.get("format") != FORMAT or manifest["migrations"] != dumps.migrations():
            raise RestoreRefusedError("Deze reservekopie is van een andere versie van het portaal. Zet eerst die neer.")
        dumps.load(manifest["form"], folder / DATABASE)
        mark_everything()
        aside = f"before-{timezone.now():%Y%m%d-%H%M%S}"
        place_files(folder / FILES, Path(settings.MEDIA_ROOT), aside=aside)
    connection.close()
    found = checksums()
    if found != manifest["deals"]:
        wrong = sorted(slug for slug in manifest["deals"] | found if manifest["deals"].get(slug) != found.get(slug))
        raise RestoreRefusedError(f"Teruggezet, maar niet gelijk aan wat er was: {', '.join(wrong)}.")
    return manifest


def is_empty() -> bool:
    """Whether nobody has put anything in yet; a database without tables is empty too."""
    try:
        return not Deal.objects.exists() and not User.objects.exists()
    except DatabaseError:
        return True
