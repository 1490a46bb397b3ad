"""The money of a deal on a date."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from finance.caps.models import Cap
from finance.position.figures import Position
from finance.position.money_position import position
from finance.position.position_record import position_record
from regiodeal.base.arguments import amount_argument, date_argument
from regiodeal.deals.named_deal import deal_of
from regiodeal.deals.words import speaking


class Command(BaseCommand):
    """Print agreed, received, committed, spent and room per line, and the caps."""

    help = "The money of a deal as of a date: per line agreed, received, committed, spent and room, and the caps."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, --on, --json and --received."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        parser.add_argument("--on", type=date_argument, help="as of this date (2026-06-14); today when left out")
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
        parser.add_argument(
            "--received",
            type=amount_argument,
            metavar="AMOUNT",
            help="show the caps of what is received as they would be had this amount been received",
        )

    def handle(self, *args: object, slug: str, on: date | None, received: Decimal | None, **options: object) -> None:
        """Compute the figures and print them."""
        deal = deal_of(slug)
        money = position(deal, on=on or timezone.localdate())
        if received is not None:
            money = _had_received(money, received)
        if options["json"]:
            self.stdout.write(json.dumps(position_record(money, with_pending=True), ensure_ascii=False, indent=2))
            return
        with speaking(deal.words):
            self._print_table(money, money.on)

    def _print_table(self, money: Position, on: date) -> None:
        self.stdout.write(f"{money.deal.name}, stand op {on:%d-%m-%Y} (euro incl. btw)")
        self.stdout.write(f"{'':42}{'afgesproken':>16}{'ontvangen':>16}{'verplicht':>16}{'besteed':>16}{'ruimte':>16}")
        for line in money.lines:
            amounts = line.amounts
            columns = (amounts.agreed, amounts.received, amounts.committed, amounts.spent, amounts.room)
            self.stdout.write(f"{line.label:42}" + "".join(f"{amount:>16,.2f}" for amount in columns))
        for cap in money.caps:
            share = f"{cap.rate:.2%} van {cap.base:,.2f} is {cap.amount:,.2f}"
            self.stdout.write(f"{cap.cap.title}: {share}; besteed {cap.spent:,.2f}, nog te besteden {cap.room:,.2f}")


def _had_received(money: Position, received: Decimal) -> Position:
    caps = (replace(cap, base=received) if cap.cap.base == Cap.Base.RECEIVED else cap for cap in money.caps)
    return replace(money, caps=tuple(caps))
