"""Load a deal file."""

import sys
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from regiodeal.audit.commands import AuditedCommand
from regiodeal.deal_file.document import opened, read_deal_file
from regiodeal.deal_file.faults import DealFileFaultsError
from regiodeal.deal_file.load import change_told, load
from regiodeal.deal_file.load import dry_run as rehearse

FORMATS = ("yaml", "json", "xlsx")


class Command(AuditedCommand):
    """Create or update a deal from its file; shows every change and never touches entered progress."""

    help = (
        "Load a deal file (YAML, JSON or XLSX): creates the deal or brings it in line with the file, all or nothing. "
        "Entered progress and money stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take FILE, --format, --dry-run, --rationale, --remove and --new."""
        parser.add_argument("file", help="the deal file, such as fixtures/den-haag-zuidwest-ii.yaml; - for stdin")
        parser.add_argument(
            "--format", dest="kind", choices=FORMATS, help="what stdin holds; of a file its name says it"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
        parser.add_argument("--rationale", default="", help="why targets or indicators change that have measurements")
        parser.add_argument("--remove", action="store_true", help="rows that are not in the file any more may go")
        parser.add_argument("--new", action="store_true", help="it is another deal, although it looks like a known one")

    def handle(
        self,
        *args: object,
        file: str,
        kind: str | None,
        dry_run: bool,
        rationale: str,
        remove: bool,
        new: bool,
        **options: object,
    ) -> None:
        """Read, check, load; with --dry-run nothing is written."""
        try:
            if file == "-":
                document = read_deal_file(sys.stdin.buffer.read(), f"stdin.{kind or 'yaml'}")
            else:
                document = read_deal_file(opened(Path(file)), f"{file}.{kind}" if kind else file)
            for remark in document.remarks:
                self.stderr.write(f"Let op: {remark}")
            if dry_run:
                deal, changes = rehearse(document, rationale=rationale)
            else:
                deal, changes = load(document, rationale=rationale, remove=remove, is_new=new)
        except DealFileFaultsError as error:
            faults = [fault for fault in error.faults if not fault.is_remark]
            for remark in (fault for fault in error.faults if fault.is_remark):
                self.stderr.write(f"Let op: {remark}")
            told = "1 fout" if len(faults) == 1 else f"{len(faults)} fouten"
            listed = "\n".join(map(str, faults))
            raise CommandError(f"{file}: {told}, er is niets veranderd.\n{listed}") from error
        self.deal_id = None if dry_run else deal.pk
        for change in changes:
            self.stdout.write(f"{_SIGNS[change.verb]} {change_told(change)}")
        verb = "zou veranderen" if dry_run else "veranderd"
        self.stdout.write(f"{deal.name}: {len(changes)} {verb}.")


_SIGNS = {"created": "+", "removed": "-", "changed": "~"}
