"""The whole deal as JSON, as agreed on any date."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regiodeal.base.arguments import date_argument
from regiodeal.deal_file.export import export_deal
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.in_force import Terms, terms, terms_of, versions_of
from regiodeal.deals.models import Deal
from regiodeal.deals.named_deal import deal_of


class Command(BaseCommand):
    """Print a deal as JSON, list by list, as its deal file has it."""

    help = (
        "Print the whole deal as JSON on stdout: parties, pillars, goals, measures, results, targets, money, readings, "
        "as agreed today, on another date, or by a version of the covenant (1 is the deal file)."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        """A parser whose --version is a version of the covenant, and not of Django."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, and --on or --version."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--on", type=date_argument, help="as agreed on this date (2026-06-14); today when left out")
        which.add_argument("--version", type=int, metavar="N", help="this version of the covenant; 1 is the deal file")

    def handle(self, *args: object, slug: str, on: date | None, version: int | None, **options: object) -> None:
        """Write the deal as JSON."""
        deal = deal_of(slug)
        by_date = terms(deal, on=on or timezone.localdate())
        agreed = by_date if version is None else self._of_version(deal, version)
        self.stdout.write(json.dumps(export_deal(all_rows(), agreed), ensure_ascii=False, indent=2))

    def _of_version(self, deal: Deal, number: int) -> Terms:
        versions = {version.number: version for version in versions_of(deal)}
        if number not in versions:
            known = ", ".join(map(str, versions))
            raise CommandError(f"Versie {number} van het convenant is er niet; kies uit {known}.")
        return terms_of(versions[number])
