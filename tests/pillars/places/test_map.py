"""The map of a deal: outlines from the deal file or a file of GeoJSON, places by their number, and a list beside it."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pillars.agreed.models import ItemSet, Measure, NamedItem
from pillars.places.deal_map import MapChoice, deal_map
from pillars.places.map_upload import map_version
from pillars.places.places import add_item
from pillars.projects.models import Project
from regiodeal.base.outlines import LONGEST_OUTLINE, fit_location, read_outline
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.export import short_deal
from regiodeal.deal_file.faults import DealFileFaultsError
from regiodeal.deal_file.load import load
from regiodeal.deals.models import Deal, LoadedChange, Neighbourhood, User
from regiodeal.files.models import Openness
from tests.pages import BASE, queries, shown, words, words_at
from tests.plugins.deal import DEAL_FILE, Enter, at

MAP = BASE + "kaart/"
LOAD = MAP + "laden/"
SQUARE = [[4.28, 52.05], [4.30, 52.05], [4.30, 52.06], [4.28, 52.06], [4.28, 52.05]]
BESIDE = [[4.30, 52.05], [4.31, 52.05], [4.31, 52.06], [4.30, 52.06], [4.30, 52.05]]


def polygon(*rings: list[Any], kind: str = "Polygon") -> str:
    """A geometry as text."""
    return json.dumps({"type": kind, "coordinates": list(rings)})


def feature(geometry: str | dict[str, Any], **properties: str) -> dict[str, Any]:
    """A feature of GeoJSON."""
    shape = json.loads(geometry) if isinstance(geometry, str) else geometry
    return {"type": "Feature", "properties": properties, "geometry": shape}


def collection(*features: dict[str, Any], **more: object) -> bytes:
    """A file of these features."""
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def give(client: Client, deal: Deal, content: bytes, **data: str) -> Any:
    """Upload a file as the page sends it."""
    file = SimpleUploadedFile("wijken.geojson", content, content_type="application/geo+json")
    given = {"source": "CBS Wijken en Buurten 2025", "known_map": map_version(deal), "file": file, **data}
    return client.post(LOAD, given)


# --- What an outline may be ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "geen vlak in GeoJSON"),
        ("[" * 5000, "geen vlak in GeoJSON"),
        ("{}", "geen vlak in GeoJSON"),
        (json.dumps({"type": "Point", "coordinates": [4.3, 52.1]}), "geen vlak in GeoJSON"),
        (json.dumps({"type": "Polygon", "coordinates": SQUARE}), "niet gesloten"),
        (json.dumps({"type": "Polygon", "coordinates": [[["4.3", "52"]] * 4]}), "geen vlak in GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 52], [4, 52], [4, 53], [NaN, 52]]]}', "geen vlak in GeoJSON"),
        (polygon([[80000, 455000], [81000, 455000], [81000, 456000], [80000, 455000]]), "WGS84"),
        (polygon(SQUARE[:3]), "vier punten"),
        (polygon([[4.28, 52.05], [4.30, 52.06], [4.30, 52.05], [4.28, 52.06], [4.28, 52.05]]), "snijdt zichzelf"),
        (" " * (LONGEST_OUTLINE + 1), "te lang"),
    ],
)
def test_an_outline_that_no_map_can_draw_is_refused_in_words(text: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        read_outline(text)


@pytest.mark.parametrize("text", ["52.05", "52,05, 4,28", "4.28 52.05", "NaN, 4", "452000, 80000", "a, b"])
def test_a_place_is_a_breadth_and_a_length(text: str) -> None:
    with pytest.raises(ValidationError):
        fit_location(text)
    fit_location("52.0512, 4.2710")


def test_a_deal_file_holds_the_outlines_and_says_where_one_is_wrong(deal: Deal) -> None:
    document = DealFile.read(DEAL_FILE)
    first = document.data["neighbourhoods"][0]
    first["outline"] = polygon(SQUARE)
    load(document)
    assert Neighbourhood.objects.get(deal=deal, code="moerwijk").outline == polygon(SQUARE)
    written = short_deal(Deal.objects.get(pk=deal.pk), date(2026, 6, 1))
    assert written["neighbourhoods"][0]["outline"] == polygon(SQUARE)
    assert written["deal"]["map_is_schematic"] is True
    first["outline"] = polygon(SQUARE[:3])
    with pytest.raises(DealFileFaultsError) as refusal:
        load(document)
    [fault] = refusal.value.faults
    assert ("vier punten" in fault.message, fault.path[-1]) == (True, "outline")
    assert Neighbourhood.objects.get(deal=deal, code="moerwijk").outline == polygon(SQUARE)


# --- A file ----------------------------------------------------------------------------------------------------------


def test_a_file_of_the_whole_municipality_gives_the_areas_their_outlines(deal: Deal, at_work: Client) -> None:
    around = [[4.2 + 0.001 * (n % 3), 52.2 + n / 100_000] for n in range(4000)]
    long = polygon([*around, [4.5, 52.24], [4.5, 52.2], around[0]])
    point = {"type": "Point", "coordinates": [4.2951, 52.0551]}
    content = collection(
        feature(polygon(SQUARE), wijknaam="Moerwijk"),
        feature(polygon(BESIDE), wijknaam="MOERWIJK"),  # buurten of one wijk become one outline
        feature(long, code="bouwlust"),
        feature(polygon(SQUARE), naam="Scheveningen"),
        feature(point, code="plek-01"),
    )
    page = words(at_work.get(give(at_work, deal, content).headers["Location"]))
    assert "Op de kaart gezet: 2 wijken en 1 plek." in page
    assert "Bron: CBS Wijken en Buurten 2025" in page
    assert "Schematische kaart" not in page
    moerwijk, bouwlust = (Neighbourhood.objects.get(deal=deal, code=code) for code in ("moerwijk", "bouwlust"))
    assert read_outline(moerwijk.outline).bounds == (4.28, 52.05, 4.31, 52.06)
    assert len(bouwlust.outline) <= LONGEST_OUTLINE
    assert NamedItem.objects.get(deal=deal, code="plek-01").location == "52.05510, 4.29510"
    assert NamedItem.objects.get(deal=deal, code="plek-01").events.count() == 1
    changed = LoadedChange.objects.filter(deal=deal, field="outline").values_list("code", flat=True)
    assert sorted(changed) == ["bouwlust", "moerwijk"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "geen GeoJSON"),
        (b"[1, 2]", "geen GeoJSON"),
        (collection(), "Geen enkele vorm"),
        (collection(feature(polygon(SQUARE), naam="Scheveningen")), "Geen enkele vorm"),
        (collection(feature(polygon([[8e4, 4e5], [9e4, 4e5], [9e4, 5e5], [8e4, 4e5]]), naam="Moerwijk")), "EPSG:4326"),
        (collection(feature(polygon(SQUARE), naam="Moerwijk"), crs={"name": "urn:ogc:def:crs:EPSG::28992"}), "WGS84"),
        (collection(feature(polygon(SQUARE[:3]), naam="Moerwijk")), "vier punten"),
        (collection(feature({"type": "Point", "coordinates": ["x"]}, code="plek-01")), "geen lengte- en breedtegraad"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(deal: Deal, at_work: Client, content: bytes, told: str) -> None:
    before = map_version(deal)
    answer = give(at_work, deal, content)
    assert answer.status_code == 422
    assert told in words(answer)
    assert map_version(deal) == before


def test_who_loads_a_map_on_an_old_one_is_told(deal: Deal, at_work: Client) -> None:
    content = collection(feature(polygon(SQUARE), naam="Moerwijk"))
    seen = map_version(deal)
    assert give(at_work, deal, content).status_code == 302
    other = collection(feature(polygon(BESIDE), naam="Moerwijk"))
    assert give(at_work, deal, other, known_map=seen).status_code == 409
    assert read_outline(Neighbourhood.objects.get(deal=deal, code="moerwijk").outline).bounds[0] == 4.28


# --- The page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def drawn(deal: Deal, bureau: User) -> NamedItem:
    """A place on the map that opened, one that will, and a project beside them that only the bureau may know of."""
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    moerwijk = Neighbourhood.objects.get(deal=deal, code="moerwijk")
    values = {"name": "De Linde", "neighbourhood": moerwijk, "location": "52.0602, 4.2965", "opened_on": "2020-01-01"}
    place.revise(by=bureau, at=at("2024-01-01"), values=values, version=place.version)
    plinths = ItemSet.objects.get(deal=deal, code="plinten")
    later = values | {"name": "De Hoek", "location": "", "opened_on": "2027-01-01"}
    add_item(plinths, by=bureau, at=at("2024-01-01"), values=later)
    project = Project(deal=deal)
    measure = Measure.objects.get(deal=deal, code="1.1.1")
    told = {"code": "P-9", "title": "Stil plan", "main_measure": measure, "openness": Openness.CONFIDENTIAL}
    project.enter(by=bureau, at=at("2024-01-01"), values=told | {"areas": [moerwijk]})
    return place


def test_the_list_names_what_the_map_shows_by_the_same_number(deal: Deal, drawn: NamedItem, at_work: Client) -> None:
    page = shown(at_work.get(MAP))
    [number] = re.findall(r'map-list__number">(\d+)</span> <span> <a href="[^"]+plek-01/">De Linde', page)
    assert re.findall(r'font-weight="600" fill="#ffffff">(\d+)<', page) == [number]
    text = words(at_work.get(MAP))
    assert "De Linde open" in text
    assert "De Hoek nog niet open, staat niet op de kaart" in text
    assert "Schematische kaart: vlakken en plekken staan er bij benadering." in text
    assert 'aria-label="Schematische kaart van de wijken. Moerwijk: 2 plekken, 1 project.' in page
    outside = set(re.findall(r'(?:href|src)="(?:https?:)?//[^"]+"', page[page.index("<svg") : page.index("</svg>")]))
    assert outside == set()


@pytest.mark.usefixtures("drawn")
def test_the_map_is_cut_by_kind_state_area_and_day(at_work: Client) -> None:
    assert "De Linde" in words_at(at_work, "kaart/?stand=open")
    assert "De Hoek" not in words_at(at_work, "kaart/?stand=open")
    assert "De Linde" not in words_at(at_work, "kaart/?soort=projecten")
    assert "De Linde" not in words_at(at_work, "kaart/?wijk=bouwlust")
    assert "De Hoek open" in words_at(at_work, "kaart/?stand=open&op=2027-02-01")
    assert "Stil plan" not in words_at(at_work, "kaart/?op=2023-12-01")
    assert "De Linde" in words_at(at_work, "kaart/?soort=x&stand=y&wijk=z")


@pytest.mark.usefixtures("drawn")
def test_a_confidential_project_is_on_the_map_of_the_bureau_alone(at_work: Client, overleg: User, enter: Enter) -> None:
    assert "P-9 Stil plan" in words_at(at_work, "kaart/")
    assert "Stil plan" not in words_at(enter(overleg), "kaart/")
    assert "Moerwijk: 2 plekken." in shown(enter(overleg).get(MAP))


def test_a_deal_without_outlines_has_the_list(veenland: Deal, bureau: User) -> None:
    found = deal_map(veenland, (), on=date(2026, 6, 1), choice=MapChoice())
    assert found.drawing is None
    assert len(found.parts) == Neighbourhood.objects.filter(deal=veenland).count()


def test_places_on_one_spot_lie_beside_each_other(deal: Deal, drawn: NamedItem, bureau: User) -> None:
    plinths = ItemSet.objects.get(deal=deal, code="plinten")
    for name in ("Een", "Twee", "Drie"):
        values = {"name": name, "neighbourhood": drawn.neighbourhood, "location": drawn.location}
        add_item(plinths, by=bureau, at=at("2024-01-01"), values=values)
    drawing = deal_map(deal, (), on=date(2026, 6, 1)).drawing
    assert drawing is not None
    assert len({(dot.x, dot.y) for dot in drawing.dots}) == len(drawing.dots) == 4


def test_the_map_asks_the_database_no_more_for_more_places(deal: Deal, drawn: NamedItem, at_work: Client) -> None:
    first = queries(at_work, MAP)
    for number in range(5):
        place = NamedItem.objects.get(deal=deal, code=f"plek-0{number + 2}")
        NamedItem.objects.filter(pk=place.pk).update(location=drawn.location, neighbourhood=drawn.neighbourhood)
    assert queries(at_work, MAP) == first


def test_the_example_has_a_schematic_map() -> None:
    rows = DealFile.read(DEAL_FILE).data["neighbourhoods"]
    assert all(read_outline(row["outline"]).area for row in rows)
    assert DealFile.read(DEAL_FILE).data["deal"]["map_is_schematic"] is True
