"""Make a large portal, to see whether it stays fast."""

from time import perf_counter
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from regiodeal.covenant.audit.commands import AuditedCommand
from regiodeal.covenant.models import Deal
from reporting.portfolio.figures import prepare
from reporting.scale.load import ScaleRefusedError, Size, load_scale, refuse_unless_example

SHOWN_FROM = 1_000  # rows; smaller tables are told together


class Command(AuditedCommand):
    """Copy an example deal until there are so many."""

    help = (
        "Copy a deal with example data until the portal holds so many deals, results and measurements. "
        "On PostgreSQL, on one's own machine, and only where every deal is an example."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """[SLUG] --deals --results --measurements --unprepared --yes."""
        parser.add_argument("slug", nargs="?", default="", help="the deal to copy; without it the first one")
        parser.add_argument("--deals", type=int, default=1_000, help="how many in all (1000)")
        parser.add_argument("--results", type=int, default=50_000, help="how many in all (50000)")
        parser.add_argument("--measurements", type=int, default=2_000_000, help="how many in all (2000000)")
        parser.add_argument("--unprepared", action="store_true", help="leave the figures of the portfolio to the clock")
        parser.add_argument("--yes", action="store_true", help="do it; without this it only tells what it would do")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the copies, then the figures of the portfolio; print counts and seconds."""
        deals = Deal.objects.order_by("pk")
        deal = (deals.filter(slug=options["slug"]) if options["slug"] else deals).first()
        wanted = Size(options["deals"], options["results"], options["measurements"])
        try:
            refuse_unless_example(deal)
        except ScaleRefusedError as error:
            raise CommandError(str(error)) from error
        assert deal is not None
        self._tell("Nu", Size.now())
        if not options["yes"]:
            self._tell("Dit wordt", wanted)
            raise CommandError(f"Er is niets gemaakt. Geef --yes om {deal.slug} te vermenigvuldigen.")
        start = perf_counter()
        self._copy(deal, wanted)
        if not options["unprepared"]:
            self._prepare()
        self._tell("Nu", Size.now())
        self.stdout.write(f"in {perf_counter() - start:.1f} s")

    def _copy(self, deal: Deal, wanted: Size) -> None:
        rest = 0
        try:
            for made in load_scale(deal, wanted):
                if made.rows >= SHOWN_FROM or made.seconds >= 1:
                    self.stdout.write(f"{made.rows:>10} {made.seconds:>7.1f} s  {made.what}")
                else:
                    rest += made.rows
        except ScaleRefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{rest:>10}            in kleinere tabellen")

    def _prepare(self) -> None:
        """The same figures as the clock prepares, by the same calculation."""
        start, deals = perf_counter(), Deal.objects.filter(prepared_figures=None).order_by("pk")
        made = [prepare(deal, at=timezone.now()).pk for deal in deals]
        self.stdout.write(f"{len(made):>10} {perf_counter() - start:>7.1f} s  reporting.DealFigures")

    def _tell(self, when: str, size: Size) -> None:
        self.stdout.write(f"{when}: {size.deals} deals, {size.results} resultaten, {size.measurements} metingen")
