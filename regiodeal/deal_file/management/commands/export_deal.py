"""The whole deal as a deal file, as agreed on any date."""

import sys
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regiodeal.base.arguments import date_argument
from regiodeal.deal_file.export import export_deal, json_text, short_form, yaml_text
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.in_force import Terms, terms, terms_of, versions_of
from regiodeal.deals.models import Deal
from regiodeal.deals.named_deal import deal_of


class Command(BaseCommand):
    """Print a deal as a deal file that `load_deal` takes."""

    help = (
        "Print the whole deal on stdout: parties, pillars, goals, measures, results, targets, money, readings, "
        "as agreed today, on another date, or by a version of the covenant (1 is the deal file). "
        "JSON names every field; YAML and the workbook (XLSX) leave out what follows from something else."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        """A parser whose --version is a version of the covenant, and not of Django."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, --format, and --on or --version."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        parser.add_argument(
            "--format", dest="kind", choices=("json", "yaml", "xlsx"), default="json", help="json when left out"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--on", type=date_argument, help="as agreed on this date (2026-06-14); today when left out")
        which.add_argument("--version", type=int, metavar="N", help="this version of the covenant; 1 is the deal file")

    def handle(
        self, *args: object, slug: str, kind: str, on: date | None, version: int | None, **options: object
    ) -> None:
        """Write the deal in the format."""
        deal = deal_of(slug)
        by_date = terms(deal, on=on or timezone.localdate())
        agreed = by_date if version is None else self._of_version(deal, version)
        lists = all_rows()
        full = export_deal(lists, agreed)
        if kind == "json":
            self.stdout.write(json_text(full))
        elif kind == "yaml":
            self.stdout.write(yaml_text(short_form(full, lists)), ending="")
        else:
            from regiodeal.deal_file.workbook import filled_workbook  # openpyxl is slow to import

            sys.stdout.buffer.write(filled_workbook(short_form(full, lists)))

    def _of_version(self, deal: Deal, number: int) -> Terms:
        versions = {version.number: version for version in versions_of(deal)}
        if number not in versions:
            known = ", ".join(map(str, versions))
            raise CommandError(f"Versie {number} van het convenant is er niet; kies uit {known}.")
        return terms_of(versions[number])
