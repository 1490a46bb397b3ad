"""What the portal does each night by itself: a backup in a folder, of which the oldest go, and ending what is past its
term. When something of it fails, or stays away, who looks after the portal gets a mail.
"""

import json
import logging
import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.notes import keep_note, read_note
from regiodeal.operations.backups import BackupError, BusyError, back_up, in_words
from regiodeal.operations.health import IN_DUTCH, beat, readiness
from regiodeal.operations.retention_terms import end_past_term
from regiodeal.pages.mail import Letter, send

logger = logging.getLogger(__name__)

LAST_BACKUP, LAST_NIGHT, TOLD_FAULTS = "last-backup.json", "last-night", "told-faults"  # names of notes
LATE = timedelta(hours=26)  # a nightly backup that is older than this did not happen
# What the portal itself made of a night, and may throw away: a copy that somebody made by hand has another name.
OF_A_NIGHT = re.compile(r"regiodealportaal-nacht-\d{8}-\d{6}\.tar")


class LastBackup(NamedTuple):
    """Holds when the last backup was made, how large it is, and where."""

    at: datetime
    size: int
    name: str


def last_backup() -> LastBackup | None:
    """Return the last backup that was made whole, by the portal or by the command; None when none was."""
    try:
        told = json.loads(read_note(LAST_BACKUP) or "")
        return LastBackup(datetime.fromisoformat(told["at"]), int(told["size"]), str(told["name"]))
    except (ValueError, KeyError, TypeError):
        return None


def note_backup(archive: Path, *, at: datetime) -> None:
    """Remember that this backup was made."""
    told = {"at": at.isoformat(), "size": archive.stat().st_size, "name": archive.name}
    keep_note(LAST_BACKUP, json.dumps(told))


def _last_night() -> date | None:
    """Return the day of which the nightly backup was made last."""
    with suppress(ValueError):
        return date.fromisoformat(read_note(LAST_NIGHT) or "")
    return None


def make_backup(folder: Path, *, at: datetime) -> Path:
    """Write the backup of a night into the folder. Raises BackupError and OSError."""
    target = folder / f"regiodealportaal-nacht-{timezone.localtime(at):%Y%m%d-%H%M%S}.tar"
    if not folder.is_dir():
        raise BackupError(f"De map {folder} is er niet.")
    back_up(target, at=at)
    note_backup(target, at=at)
    return target


def let_oldest_go(folder: Path, *, but: Path) -> None:
    """Remove the oldest nightly backups beyond BACKUP_KEEP, and no other file. Raises OSError.

    The one just made stays, also where a clock that ran ahead gave the others later names.
    """
    made = sorted(path for path in folder.iterdir() if OF_A_NIGHT.fullmatch(path.name) and path != but)
    for old in made[: max(len(made) + 1 - settings.BACKUP_KEEP, 0)]:
        old.unlink(missing_ok=True)


def nightly_backup(*, at: datetime) -> str:
    """Make the backup of this night, once; return the fault, in Dutch, that was mailed.

    Does nothing without BACKUP_DIR, once it was made today (a task can come twice), and while another run is at it.
    Raises a fault of the program after it was mailed.
    """
    today = timezone.localdate(at)
    if not settings.BACKUP_DIR or _last_night() == today:
        return ""
    folder = Path(settings.BACKUP_DIR)
    told = f"De reservekopie van {day(today)} is niet gelukt"
    try:
        target = make_backup(folder, at=at)
        told = "De reservekopie is gemaakt, maar de oudste is niet weg"
        keep_note(LAST_NIGHT, today.isoformat())
        let_oldest_go(folder, but=target)
    except BusyError:
        logger.info("another backup or restore is at work in %s", folder)
    except Exception as error:
        fault = f"{told}: {in_words(error)}"
        alarm(fault)
        if isinstance(error, (BackupError, OSError)):
            return fault
        raise
    return ""


def nightly_retention(*, at: datetime) -> None:
    """End what is past its term. What fails is mailed, and raised."""
    try:
        end_past_term(at=at)
    except Exception as error:
        alarm(f"Opruimen wat over zijn termijn is, is niet gelukt: {in_words(error)}")
        raise


def faults(*, at: datetime) -> list[str]:
    """Return what somebody has to look at now, in Dutch: a backup that stayed away, and what does not work."""
    found = []
    if settings.BACKUP_DIR:
        last = last_backup()
        if last is None or last.at < at - LATE:
            when = f"De laatste is van {day(timezone.localdate(last.at))}." if last else "Er is er nog geen."
            found.append(f"Er is vannacht geen reservekopie gemaakt. {when}")
    _is_ready, parts = readiness()
    return found + [f"{IN_DUTCH[name]}: {told}" for name, told in parts.items() if told != "ok"]


def look_after(*, at: datetime) -> None:
    """Mail what somebody has to look at, once for as long as it stays the same.

    It runs in the worker, which therefore lives: the sign of life that waits behind it is given first.
    """
    with suppress(OSError):
        beat()
    found = "\n".join(faults(at=at))
    kinds = "\n".join(sorted(line.partition(":")[0].partition(".")[0] for line in found.splitlines()))
    if kinds != (read_note(TOLD_FAULTS) or "") and (not found or alarm(found)):
        with suppress(OSError):  # a full disk is what was told
            keep_note(TOLD_FAULTS, kinds)


def alarm(text: str) -> bool:
    """Mail it to who looks after the portal (ALARM_EMAIL), where somebody is named; false when it could not be sent."""
    logger.error("alarm: %s", text)
    if not settings.ALARM_EMAIL:
        return True
    letter = Letter(
        to=settings.ALARM_EMAIL,
        subject="Het portaal heeft aandacht nodig",
        template="operations/mail/alarm.txt",
        context={"text": text, "url": settings.PORTAL_URL},
    )
    try:
        send(letter)
    except OSError:
        logger.exception("An alarm could not be mailed")
        return False
    return True
