"""The map of a deal on a day: its areas, the places in them, and the projects that work there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pillars.agreed.models import NamedItem
from pillars.projects.choice import with_state_on
from pillars.projects.models import Project, ProjectState
from regiodeal.base.map_drawing import MapArea, MapDrawing, MapOrigin, MapPoint, drawn_map
from regiodeal.base.outlines import read_location
from regiodeal.deals.models import Deal, Neighbourhood
from regiodeal.deals.words import fill_in
from regiodeal.lifecycle.register import as_of, with_later
from regiodeal.pages.look import deal_theme

OPEN, WAITING, CLOSED, UNKNOWN = "open", "waiting", "closed", "unknown"
PLACE_STATES = {
    OPEN: "open",
    WAITING: "nog niet open",
    CLOSED: "gesloten",
    UNKNOWN: "onbekend of de plek open is",
}


@dataclass(frozen=True)
class MapPlace:
    """A place with the number that it has on the map and in the list, and its state on the day."""

    number: int
    item: NamedItem
    state: str

    @property
    def told_state(self) -> str:
        """Return its state in words."""
        return PLACE_STATES[self.state]


@dataclass(frozen=True)
class MapProject:
    """A project with its state on the day; its areas by key, as they were then."""

    project: Project
    state: ProjectState
    areas: frozenset[int]


@dataclass
class AreaPart:
    """An area with what there is in it; `area` is None for what lies in none that is known."""

    area: Neighbourhood | None
    places: list[MapPlace] = field(default_factory=list)
    projects: list[MapProject] = field(default_factory=list)

    @property
    def counted(self) -> str:
        """Return how many places and projects there are, as the map says it under the name."""
        return ", ".join(
            f"{count} {one if count == 1 else more}"
            for count, one, more in (
                (len(self.places), "plek", "plekken"),
                (len(self.projects), "project", "projecten"),
            )
            if count
        )


@dataclass(frozen=True)
class MapChoice:
    """What is asked of the map: only places or only projects, only one state, only one area. Empty: everything."""

    kind: str = ""
    state: str = ""
    area: str = ""

    def keeps(self, kind: str, state: str) -> bool:
        """Tell whether something of this kind and state is shown."""
        return self.kind in {"", kind} and self.state in {"", state}


@dataclass(frozen=True)
class DealMap:
    """The areas with what is in them, and the drawing; None where no area has an outline."""

    parts: list[AreaPart]
    drawing: MapDrawing | None

    @property
    def places(self) -> list[MapPlace]:
        """Return all places that are shown, in the order of their numbers."""
        return [place for part in self.parts for place in part.places]

    @property
    def states(self) -> set[str]:
        """Return the states of the places that are shown."""
        return {place.state for place in self.places}


def deal_map(deal: Deal, projects: Iterable[MapProject], *, on: date, choice: MapChoice | None = None) -> DealMap:
    """The map of a deal as it stood on a day, with the projects that its reader may know of (`projects_on_map`)."""
    choice = choice or MapChoice()
    areas = [row for row in Neighbourhood.objects.filter(deal_id=deal.pk) if choice.area in {"", row.code}]
    parts = {row.pk: AreaPart(row) for row in areas}
    elsewhere = AreaPart(None)
    for project in projects:
        if choice.keeps("projecten", project.state):
            for part in _parts_of(project.areas, parts, elsewhere):
                part.projects.append(project)
    rows = NamedItem.objects.filter(deal_id=deal.pk).select_related("item_set", "neighbourhood")
    items = as_of(rows.order_by("item_set__position", "position", "pk"), on)
    chosen = [item for item in items if choice.keeps("plekken", place_state(item, on))]
    number = 0
    for part in (*parts.values(), elsewhere):
        for item in chosen:
            if item.neighbourhood_id == (part.area.pk if part.area else None):
                number += 1
                part.places.append(MapPlace(number, item, place_state(item, on)))
    shown = [*parts.values(), *([elsewhere] if not choice.area and (elsewhere.places or elsewhere.projects) else [])]
    return DealMap(shown, _drawing(deal, shown, chosen_area=choice.area))


def _parts_of(areas: frozenset[int], parts: dict[int, AreaPart], elsewhere: AreaPart) -> list[AreaPart]:
    return [parts[pk] for pk in parts if pk in areas] if areas else [elsewhere]


def place_state(item: NamedItem, on: date) -> str:
    """How a place stands on a day: open, not open yet, closed, or nobody said."""
    is_open = item.is_open(on)
    if is_open is None:
        return UNKNOWN
    if is_open:
        return OPEN
    return CLOSED if item.closed_on is not None and item.closed_on <= on else WAITING


def projects_on_map(visible: Any, *, on: date) -> list[MapProject]:
    """The projects of one deal that somebody may see, as they stood at the end of a day."""
    rows: Any = with_later(with_state_on(visible.prefetch_related("areas").order_by("code", "pk"), on), on)
    found = []
    for row in rows:
        if row.replaced_later != {}:
            then = row.replaced_later
            keys = [area.pk for area in row.areas.all()] if then is None else map(int, then.get("areas") or ())
            found.append(MapProject(row, ProjectState(row.state_on), frozenset(keys)))
    return found


def _drawing(deal: Deal, parts: list[AreaPart], *, chosen_area: str) -> MapDrawing | None:
    told = [f"{part.area or fill_in('Zonder {area}')}: {part.counted or 'niets'}" for part in parts]
    kind = "Schematische kaart" if deal.map_is_schematic else "Kaart"
    alt = fill_in(f"{kind} van de {{areas}}. ") + ". ".join(told) + "." + " De lijst ernaast noemt alles bij naam."
    areas = [
        MapArea(part.area.name, part.area.outline, part.counted, is_chosen=part.area.code == chosen_area)
        for part in parts
        if part.area is not None
    ]
    points = [
        MapPoint(place.number, read_location(place.item.location), place.state)
        for part in parts
        for place in part.places
        if place.item.location
    ]
    origin = MapOrigin(deal.map_source, deal.map_is_schematic)
    return drawn_map(areas, points, alt=alt, origin=origin, theme=deal_theme(deal))
