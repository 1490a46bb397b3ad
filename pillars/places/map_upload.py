"""A file of GeoJSON with the outlines of areas and the places: what it says, and storing it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from pillars.agreed.models import NamedItem
from regiodeal.base.outlines import KINDS, NOT_WGS84, joined, location_text, outline_of, read_location, thinned
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, LoadedChange, Neighbourhood, User
from regiodeal.deals.words import fill_in
from regiodeal.lifecycle.steps import MOVED_ON
from regiodeal.sheets.form_rules import plain

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_FEATURES = 5_000
LARGEST_MAP = 20 * 1024 * 1024  # bytes: the wijken of a large municipality, unthinned
NAME_FIELDS = ("code", "naam", "name", "wijknaam", "buurtnaam", "gemeentenaam", "statnaam")
NO_GEOJSON = "Dit is geen GeoJSON: een bestand met 'type' FeatureCollection en een lijst 'features'."


@dataclass
class ReadMap:
    """What a file says of a deal: outlines and points by the key of the area or place, and where it is from."""

    outlines: dict[int, str] = field(default_factory=dict)
    locations: dict[int, str] = field(default_factory=dict)
    source: str = ""
    is_schematic: bool = False


def read_map(deal: Deal, content: bytes) -> ReadMap:
    """The outlines and points of a file that belong to areas and places of the deal, by their code or name.

    What belongs to none is left out: a file of a whole municipality will do. Several outlines of one area become one.
    Raises ValidationError in Dutch.
    """
    areas = _by_name(Neighbourhood.objects.filter(deal_id=deal.pk))
    places = _by_name(NamedItem.objects.filter(deal_id=deal.pk))
    found: dict[int, list[BaseGeometry]] = {}
    read = ReadMap()
    for names, geometry in _features(content):
        kind = geometry.get("type")
        if kind in KINDS and (area := next((areas[name] for name in names if name in areas), None)):
            found.setdefault(area, []).append(outline_of(geometry))
        if kind == "Point" and (place := next((places[name] for name in names if name in places), None)):
            read.locations[place] = _point(geometry)
    read.outlines = {key: thinned(joined(outlines)) for key, outlines in found.items()}
    if not read.outlines and not read.locations:
        raise ValidationError(
            fill_in(
                "Geen enkele vorm in dit bestand hoort bij {an_area} of plek van deze deal. Geef elke vorm een "
                "eigenschap 'code' of 'naam' die in het portaal voorkomt."
            )
        )
    return read


def _by_name(rows: Any) -> dict[str, int]:
    """The keys of rows by their code and by their name; a name that two of them have says nothing."""
    count = Counter(plain(str(row)) for row in rows)
    names = {plain(str(row)): row.pk for row in rows if count[plain(str(row))] == 1}
    return names | {plain(row.code): row.pk for row in rows}


def _features(content: bytes) -> Iterator[tuple[list[str], Mapping[str, Any]]]:
    """Of each feature the names that it may go by, and its geometry. Raises ValidationError for no GeoJSON."""
    try:
        node = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValidationError(NO_GEOJSON) from error
    if isinstance(node, dict) and node.get("type") == "Feature":
        node = {"features": [node]}
    features = node.get("features") if isinstance(node, dict) else None
    if not isinstance(features, list):
        raise ValidationError(NO_GEOJSON)
    if "28992" in json.dumps(node.get("crs")):
        raise ValidationError(NOT_WGS84)
    if len(features) > MOST_FEATURES:
        raise ValidationError(f"Er staan {len(features)} vormen in dit bestand, en er passen er {MOST_FEATURES}.")
    for feature in features:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(geometry, dict) and isinstance(properties, dict):
            yield [plain(str(value)) for value in _named(properties)], geometry


def _named(properties: Mapping[str, object]) -> Iterator[object]:
    """The values of the properties that name something, in the order of NAME_FIELDS."""
    lower = {str(name).casefold(): value for name, value in properties.items()}
    return (lower[name] for name in NAME_FIELDS if lower.get(name))


def _point(geometry: Mapping[str, Any]) -> str:
    try:
        longitude, latitude = geometry["coordinates"][:2]
        text = location_text((float(longitude), float(latitude)))
    except (KeyError, TypeError, ValueError) as error:
        raise ValidationError("Een punt in dit bestand heeft geen lengte- en breedtegraad.") from error
    read_location(text)
    return text


@transaction.atomic
def store_map(deal: Deal, read: ReadMap, *, by: User, at: datetime, version: str) -> str:
    """Put what was read on the map and return what was done. Raises WrongStateError where somebody was first.

    `version` is `map_version` of the map that one saw.
    """
    stored = Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    if version != map_version(stored):
        raise WrongStateError(MOVED_ON)
    reason = f"Kaart geladen door {by}: {read.source}"
    areas = {row.pk: row for row in Neighbourhood.objects.filter(pk__in=read.outlines)}
    for pk, outline in read.outlines.items():
        area = areas[pk]
        if area.outline == outline:
            continue
        LoadedChange.objects.create(
            deal_id=deal.pk,
            at=at,
            list_name="neighbourhoods",
            code=area.code,
            field="outline",
            old=area.outline,
            new=outline,
            rationale=reason,
        )
        area.outline = outline
        area.save(update_fields=["outline"])
    for item in NamedItem.objects.filter(pk__in=read.locations):
        if item.location != read.locations[item.pk]:
            values = {name: getattr(item, name) for name in item.content_fields} | {"location": read.locations[item.pk]}
            item.revise(by=by, at=at, values=values, version=item.version, reason="Uit een kaartbestand")
    if read.outlines:
        stored.map_source, stored.map_is_schematic = read.source, read.is_schematic
        stored.save(update_fields=["map_source", "map_is_schematic"])
    return _told(deal, read)


def map_version(deal: Deal) -> str:
    """What the outlines of a deal are known by: where they came from, and how long each is."""
    rows = Neighbourhood.objects.filter(deal_id=deal.pk).order_by("pk").values_list("pk", "outline")
    return "-".join(f"{pk}.{len(outline)}" for pk, outline in rows)


def _told(deal: Deal, read: ReadMap) -> str:
    missing = [row.name for row in Neighbourhood.objects.filter(deal_id=deal.pk, outline="")]
    parts = []
    if count := len(read.outlines):
        parts.append(f"{count} {fill_in('{area}' if count == 1 else '{areas}')}")
    if count := len(read.locations):
        parts.append("1 plek" if count == 1 else f"{count} plekken")
    told = f"Op de kaart gezet: {' en '.join(parts)}."
    return f"{told} Nog zonder grens: {', '.join(missing)}." if missing else told
