"""What a published report says about each measure, for whoever asks "what happens in my neighbourhood?"."""

from dataclasses import dataclass

from pillars.progress.progress_records import ResultRecord
from reporting.snapshot.schema import GoalRecord, MeasureRecord, PlaceRecord, Snapshot
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

    def is_in(self, neighbourhood: str) -> bool:
        """Tell whether one of its places lies in the neighbourhood."""
        return any(place["neighbourhood"] == neighbourhood for place in self.places)


def public_measures(snapshot: Snapshot) -> list[PublicMeasure]:
    """All measures of the report in their order."""
    told = told_by_measure(told_results(snapshot))
    return [
        _measure(measure, goal, [row.result for row in told.get(measure["code"], [])], snapshot["places"])
        for pillar in snapshot["pillars"]
        for goal in pillar["goals"]
        for measure in goal["measures"]
    ]


def neighbourhoods(snapshot: Snapshot) -> list[str]:
    """The neighbourhoods in which the report names a place."""
    return sorted({place["neighbourhood"] for place in snapshot["places"] if place["neighbourhood"]})


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
    measure: MeasureRecord, goal: GoalRecord, results: list[ResultRecord], places: list[PlaceRecord]
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
    )
