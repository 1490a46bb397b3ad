"""What a final report tells of the comments on its concepts: what a Party said, and what was done with it."""

from datetime import date

from reporting.content.report_sections import comment_sections
from reporting.reports.models import AnnualReport
from reporting.rounds.models import ReportComment, ReportRound
from reporting.snapshot.schema import CommentRecord, Snapshot


def with_comments(snapshot: Snapshot, round_: ReportRound | None) -> Snapshot:
    """The snapshot of a final report with the comments of its round, without the names of people; others as they are.

    They were placed and answered after the day of the report, and before it was laid down: it takes no more then.
    """
    if round_ is None or snapshot["stage"] != AnnualReport.Stage.FINAL:
        return snapshot
    return {**snapshot, "comments": comment_rows(round_, on=date.fromisoformat(snapshot["on"]))}


def comment_rows(round_: ReportRound, *, on: date) -> list[CommentRecord]:
    """The comments that stand, by the sections of the report as agreed on the day; without a Party: of the overleg."""
    titles = {row.code: row.title for row in comment_sections(round_.deal, on=on)}
    order = {code: place for place, code in enumerate(titles)}
    rows = ReportComment.objects.filter(report__deal=round_.deal, report__year=round_.year)
    rows = rows.exclude(state=ReportComment.State.WITHDRAWN).select_related("party").order_by("entered_at", "pk")
    return [
        {
            "section": row.section,
            "section_title": titles.get(row.section, row.section),
            "party": row.party.name if row.party else "",
            "text": row.text,
            "answer": row.answer,
            "has_changed": row.has_changed,
        }
        for row in sorted(rows, key=lambda row: order.get(row.section, len(order)))
    ]
