"""Load a deal file."""

from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from regiodeal.audit.commands import AuditedCommand
from regiodeal.deal_file.document import DealFile, DealFileError
from regiodeal.deal_file.load import load
from regiodeal.deals.declaration import ListChange


class Command(AuditedCommand):
    """Create or update a deal from its file; shows every change and never touches entered progress."""

    help = (
        "Load a deal file (YAML): creates the deal or brings it in line with the file, all or nothing. "
        "Entered progress and money stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take FILE, --dry-run and --rationale."""
        parser.add_argument("file", type=Path, help="the deal file, such as fixtures/den-haag-zuidwest-ii.yaml")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
        parser.add_argument("--rationale", default="", help="why targets or indicators change that have measurements")

    def handle(self, *args: object, file: Path, dry_run: bool, rationale: str, **options: object) -> None:
        """Read, check, load; with --dry-run everything is rolled back."""
        try:
            with transaction.atomic():
                deal, changes = load(DealFile.read(file), rationale=rationale)
                if dry_run:
                    transaction.set_rollback(True)
        except DealFileError as error:
            raise CommandError(f"{file}, {error}") from error
        self.deal_id = None if dry_run else deal.pk
        for change in changes:
            self.stdout.write(_sentence(change))
        verb = "zou veranderen" if dry_run else "veranderd"
        self.stdout.write(f"{deal.name}: {len(changes)} {verb}.")


def _sentence(change: ListChange) -> str:
    match change.verb:
        case "created":
            return f"+ {change.list_name} {change.code}"
        case "removed":
            return f"- {change.list_name} {change.code}"
        case _:
            return f"~ {change.list_name} {change.code} {change.field}: {change.old!r} -> {change.new!r}"
