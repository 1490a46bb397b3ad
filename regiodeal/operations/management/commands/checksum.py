"""All of a deal as one number, and whether it holds together."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from regiodeal.deals.named_deal import deal_of
from regiodeal.operations.checksums import checksum, faults


class Command(BaseCommand):
    """Print the checksum of a deal."""

    help = "Print one number for all rows and files of a deal. Two portals with the same number hold the same deal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take SLUG, --parts and --check."""
        parser.add_argument("slug", help="the deal")
        parser.add_argument("--parts", action="store_true", help="also per kind of row, with how many there are")
        parser.add_argument("--check", action="store_true", help="also whether files and states hold together")

    def handle(self, *args: object, slug: str, **options: object) -> None:
        """Count it; with --check fail when something does not hold together."""
        deal = deal_of(slug)
        found = checksum(deal)
        self.stdout.write(found.total)
        if options["parts"]:
            for name, (count, digest) in found.parts.items():
                self.stdout.write(f"{digest}  {count:>8}  {name}")
        if options["check"] and (wrong := list(faults(deal))):
            raise CommandError("\n".join(wrong))
