"""A backup of the whole portal as one file."""

from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from regiodeal.audit.commands import AuditedCommand
from regiodeal.operations.backups import BackupError, back_up, missing_words
from regiodeal.operations.nightly import note_backup


class Command(AuditedCommand):
    """Write database and files to one archive."""

    help = "Write database and files to one archive, with the checksum of every deal. The portal may go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take FOLDER."""
        parser.add_argument("folder", type=Path, help="where the archive comes; keep it outside the data folder")

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        """Write it and tell its name."""
        if not folder.is_dir():
            raise CommandError(f"De map {folder} is er niet.")
        now = timezone.localtime()
        target = folder / f"regiodealportaal-{now:%Y%m%d-%H%M%S}.tar"
        try:
            manifest = back_up(target, at=now)
            note_backup(target, at=now)
        except BackupError as error:
            raise CommandError(f"De reservekopie is niet gelukt: {error}") from error
        self.stdout.write(str(target))
        for slug, total in manifest.deals.items():
            self.stdout.write(f"{total}  {slug}")
        for line in missing_words(manifest):
            self.stderr.write(line)
        if manifest.unchecked:
            names = ", ".join(manifest.unchecked)
            raise CommandError(
                f"De reservekopie is gemaakt, ook van {names}. Van die deals kon geen controlegetal worden berekend:"
                " na terugzetten is niet na te kijken of zij gelijk zijn. Zie het logboek van het portaal."
            )
