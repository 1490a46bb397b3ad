"""The map of a report, made from its snapshot alone: the areas, how much there is in each, and where the places are."""

from dataclasses import dataclass

from regiodeal.base.map_drawing import MapArea, MapDrawing, MapOrigin, MapPoint, drawn_map
from regiodeal.base.outlines import read_location
from regiodeal.deals.words import fill_in
from reporting.content.svg import theme_of_report
from reporting.snapshot.schema import MapRecord, PlaceRecord, Snapshot

SHAPES = {True: "open", False: "closed", None: "unknown"}


@dataclass(frozen=True)
class AreaCount:
    """How many places and projects a report names in an area."""

    name: str
    places: int
    projects: int

    @property
    def words(self) -> str:
        """Return the counts as the map says them."""
        parts = [f"{self.places} {'plek' if self.places == 1 else 'plekken'}"] if self.places else []
        if self.projects:
            parts.append(f"{self.projects} {'project' if self.projects == 1 else 'projecten'}")
        return ", ".join(parts)


def map_of(snapshot: Snapshot) -> MapRecord | None:
    """The outlines that a snapshot holds; None in an old one, and where no area had any."""
    found = snapshot.get("map")
    return found if found and found["areas"] else None


def area_counts(snapshot: Snapshot) -> list[AreaCount]:
    """What there is in each area that is drawn, in the order of the deal. Places that closed are not counted."""
    found = map_of(snapshot)
    return [
        AreaCount(
            area["name"],
            sum(row["neighbourhood"] == area["name"] and row["is_open"] is not False for row in snapshot["places"]),
            sum(area["name"] in row["areas"] for row in snapshot.get("projects", [])),
        )
        for area in (found["areas"] if found else [])
    ]


def report_map(snapshot: Snapshot, *, is_printed: bool = False) -> MapDrawing | None:
    """The map of all areas with dots for the places; None for a report without outlines.

    On paper it has their names alone, and what there is in each stands below it.
    """
    places = [row for row in snapshot["places"] if row["is_open"] is not False]
    return _drawn(
        snapshot,
        [MapPoint(0, read_location(row["location"]), "open") for row in places if _lies(row)],
        is_printed=is_printed,
    )


def area_map(snapshot: Snapshot, area: str, places: list[PlaceRecord]) -> MapDrawing | None:
    """The same map with one area that stands out, and its places by the number that they have in this list."""
    points = [
        MapPoint(number, read_location(row["location"]), SHAPES[row["is_open"]])
        for number, row in enumerate(places, start=1)
        if _lies(row)
    ]
    return _drawn(snapshot, points, chosen=area)


def _lies(row: PlaceRecord) -> bool:
    return bool(row.get("location"))


def _drawn(
    snapshot: Snapshot, points: list[MapPoint], *, chosen: str = "", is_printed: bool = False
) -> MapDrawing | None:
    found = map_of(snapshot)
    if found is None:
        return None
    counts = area_counts(snapshot)
    kind = "Schematische kaart" if found["is_schematic"] else "Kaart"
    told = [f"{row.name}: {row.words or 'nog niets'}" for row in counts]
    alt = f"{kind} {fill_in('van de {areas}')}. {'. '.join(told)}."
    areas = [
        MapArea(area["name"], area["outline"], "" if is_printed else count.words, is_chosen=area["name"] == chosen)
        for area, count in zip(found["areas"], counts, strict=True)
    ]
    origin = MapOrigin(found["source"], found["is_schematic"])
    return drawn_map(areas, points, alt=alt, origin=origin, theme=theme_of_report(snapshot), is_printed=is_printed)
