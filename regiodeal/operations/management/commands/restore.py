"""Puts a backup back."""

import os
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from regiodeal.audit.commands import AuditedCommand
from regiodeal.audit.models import AuditResult
from regiodeal.operations.backups import BackupError, missing_words
from regiodeal.operations.restores import is_empty, restore


class Command(AuditedCommand):
    """Put an archive back in an empty portal and hold it against the checksums it was made with."""

    help = "Put a backup back. Stop web, worker and beat first. Fails unless every deal is as it was."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ARCHIVE and --force."""
        parser.add_argument("archive", type=Path, help="the file that `backup` wrote")
        parser.add_argument("--force", action="store_true", help="replace what the portal holds")

    def is_kept(self, result: AuditResult) -> bool:
        """Keep it in the trail that was put back; not what failed in an empty portal, which has to stay empty."""
        try:
            return result == AuditResult.DONE or not is_empty()
        except DatabaseError:  # what failed is the database itself, which was told
            return False

    def handle(self, *args: object, archive: Path, force: bool, **options: object) -> None:
        """Put the backup back."""
        try:
            manifest = restore(archive, force=force)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if role := os.environ.get("DATABASE_ROLE"):  # the tables are new, and nobody has rights on them
            call_command("database_role", role)
        for slug, total in manifest.deals.items():
            self.stdout.write(f"{total}  {slug}: gelijk aan de reservekopie")
        for line in missing_words(manifest):
            self.stderr.write(line)
