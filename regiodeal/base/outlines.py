"""Where areas and places lie: outlines as GeoJSON and points as text, both in WGS84, and what is wrong with one."""

import json
import math
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LONGEST_OUTLINE = 30_000  # characters: a cell of a spreadsheet takes 32,767
MOST_POINTS = 20_000  # of what is read at all, before it is thinned
FIRST_TOLERANCE, LAST_TOLERANCE = 0.00002, 0.003  # degrees: from some 2 to 300 metres
KINDS = ("Polygon", "MultiPolygon")
WEST, EAST, SOUTH, NORTH = -180, 180, -90, 90
NOT_WGS84 = (
    "Deze coördinaten zijn geen lengte- en breedtegraden (WGS84). Vraag het bestand op in EPSG:4326: "
    "een plek in Nederland begint dan met een getal tussen 3 en 8, en dan een tussen 50 en 54."
)
NO_OUTLINE = "Dit is geen vlak in GeoJSON. Verwacht wordt een Polygon of een MultiPolygon."
SHORTEST_RING = 4  # points, of which the last is the first
NOT_CLOSED = "Deze grens is niet gesloten: elke ring heeft ten minste vier punten en eindigt waar zij begint."
NO_POINT = "Schrijf de ligging als breedtegraad en lengtegraad, met een komma ertussen: 52.0512, 4.2710."

type Position = tuple[float, float]  # longitude and latitude, in degrees


def fit_outline(text: str) -> None:
    """Refuse a text that is no usable outline. Raises ValidationError in Dutch."""
    read_outline(text)


def fit_location(text: str) -> None:
    """Refuse a text that is no point. Raises ValidationError in Dutch."""
    read_location(text)


def read_outline(text: str) -> "BaseGeometry":
    """The outline that a text of a deal file holds: a Polygon or MultiPolygon of GeoJSON. Raises ValidationError."""
    if len(text) > LONGEST_OUTLINE:
        raise ValidationError(
            f"Deze grens is te lang: {len(text)} tekens, en er passen er {LONGEST_OUTLINE}. Vereenvoudig haar, of laad "
            "het bestand op de pagina Kaart: het portaal vereenvoudigt haar dan zelf."
        )
    try:
        node = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(NO_OUTLINE) from error
    return outline_of(node)


def outline_of(node: object) -> "BaseGeometry":
    """The outline of a geometry of GeoJSON, held against what a map can draw. Raises ValidationError in Dutch."""
    from shapely import is_valid_reason  # here: numpy need not be in memory for who opens no map
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    if not isinstance(node, dict) or node.get("type") not in KINDS:
        raise ValidationError(NO_OUTLINE)
    depth = 2 if node["type"] == "Polygon" else 3
    positions = list(_positions(node.get("coordinates"), depth))
    if not positions:
        raise ValidationError(NO_OUTLINE)
    if len(positions) > MOST_POINTS:
        raise ValidationError(f"Deze grens heeft {len(positions)} punten, en er passen er {MOST_POINTS}.")
    try:
        found = shape(node)
    except (ShapelyError, ValueError, TypeError, IndexError) as error:
        raise ValidationError(NOT_CLOSED) from error
    if not found.is_valid:
        why = "snijdt zichzelf" if "elf-intersection" in is_valid_reason(found) else "klopt niet"
        raise ValidationError(f"De grens {why}. Laat een kaartprogramma haar herstellen.")
    if found.area == 0:
        raise ValidationError("Deze grens heeft geen oppervlak.")
    return found


def _positions(node: object, depth: int) -> Iterator[Position]:
    """All positions, at exactly this depth. Raises ValidationError for another shape, and for what is not WGS84."""
    if not isinstance(node, list):
        raise ValidationError(NO_OUTLINE)
    if depth == 1 and (len(node) < SHORTEST_RING or node[0] != node[-1]):  # shapely would close it, and say nothing
        raise ValidationError(NOT_CLOSED)
    if depth:
        for each in node:
            yield from _positions(each, depth - 1)
        return
    if not 2 <= len(node) <= 4 or not all(_is_number(each) for each in node):
        raise ValidationError(NO_OUTLINE)
    longitude, latitude = float(node[0]), float(node[1])
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise ValidationError(NOT_WGS84)
    yield longitude, latitude


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def thinned(outline: "BaseGeometry") -> str:
    """The outline as text, with as few points as it takes to fit in LONGEST_OUTLINE; 5 decimals is about a metre.

    Raises ValidationError where it would become a caricature.
    """
    from shapely import make_valid, set_precision

    tolerance = FIRST_TOLERANCE
    while tolerance <= LAST_TOLERANCE:
        fewer = make_valid(set_precision(outline.simplify(tolerance), 0.00001))
        text = _as_text(fewer)
        if text and len(text) <= LONGEST_OUTLINE:
            return text
        tolerance *= 2
    raise ValidationError("Deze grens heeft te veel losse stukken om te tekenen. Neem een grover bestand.")


def joined(outlines: "list[BaseGeometry]") -> "BaseGeometry":
    """One outline around several, such as the buurten of a wijk."""
    from shapely import union_all

    return union_all(outlines)


def _as_text(outline: "BaseGeometry") -> str:
    from shapely.geometry import mapping

    parts = [part for part in getattr(outline, "geoms", [outline]) if part.geom_type == "Polygon"]
    if not parts:
        return ""
    rings = [_rounded(mapping(part)["coordinates"]) for part in parts]
    node: dict[str, Any] = {"type": KINDS[len(rings) > 1], "coordinates": rings if len(rings) > 1 else rings[0]}
    return json.dumps(node, separators=(",", ":"))


def _rounded(rings: Any) -> list[list[list[float]]]:
    return [[[round(each[0], 5), round(each[1], 5)] for each in ring] for ring in rings]


def read_location(text: str) -> Position:
    """The point that a text such as "52.0512, 4.2710" names. Raises ValidationError in Dutch."""
    parts = text.replace(";", ",").split(",")
    try:
        latitude, longitude = (Decimal(part.strip()) for part in parts)
    except (InvalidOperation, ValueError) as error:
        raise ValidationError(NO_POINT) from error
    if not (latitude.is_finite() and longitude.is_finite()):
        raise ValidationError(NO_POINT)
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise ValidationError(NOT_WGS84)
    return float(longitude), float(latitude)


def location_text(position: Position) -> str:
    """A point as it is kept and typed: latitude first, as maps on the web give it."""
    return f"{position[1]:.5f}, {position[0]:.5f}"
