"""The whole deal as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from regiodeal.covenant.deal_file.export import export_deal
from regiodeal.covenant.deal_file.load import sections
from regiodeal.covenant.models import Deal


class Command(BaseCommand):
    """Print a deal as JSON, list by list, as its deal file has it."""

    help = (
        "Print the whole deal as JSON on stdout: parties, pillars, goals, measures, results, targets, money, readings."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export."""
        deal = Deal.objects.filter(slug=options["slug"]).first()
        if deal is None:
            raise CommandError(f"Er is geen deal met het kenmerk '{options['slug']}'.")
        lists = [section.lists for section in sections()]
        self.stdout.write(json.dumps(export_deal(lists, deal), ensure_ascii=False, indent=2))
