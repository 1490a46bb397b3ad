"""Example rounds: made-up texts, steps and comments. The files of the editions are made by the worker afterwards."""

from datetime import date

from pillars.example import at_noon
from regiodeal.base.values import FileRow
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, Party, User
from reporting.reports.models import AnnualReport
from reporting.rounds.models import ReportComment, ReportRound, RoundStep, Step
from reporting.rounds.steps import FREEZING, freeze, kick_off
from reporting.texts.models import SectionText


def load_rounds(deal: Deal, data: FileRow) -> None:
    """Create the example's rounds, each with the steps that led to its state."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    for row in data.get("report_rounds") or []:
        _load(deal, row, people)


def _load(deal: Deal, row: FileRow, people: dict[str, User]) -> None:
    by = people[row["entered_by"]]
    round_ = kick_off(deal, row["year"], by=by, at=at_noon(row["started_on"]))
    for text in row.get("texts") or []:
        stored = SectionText(deal=deal, year=row["year"], section=text["section"])
        stored.enter(by=by, at=at_noon(text["written_on"]), values={"body": text["body"]})
    newest: AnnualReport | None = None
    for taken in row.get("steps") or []:
        step, at = Step(taken["step"]), at_noon(taken["on"])
        if step in FREEZING:
            newest = freeze(round_, step, by=by, at=at)
        else:
            assert newest is not None
            _take(round_, step, newest, on=date.fromisoformat(taken["on"]), by=by)
        if step == Step.SHARED and newest is not None:
            _comment(newest, row.get("comments") or [], people, by=by)


def _take(round_: ReportRound, step: Step, report: AnnualReport, *, on: date, by: User) -> None:
    """Record a step without waiting for the files, which the worker makes later."""
    meeting = Meeting.objects.filter(deal=round_.deal, held_on=on).first() if step == Step.DISCUSSED else None
    RoundStep.record(round_, step, on=on, by=by, at=at_noon(on.isoformat()), report=report, meeting=meeting)


def _comment(report: AnnualReport, rows: list[FileRow], people: dict[str, User], *, by: User) -> None:
    for row in rows:
        who = people[row["by"]]
        party = Party.objects.filter(deal=report.deal, code=row["party"]).first() if row.get("party") else None
        comment = ReportComment.place(
            report, section=row["section"], text=row["text"], party=party, by=who, at=at_noon(row["on"])
        )
        at = at_noon(row["answered_on"])
        comment.reply(text=row["answer"], has_changed=row["has_changed"], by=by, at=at, version=comment.version)
