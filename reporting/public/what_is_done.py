"""What a published report says about each measure, for whoever asks "what happens in my neighbourhood?"."""

from dataclasses import dataclass

from django.utils.text import slugify

from pillars.progress.progress_records import ResultRecord
from reporting.content.report_sections import area_section
from reporting.content.rich_text import clean
from reporting.open_data.public import public_projects
from reporting.snapshot.schema import GoalRecord, MeasureRecord, PlaceRecord, ProjectRecord, Snapshot
from reporting.snapshot.told_results import told_by_measure, told_results

WORST_FIRST = ("behind", "attention", "not_assessable", "not_started", "on_schedule", "achieved")


@dataclass(frozen=True)
class PublicMeasure:
    """One measure in plain words: what is done, how it stands, and where."""

    code: str
    title: str
    theme: str
    theme_title: str
    status: str
    done: str
    outlook: str
    results: list[ResultRecord]
    places: list[PlaceRecord]
    projects: list[ProjectRecord]

    def is_in(self, neighbourhood: str) -> bool:
        """Tell whether one of its places lies in the neighbourhood, or a project of it works there."""
        return any(place["neighbourhood"] == neighbourhood for place in self.places) or any(
            neighbourhood in project["areas"] for project in self.projects
        )


def public_measures(snapshot: Snapshot) -> list[PublicMeasure]:
    """All measures of the report in their order."""
    told = told_by_measure(told_results(snapshot))
    projects = public_projects(snapshot)
    return [
        _measure(
            measure,
            goal,
            [row.result for row in told.get(measure["code"], [])],
            snapshot["places"],
            [row for row in projects if measure["code"] in row["measures"]],
        )
        for pillar in snapshot["pillars"]
        for goal in pillar["goals"]
        for measure in goal["measures"]
    ]


def neighbourhoods(snapshot: Snapshot) -> list[str]:
    """The neighbourhoods in which the report names a place or a public project, or of which it tells something."""
    of_projects = {area for project in public_projects(snapshot) for area in project["areas"]}
    of_places = {place["neighbourhood"] for place in snapshot["places"] if place["neighbourhood"]}
    return sorted(of_places | of_projects | set(area_texts(snapshot)))


def area_texts(snapshot: Snapshot) -> dict[str, str]:
    """What the report tells of each area that has a text, as clean HTML by the name of the area, without addresses."""
    texts = snapshot["texts"]
    return {
        area["name"]: clean(texts[section])
        for area in snapshot.get("areas", [])
        if (section := area_section(area["code"])) in texts
    }


def areas_by_address(snapshot: Snapshot) -> dict[str, str]:
    """The name of each neighbourhood by the last part of the address of its page."""
    return {slugify(name): name for name in neighbourhoods(snapshot)}


def places_in(snapshot: Snapshot, neighbourhood: str) -> list[PlaceRecord]:
    """The places of the neighbourhood that are open or have no day of opening yet, in their order."""
    return [row for row in snapshot["places"] if row["neighbourhood"] == neighbourhood and row["is_open"] is not False]


def projects_in(snapshot: Snapshot, neighbourhood: str) -> list[ProjectRecord]:
    """The public projects that work in the neighbourhood, in their order."""
    return [row for row in public_projects(snapshot) if neighbourhood in row["areas"]]


def themes(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The goals of the deal as themes: code and title."""
    return [(goal["code"], goal["title"]) for pillar in snapshot["pillars"] for goal in pillar["goals"]]


def narrowed(measures: list[PublicMeasure], *, neighbourhood: str, theme: str) -> list[PublicMeasure]:
    """The measures in a neighbourhood and about a theme; an empty word narrows nothing."""
    return [
        measure
        for measure in measures
        if (not neighbourhood or measure.is_in(neighbourhood)) and (not theme or measure.theme == theme)
    ]


def _measure(
    measure: MeasureRecord,
    goal: GoalRecord,
    results: list[ResultRecord],
    places: list[PlaceRecord],
    projects: list[ProjectRecord],
) -> PublicMeasure:
    entry, found = measure["entry"], {result["status"] for result in results}
    return PublicMeasure(
        code=measure["code"],
        title=measure["title"],
        theme=goal["code"],
        theme_title=goal["title"],
        status=next((status for status in WORST_FIRST if status in found), ""),
        done=entry["done"] if entry else "",
        outlook=entry["outlook"] if entry else "",
        results=results,
        places=[place for place in places if measure["code"] in place["measures"] and place["is_open"] is not False],
        projects=projects,
    )
