"""Taking the snapshot of an edition or a trial print, in the way that its round reads the period."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Max

from regiodeal.deals.models import Deal, User
from regiodeal.deals.words import speaking
from reporting.reports.models import AnnualReport, reference_date_for
from reporting.rounds.later_corrections import known_on_the_day, later_corrections
from reporting.rounds.models import ReportRound
from reporting.rounds.told_comments import with_comments
from reporting.snapshot.schema import EditionRecord, Snapshot
from reporting.snapshot.take import digest, take_snapshot


@dataclass(frozen=True)
class Edition:
    """A snapshot that is to be laid down, with its number and the edition that it replaces."""

    deal: Deal
    snapshot: Snapshot
    number: int | None = None
    replaces: AnnualReport | None = None
    reason: str = ""

    @cached_property
    def digest(self) -> str:
        """The hash of its snapshot."""
        return digest(self.snapshot)

    def ask(self, *, by: User | None, at: datetime) -> AnnualReport:
        """Put it in the queue. Raises IntegrityError when the same one was asked for meanwhile."""
        more: dict[str, object] = {"number": self.number, "replaces": self.replaces, "reason": self.reason}
        return AnnualReport.ask(self.deal, self.snapshot, digest=self.digest, by=by, at=at, **more)


def take_edition(
    round_: ReportRound,
    stage: AnnualReport.Stage,
    *,
    earlier: AnnualReport | None,
    reason: str,
    on: date,
    keeps_day: bool = True,
) -> Edition:
    """The next edition of a stage, seen from today (`on`). A final one after the first replaces the `earlier`.

    That is a correction: it tells of the day of the earlier one, with what was corrected since of before that day,
    unless it is to tell of another day (`keeps_day`).
    """
    numbers = AnnualReport.objects.filter(deal=round_.deal, year=round_.year, stage=stage)
    number = (numbers.aggregate(highest=Max("number"))["highest"] or 0) + 1
    replaces = earlier if stage == AnnualReport.Stage.FINAL else None
    edition: EditionRecord = {
        "number": number,
        "replaces": None,
        "reason": "",
        "corrected_on": None,
        "corrections": 0,
    }
    if replaces is not None:
        edition["replaces"] = {
            "number": replaces.number,
            "on": replaces.reference_date.isoformat(),
            "digest": replaces.digest,
        }
        edition["reason"] = reason
    if replaces is not None and keeps_day:
        snapshot = _corrected(round_, replaces, edition, on=on)
    else:
        snapshot = snapshot_of(round_.deal, round_.year, stage, round_=round_, on=on, edition=edition)
    return Edition(round_.deal, snapshot, number, replaces, edition["reason"])


def _corrected(round_: ReportRound, wrong: AnnualReport, edition: EditionRecord, *, on: date) -> Snapshot:
    """The snapshot of the day of the wrong report, with the corrections that were approved up to today."""
    day = wrong.reference_date
    corrections = later_corrections(round_.deal, on=day, by=on)
    edition["corrected_on"], edition["corrections"] = on.isoformat(), len(corrections)
    how: dict[str, Any] = {"figure_year": round_.figure_year, "edition": edition}
    with known_on_the_day(corrections, on=day):
        snapshot = take_snapshot(round_.deal, year=round_.year, stage=str(wrong.stage), on=day, **how)
    with speaking(round_.deal.words):
        return with_comments(snapshot, round_)


def trial_print(
    deal: Deal, year: int, stage: AnnualReport.Stage | str, *, round_: ReportRound | None, on: date
) -> Edition:
    """A print to look at, without a number, also of a year whose round did not start."""
    return Edition(deal, snapshot_of(deal, year, stage, round_=round_, on=on))


def snapshot_of(
    deal: Deal,
    year: int,
    stage: AnnualReport.Stage | str,
    *,
    round_: ReportRound | None,
    on: date,
    edition: EditionRecord | None = None,
) -> Snapshot:
    """The snapshot as the round reads the period: never after its reference date, nor after the year itself."""
    day = reference_date_for(year, today=on)
    if round_ is not None and round_.reference_date is not None:
        day = min(day, round_.reference_date)
    figure_year = round_.figure_year if round_ else None
    snapshot = take_snapshot(deal, year=year, stage=str(stage), on=day, figure_year=figure_year, edition=edition)
    with speaking(deal.words):
        return with_comments(snapshot, round_)


def content_digest(snapshot: Snapshot) -> str:
    """The hash of all that a report says but its number: the same for two editions that say the same."""
    return digest({name: value for name, value in snapshot.items() if name != "edition"})
