"""The projects of a deal on a date: their money, what is outside any, the lines, and promised, planned and realised."""

import json
from datetime import date
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from finance.position.project_money import ProjectsPosition, projects_position
from finance.position.project_record import projects_record
from pillars.progress.deal_progress import deal_progress
from pillars.progress.norm_plans import NormPlan, norm_plans
from regiodeal.base.arguments import date_argument
from regiodeal.base.dutch import euro, number
from regiodeal.deals.named_deal import deal_of
from regiodeal.deals.words import speaking


class Command(BaseCommand):
    """Print budget, granted, committed and spent per project, and what is free to programme per budget line."""

    help = "The projects of a deal as of a date: their money, the budget lines, and each norm as promised and planned."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take SLUG, --on and --json."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        parser.add_argument("--on", type=date_argument, help="as of this date (2026-06-14); today when left out")
        parser.add_argument("--json", action="store_true", help="print JSON instead of tables")

    def handle(self, *args: object, slug: str, on: date | None, **options: object) -> None:
        """Compute the figures and print them."""
        deal = deal_of(slug)
        day = on or timezone.localdate()
        with speaking(deal.words):
            found = projects_position(deal, on=day)
            norms = norm_plans(deal_progress(deal, on=day))
            if options["json"]:
                self.stdout.write(json.dumps(projects_record(found, norms), ensure_ascii=False, indent=2))
            else:
                self._print_tables(found, norms)

    def _print_tables(self, found: ProjectsPosition, norms: list[NormPlan]) -> None:
        self.stdout.write(f"{found.deal.name}, stand op {found.on:%d-%m-%Y} (euro incl. btw)")
        self._row("project", "begroot", "verleend", "verplicht", "besteed")
        for row in found.projects:
            amounts = (row.budget, row.granted, row.amounts.committed, row.amounts.spent)
            self._row(f"{row.project} ({row.project.state.label})", *map(euro, amounts))
        self._row("buiten projecten", "", "", euro(found.outside.committed), euro(found.outside.spent))
        self.stdout.write("")
        self._row("begrotingsregel", "afgesproken", "verleend", "verplicht", "besteed", "vrij")
        for line in found.lines:
            own = line.position.amounts
            self._row(line.position.label, *map(euro, (own.agreed, line.granted, own.committed, own.spent, line.free)))
        self.stdout.write("")
        self._row("norm", "beloofd", "gepland", "gerealiseerd")
        for norm in norms:
            self._row(norm.target.code, *map(_figure, (norm.promised, norm.planned, norm.realised)))

    def _row(self, name: str, *columns: str) -> None:
        self.stdout.write(f"{name[:50]:50}" + "".join(f"{text:>19}" for text in columns))


def _figure(value: Decimal | None) -> str:
    return "-" if value is None else number(value)
