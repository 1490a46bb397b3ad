"""The progress of a deal on a date."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from pillars.progress.deal_progress import DealProgress, deal_progress
from pillars.progress.progress_records import TargetRecord, result_records, target_record
from regiodeal.base.arguments import date_argument
from regiodeal.deals.named_deal import deal_of


class Command(BaseCommand):
    """Print every result and target with its value and status."""

    help = "Every result and target of a deal as of a date: value, what is needed, status and why."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take SLUG, --on and --json."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        parser.add_argument("--on", type=date_argument, help="as of this date (2026-06-14); today when left out")
        parser.add_argument("--json", action="store_true", help="print JSON instead of lines")

    def handle(self, *args: object, slug: str, on: date | None, **options: object) -> None:
        """Compute the figures and print them."""
        deal = deal_of(slug)
        progress = deal_progress(deal, on=on or timezone.localdate())
        if options["json"]:
            rows: dict[str, object] = {"deal": deal.slug, "on": progress.on.isoformat(), **_rows(progress)}
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{deal.name}, stand op {progress.on:%d-%m-%Y}")
        for result in progress.results:
            self.stdout.write(f"{result.result.code:10} {result.status.label:22} {result.reason}")


# Of a result without a target.
NO_FIGURES: dict[str, str | None] = {"value": None, "target_min": None, "target_max": None}


def _rows(progress: DealProgress) -> dict[str, list[dict[str, object]]]:
    """The results, each with the figures of the target that decides it, and the targets."""
    targets = [target_record(target) for target in progress.targets]
    figures = {row["code"]: _figures(row) for row in targets}
    return {
        "results": [
            {
                "code": row["code"],
                "article": row["article"],
                "title": row["title"],
                **figures.get(row["decided_by_target"], NO_FIGURES),
                "status": row["status"],
                "reason": row["reason"],
                "decided_by_target": row["decided_by_target"],
            }
            for row in result_records(progress)
        ],
        "targets": [
            {
                "code": row["code"],
                "article": row["article"],
                "result": row["result"],
                "title": row["title"],
                "kind": row["kind"],
                **figures[row["code"]],
                "due_on": row["due_on"],
                "status": row["status"],
                "status_by_rule": row["status_by_rule"],
                "reason": row["reason"],
                "forecast": row["forecast"],
                "forecast_ground": row["forecast_ground"],
            }
            for row in targets
        ],
    }


def _figures(row: TargetRecord) -> dict[str, str | None]:
    minimum = row["needed"] if row["minimum"] is None else row["minimum"]
    return {"value": row["value"], "target_min": minimum, "target_max": row["maximum"]}
