"""The trial print of the concept, made anew after a change, so that opening it costs no rendering.

Once a minute the portal looks whether what the report would say has changed. Only when it then stood still for two
minutes is it made: somebody who enters forty figures in a row asks for one print. Somebody who waits can ask for one
at once.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from regiodeal.deals.each_deal import for_each_deal
from regiodeal.deals.models import Deal
from reporting.building.models import BUSY
from reporting.reports.models import AnnualReport, AnnualReportQuerySet
from reporting.rounds.editions import trial_print
from reporting.rounds.models import ReportRound, RoundStep, Step

SETTLED = timedelta(minutes=2)
KEPT = 3  # trial prints of a round that stay


def refresh_previews(*, at: datetime) -> list[AnnualReport]:
    """The trial prints that are asked for now: those of rounds without a final report whose figures settled."""
    done = RoundStep.objects.standing().filter(step=Step.FINAL).values("round")
    open_rounds: dict[Deal, list[ReportRound]] = defaultdict(list)
    for round_ in ReportRound.objects.exclude(pk__in=done).select_related("deal"):
        open_rounds[round_.deal].append(round_)

    def of_deal(deal: Deal) -> list[AnnualReport]:
        return [report for round_ in open_rounds[deal] if (report := _refresh(round_, at=at))]

    asked = for_each_deal(open_rounds, of_deal, named="trial-prints").found
    return [report for reports in asked.values() for report in reports]


def _refresh(round_: ReportRound, *, at: datetime) -> AnnualReport | None:
    edition = trial_print(
        round_.deal, round_.year, AnnualReport.Stage.CONCEPT, round_=round_, on=timezone.localdate(at)
    )
    now = edition.digest
    newest = trial_prints(round_).defer("snapshot").first()
    if newest is not None and newest.digest == now:
        return None
    if round_.seen_digest != now or round_.seen_at is None:
        ReportRound.objects.filter(pk=round_.pk).update(seen_digest=now, seen_at=at)
        return None
    if at - round_.seen_at < SETTLED:
        return None
    try:
        with transaction.atomic():
            report = edition.ask(by=None, at=at)
    except IntegrityError:
        return None  # one is being made; the next look sees whether it still holds
    remove_old(round_)
    return report


def trial_prints(round_: ReportRound) -> AnnualReportQuerySet:
    """The trial prints of a round's concept, the newest first."""
    rows = AnnualReport.objects.filter(deal=round_.deal, year=round_.year, stage=AnnualReport.Stage.CONCEPT)
    return rows.filter(number__isnull=True).order_by("-requested_at", "-pk")


def remove_old(round_: ReportRound) -> None:
    """Remove the trial prints that the portal made itself, but the newest three and those with a dossier."""
    own = trial_prints(round_).filter(requested_by__isnull=True, dossiers__isnull=True).exclude(state__in=BUSY)
    for report in own.to_list()[KEPT:]:
        files = list(report.files.all())
        report.delete()
        for file in files:  # after their rows: what nobody refers to can go
            file.remove()
