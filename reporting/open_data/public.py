"""The snapshot for everybody: the same figures and texts, without names of people and what is not public."""

from typing import Any

from regiodeal.files.models import Openness
from reporting.content.frozen_report import FrozenReport
from reporting.snapshot.schema import ProjectRecord, Snapshot

# Whose name a row carries. Who wrote a text can still have named somebody in it: whoever publishes reads it first.
PERSONS = frozenset(
    {
        *("entered_by", "approved_by", "decided_by", "confirmed_by", "withdrawn_by", "submitted_by"),
        *("requested_by", "taken_by", "reviewed_by", "signed_by", "person", "email"),
    }
)


def public_copy(report: FrozenReport) -> FrozenReport:
    """A copy in which every field for a person is empty, and of office holders only the office is left.

    It names the hash of the snapshot that it is a copy of, and every file of a report can be made from it. Where a
    photo or a picture is kept is of nobody's concern, and not in it, nor are the comments of Parties on a concept.
    """
    copy: Snapshot = _without_persons(report.snapshot)
    copy.pop("comments", None)  # what Parties say to each other of a concept
    if "text_pictures" in copy:
        copy["text_pictures"] = [{**each, "file": ""} for each in copy["text_pictures"]]
    told: Snapshot = {**_with_public_projects(copy), "public_copy_of": report.digest}
    return FrozenReport(told, report.photos, report.pictures)


def _with_public_projects(copy: Snapshot) -> Snapshot:
    """The copy with its public projects alone; a figure of another one does not say which it is."""
    if "projects" not in copy:
        return copy
    projects = [_without_places_kept(row) for row in public_projects(copy)]
    named = {project["code"] for project in projects}
    sources = [{**row, "project": code if (code := row.get("project")) in named else None} for row in copy["sources"]]
    return {**copy, "projects": projects, "sources": sources}  # type: ignore[typeddict-item]


def _without_places_kept(row: ProjectRecord) -> ProjectRecord:
    return {**row, "photos": [{**photo, "file": ""} for photo in row.get("photos", [])]}


def public_projects(snapshot: Snapshot) -> list[ProjectRecord]:
    """The projects of a report that everybody may know; none in a report of before projects were told."""
    return [project for project in snapshot.get("projects", []) if project["openness"] == Openness.PUBLIC]


def _without_persons(value: object) -> Any:
    match value:
        case dict():
            return {key: _emptied(key, item) for key, item in value.items()}
        case list():
            return [_without_persons(item) for item in value]
        case _:
            return value


def _emptied(key: str, value: Any) -> object:
    if key in PERSONS:
        return ""
    if key == "office_holders":  # 'Naam, ambt'
        return [office for _name, _comma, office in (str(holder).partition(", ") for holder in value) if office]
    return _without_persons(value)
