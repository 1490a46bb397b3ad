"""A map as plain geometry: outlines and points in WGS84 become paths, dots and words, and an SVG template draws them.

Nothing comes from another host. Everything on the map stands in a list beside it, by its number.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from regiodeal.base.outlines import Position, read_outline
from regiodeal.base.themes import DEN_HAAG, Theme

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDEST = TALLEST = 640.0
EDGE = 14.0  # around the outlines
CLOSEST = 21.0  # between two dots, so that both numbers can be read
ROOM_BELOW = 8.0
NARROWEST = 240.0
SHOWN_NAME, PRINTED_NAME = 15, 31  # what lays out a report draws the white edge of letters over them: it has none there
STEP, MOST_STEPS = 9.0, 18  # how far a name moves to leave dots free, at each step and in all


@dataclass(frozen=True)
class MapArea:
    """An area to draw: its name, its outline as text, what is said under its name, and whether it stands out."""

    name: str
    outline: str
    told: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class MapPoint:
    """A place to draw: the number that it has in the list (0: none), where it lies, and its state as a shape."""

    number: int
    position: Position
    shape: str = "open"  # open, waiting (not open yet), closed or unknown


@dataclass(frozen=True)
class MapOrigin:
    """Says where the outlines come from, and whether they are a sketch."""

    source: str = ""
    is_schematic: bool = False


@dataclass(frozen=True)
class Outline:
    """An area as it is drawn."""

    path: str
    x: float
    y: float
    name: str
    told: str
    is_chosen: bool


@dataclass(frozen=True)
class Dot:
    """A place as it is drawn."""

    x: float
    y: float
    number: int
    shape: str

    @property
    def left(self) -> float:
        """Return where a square around it begins."""
        return round(self.x - 7, 1)

    @property
    def top(self) -> float:
        """Return the upper side of that square."""
        return round(self.y - 7, 1)

    @property
    def baseline(self) -> float:
        """Return the line that its number stands on."""
        return round(self.y + 3.2, 1)


@dataclass(frozen=True)
class MapDrawing:
    """A finished map with its alternative text."""

    width: float
    height: float
    alt: str
    outlines: tuple[Outline, ...]
    dots: tuple[Dot, ...]
    origin: MapOrigin
    theme: Theme = DEN_HAAG
    is_printed: bool = False
    name: str = "map"

    @property
    def name_size(self) -> int:
        """Return how large names are, in units of the drawing: on paper the whole is about a third as large."""
        return PRINTED_NAME if self.is_printed else SHOWN_NAME

    @property
    def svg(self) -> str:
        """Return the map as SVG."""
        pale, soft, _, dark, _ = self.theme.house
        colours = {"pale": pale, "soft": soft, "dark": dark}
        return render_to_string("components/map.svg", {"map": self, "colours": colours})


class _Plane:
    """Lays degrees on paper: a metre to the east is as long as one to the north, north is up."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self.west, self.north = west, north
        self.squeeze = math.cos(math.radians((south + north) / 2))
        wide, high = max((east - west) * self.squeeze, 1e-9), max(north - south, 1e-9)
        self.scale = min((WIDEST - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / high)
        self.width = round(max(wide * self.scale + 2 * EDGE, NARROWEST), 1)
        self.left = (self.width - wide * self.scale) / 2
        self.height = round(high * self.scale + 2 * EDGE + ROOM_BELOW, 1)

    def at(self, position: Position) -> Position:
        """The place on paper, in units of the drawing."""
        longitude, latitude = position[0], position[1]
        x = self.left + (longitude - self.west) * self.squeeze * self.scale
        return round(x, 1), round(EDGE + (self.north - latitude) * self.scale, 1)


def drawn_map(
    areas: Iterable[MapArea],
    points: Iterable[MapPoint],
    *,
    alt: str,
    origin: MapOrigin,
    theme: Theme = DEN_HAAG,
    is_printed: bool = False,
) -> MapDrawing | None:
    """The map of these areas and places; None where no area has an outline. Printed: small, with large names alone."""
    from shapely import unary_union

    shapes = [(area, read_outline(area.outline)) for area in areas if area.outline]
    if not shapes:
        return None
    chosen = list(points)
    whole = unary_union([shape for _, shape in shapes])
    plane = _Plane(*_bounds(whole, chosen))
    dots = tuple(_apart(chosen, plane))
    size = PRINTED_NAME if is_printed else SHOWN_NAME
    outlines = tuple(_outline(area, shape, plane, dots, size) for area, shape in shapes)
    return MapDrawing(plane.width, plane.height, alt, outlines, dots, origin, theme, is_printed)


def _bounds(whole: "BaseGeometry", points: list[MapPoint]) -> tuple[float, float, float, float]:
    """The box around the areas, and around the places that lie near them: a slip far away does not shrink the map."""
    west, south, east, north = whole.bounds
    wide, high = east - west, north - south
    near = [
        point.position
        for point in points
        if west - wide <= point.position[0] <= east + wide and south - high <= point.position[1] <= north + high
    ]
    return (
        min([west, *(x for x, _ in near)]),
        min([south, *(y for _, y in near)]),
        max([east, *(x for x, _ in near)]),
        max([north, *(y for _, y in near)]),
    )


def _outline(area: MapArea, shape: Any, plane: _Plane, dots: tuple[Dot, ...], size: int) -> Outline:
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    path = "".join(_ring(ring.coords, plane) for part in parts for ring in (part.exterior, *part.interiors))
    x, y = _name_spot(area, shape, plane, dots, size)
    return Outline(path, x, y, area.name, area.told, area.is_chosen)


def _name_spot(area: MapArea, shape: Any, plane: _Plane, dots: tuple[Dot, ...], size: int) -> Position:
    """Where the name stands: in the middle of the area, or as near to that as it covers the fewest dots."""
    from shapely.geometry import Point

    middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    degrees = STEP / plane.scale
    spots = [(middle.x, middle.y)]
    for step in range(1, MOST_STEPS + 1):
        spots += [(middle.x, middle.y + degrees * step), (middle.x, middle.y - degrees * step)]
    half = max(len(area.name) * 0.31 * size, len(area.told) * 3.4) + 8
    above = -7 - size

    def covered(spot: Position) -> float:
        x, y = plane.at(spot)
        ends = (spot[0] + side * half / (plane.squeeze * plane.scale) for side in (-1, 1))
        out = sum(not shape.contains(Point(end, spot[1])) for end in ends)
        return 0.4 * out + sum(abs(dot.x - x) < half and above < dot.y - y < (28 if area.told else 12) for dot in dots)

    inside = [spot for spot in spots if shape.contains(Point(spot))]
    return plane.at(min(inside, key=covered))  # the first of those that cover the least


def _ring(positions: Iterable[Position], plane: _Plane) -> str:
    """A ring as a path, without points that fall together on paper."""
    drawn: list[Position] = []
    for position in positions:
        if not drawn or plane.at(position) != drawn[-1]:
            drawn.append(plane.at(position))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in drawn) + "Z"


def _apart(points: list[MapPoint], plane: _Plane) -> Iterable[Dot]:
    """The dots; one that would lie on another moves to the nearest free spot around it."""
    taken: list[Position] = []
    for point in points:
        x, y = plane.at(point.position)
        if not point.number:
            yield Dot(x, y, 0, point.shape)
            continue
        spots = ((x, y), *((x + CLOSEST * step * dx, y + CLOSEST * step * dy) for step in (1, 2) for dx, dy in _AROUND))
        free = next((spot for spot in spots if all(math.dist(spot, other) >= CLOSEST for other in taken)), (x, y))
        taken.append(free)
        inside = 0 <= free[0] <= plane.width and 0 <= free[1] <= plane.height
        if inside:
            yield Dot(round(free[0], 1), round(free[1], 1), point.number, point.shape)


_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
