"""Build an annual report to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from regiodeal.audit.commands import AuditedCommand
from regiodeal.base.arguments import date_argument
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.named_deal import deal_of
from reporting.content.frozen_report import FrozenReport
from reporting.reports.build import LIGHT, BuiltFile, build_files, build_light
from reporting.reports.models import AnnualReport, ReportFile, reference_date_for
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.take import take_snapshot


class Command(AuditedCommand):
    """Make a file of an annual progress report, here and now."""

    help = "Build the annual progress report of a year. The same data and date give the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, YEAR, --stage, --kind, --out and --on."""
        parser.add_argument("slug", help="the deal, such as den-haag-zuidwest-ii")
        parser.add_argument("year", type=int, help="the year of the report, such as 2026")
        parser.add_argument("--stage", choices=AnnualReport.Stage.values, default="concept", help="concept or final")
        kinds = [kind.value for kind in (ReportFile.Kind.PDF, *LIGHT)]
        parser.add_argument("--kind", choices=kinds, default=ReportFile.Kind.PDF, help="json is the frozen snapshot")
        parser.add_argument("--out", type=Path, required=True, help="where to write the file")
        parser.add_argument("--on", type=date_argument, help="as of this date (2026-06-14); today when left out")

    def handle(self, *args: object, **options: Any) -> None:
        """Build, write, and tell what came out."""
        deal = deal_of(options["slug"])
        year = options["year"]
        on = options["on"] or reference_date_for(year, today=timezone.localdate())
        first, last = deal.in_force_on.year + 1, deal_in_force(deal, on=on).ends_on.year + 1
        if not first <= year <= last:
            raise CommandError(f"Over {year} is geen rapportage: kies {first} tot {last}.")
        snapshot = take_snapshot(deal, year=year, stage=options["stage"], on=on)
        built = self._build(snapshot, options["kind"])
        try:
            options["out"].write_bytes(built.content)
        except OSError as error:
            raise CommandError(f"{options['out']} is niet te schrijven ({error.strerror}).") from error
        size = f"{built.pages} bladzijden" if built.pages else f"{len(built.content)} bytes"
        self.stdout.write(f"{options['out']}: {size}, SHA-256 {built.sha256}")

    def _build(self, snapshot: Snapshot, kind: str) -> BuiltFile:
        if kind == ReportFile.Kind.PDF:
            return build_files(snapshot, tell=self.stderr.write)[0]
        return build_light(FrozenReport(snapshot), ReportFile.Kind(kind))
