"""The account to the Rijk (SiSa) over a bookkeeping year."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from finance.sisa.account import SisaOverview, sisa
from finance.sisa.sisa_file import as_rows
from regiodeal.base.arguments import date_argument
from regiodeal.deals.named_deal import deal_of


class Command(BaseCommand):
    """Print each SiSa indicator with its amount."""

    help = "The SiSa overview of a bookkeeping year: each indicator with its amount, and the last day it is due."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, YEAR, --on and --json."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        parser.add_argument("year", type=int, help="the bookkeeping year, such as 2025")
        parser.add_argument("--on", type=date_argument, help="by what was known on this date; today when left out")
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: object, slug: str, year: int, on: date | None, **options: object) -> None:
        """Compute the figures and print them."""
        deal = deal_of(slug)
        overview = sisa(deal, year, on=on or timezone.localdate())
        if not overview.rows:
            raise CommandError(f"Het dealbestand noemt geen SiSa-indicatoren voor {year}.")
        if options["json"]:
            self.stdout.write(json.dumps(as_rows(overview), ensure_ascii=False, indent=2))
        else:
            self._print_table(overview)

    def _print_table(self, overview: SisaOverview) -> None:
        due = f", uiterlijk {overview.due_on:%d-%m-%Y}" if overview.due_on else ""
        self.stdout.write(f"{overview.deal.name}, SiSa over {overview.year}{due} (euro incl. btw)")
        for row in overview.rows:
            self.stdout.write(f"{row.indicator.indicator_code:10} {row.indicator.title:80} {row.amount:>16,.2f}")
