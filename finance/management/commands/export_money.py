"""The money of a deal in a file."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from finance.base.file_format import Format
from finance.ledger_export.export import write_money
from finance.ledger_export.rows import Shown
from regiodeal.base.arguments import date_argument
from regiodeal.deals.named_deal import deal_of


class Command(BaseCommand):
    """Write the position and every booking to a file."""

    help = "The money of a deal as of a date: the accountant's workbook, or the ledger as CSV or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, --on, --format, --approved-only and --out."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        parser.add_argument("--on", type=date_argument, help="as of this date (2026-06-14); today when left out")
        parser.add_argument("--format", choices=Format.values, default=Format.XLSX.value, help="xlsx when left out")
        parser.add_argument("--approved-only", action="store_true", help="leave out what waits for approval")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")

    def handle(self, *args: object, slug: str, on: date | None, out: Path, **options: object) -> None:
        """Write the file, and nothing when it cannot be opened."""
        deal = deal_of(slug)
        on = on or timezone.localdate()
        shown = Shown(deal, on, unapproved=not options["approved_only"])
        try:
            with out.open("wb") as file:
                write_money(Format(str(options["format"])), file, shown)
        except OSError as error:
            raise CommandError(f"{out} is niet te schrijven ({error.strerror}).") from error
        self.stdout.write(f"{out}: {out.stat().st_size:,} bytes, stand op {on:%d-%m-%Y}".replace(",", "."))
