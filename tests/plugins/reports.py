"""Rounds and reports in a test, by the verbs that the portal itself uses; files without rendering them."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, User
from reporting.reports.build import STEPS, BuiltFile, store
from reporting.reports.models import AnnualReport, ReportFile
from reporting.rounds.editions import trial_print
from reporting.rounds.models import ReportRound, RoundStep, Step
from reporting.rounds.steps import Taken, freeze, kick_off, record
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure


def print_of(
    deal: Deal, *, by: User | None, year: int = 2026, stage: str = "concept", when: str = "2026-06-10"
) -> AnnualReport:
    """A trial print that waits for a worker."""
    moment = at(when)
    return trial_print(deal, year, stage, round_=None, on=timezone.localdate(moment)).ask(by=by, at=moment)


def make(report: AnnualReport, *, when: datetime | None = None) -> AnnualReport:
    """Let a build be ready, with a small file of each kind instead of the real ones."""
    moment = when or timezone.now()
    assert report.claim(at=moment, steps_total=len(STEPS))
    files = [BuiltFile(kind, f"{kind} van {report}".encode()) for kind in ReportFile.Kind]
    assert store(report, files, at=moment)
    return report


def started(deal: Deal, *, by: User, year: int = 2026, when: str = "2026-04-01") -> ReportRound:
    """A round that was started."""
    return kick_off(deal, year, by=by, at=at(when))


def laid_down(
    round_: ReportRound, step: Step, when: str, *, by: User, reason: str = "", keeps_day: bool = True
) -> AnnualReport:
    """A concept or final edition that was laid down on that day, with its files."""
    return make(freeze(round_, step, by=by, at=at(when), reason=reason, keeps_day=keeps_day), when=at(when))


def took(round_: ReportRound, step: Step, when: str, *, by: User, meeting: Meeting | None = None) -> RoundStep:
    """A step outside the portal, taken and recorded on that day."""
    return record(round_, step, Taken(date.fromisoformat(when), meeting=meeting), by=by, at=at(when))


def shared(deal: Deal, *, by: User, year: int = 2026) -> ReportRound:
    """A round whose concept was sent to the overleg on 10 June."""
    round_ = started(deal, by=by, year=year)
    laid_down(round_, Step.CONCEPT, f"{year}-06-08", by=by)
    took(round_, Step.SHARED, f"{year}-06-10", by=by)
    return round_


def leave_behind(report: AnnualReport, attempt: int) -> str:
    """A file that a lost worker left in the report's folder; its name."""
    return default_storage.save(f"{report.folder}/{attempt}/half.pdf", ContentFile(b"%PDF-half"))


def volunteers(deal: Deal, value: int, *, year: int, by: User, reviewer: User, approved_on: str) -> None:
    """The number of volunteers of a year (target 1.1.1.g-1: 100 a year), approved on that day."""
    code = indicator_of(deal, "1.1.1.g-1")
    measure(deal, code, value, f"{year}-12-31", by=by, year=year, approved_by=reviewer, approved_on=approved_on)
