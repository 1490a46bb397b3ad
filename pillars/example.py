"""Example progress: made-up measurements and stories, entered and approved by the example people."""

from datetime import date, datetime, time

from django.utils import timezone

from pillars.agreed.models import Indicator, IndicatorItem, Measure, Target
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.projects.models import Project
from pillars.stories.models import ProgressEntry
from regiodeal.base.values import FileRow
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.corrections import CorrectableEntry
from regiodeal.lifecycle.review import ReviewedEntry, State


def load_progress(deal: Deal, data: FileRow) -> None:
    """Create the example's measurements and progress entries, each with the steps that led to its state."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    indicators = {row.code: row for row in Indicator.objects.filter(deal=deal)}
    items = {
        (i.indicator.code, i.code): i
        for i in IndicatorItem.objects.filter(indicator__deal=deal).select_related("indicator")
    }
    measures = {row.code: row for row in Measure.objects.filter(deal=deal)}
    projects = {row.code: row for row in Project.objects.filter(deal=deal)}
    for row in data["measurements"]:
        store(
            Measurement,
            row,
            people,
            indicator=indicators[row["indicator"]],
            item=items[row["indicator"], row["item"]] if row.get("item") else None,
            project=projects[row["project"]] if row.get("project") else None,
            year=row.get("year"),
            measured_on=row["measured_on"],
            value=row["value"],
            note=row.get("note") or "",
            source=row["source"],
        )
    targets = {row.code: row for row in Target.objects.filter(deal=deal)}
    for row in data.get("explanations") or []:
        expected = row.get("expected_value")
        store(
            Explanation,
            row,
            people,
            target=targets[row["target"]],
            about_value=row["about_value"],
            about_status=row["about_status"],
            text=row["text"],
            expected_value=expected,
            proposal=row.get("proposal") or "",
        )
    for row in data["progress"]:
        texts = {name: row.get(name) or "" for name in ("done", "schedule", "reason", "outlook", "learned", "risks")}
        store(ProgressEntry, row, people, measure=measures[row["measure"]], year=row["year"], **texts)


def store(kind: type[ReviewedEntry], row: FileRow, people: dict[str, User], **values: object) -> None:
    """Begin a draft and take it through the verbs to its state, so that the example has a true trail."""
    author = people[row["entered_by"]]
    entered_at = at_noon(row["entered_on"])
    if issubclass(kind, CorrectableEntry):
        reason = row.get("correction_reason") or ""
        entry: ReviewedEntry = kind.enter(by=author, at=entered_at, reason=reason, **values)
    else:
        entry = kind.begin(by=author, at=entered_at, **values)
    if row["state"] == State.DRAFT:
        return
    entry.submit(by=author, at=entered_at)
    if row["state"] == State.APPROVED:
        entry.approve(by=people[row["decided_by"]], at=at_noon(row["decided_on"]))
    elif row["state"] == State.RETURNED:
        reviewer = people[row["decided_by"]]
        entry.give_back(by=reviewer, at=at_noon(row["decided_on"]), reason=row.get("decision_reason") or row["reason"])


def at_noon(day: str) -> datetime:
    """Noon on that day, here."""
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=timezone.get_current_timezone())
