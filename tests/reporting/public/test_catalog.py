"""The description of the open data: what DCAT-AP-NL 3.0 wants is in it, and nothing that was not published."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD
from rdflib.term import Node

from regiodeal.deals.models import Deal, Neighbourhood, User
from reporting.rounds.models import ReportRound, Step
from reporting.rounds.steps import take_back
from tests.plugins.deal import at
from tests.plugins.reports import laid_down, shared, took

# Of rdflib's own reader of JSON-LD, which is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

PORTAL, OF_DEAL = "/openbaar/dcat.jsonld", "/openbaar/den-haag-zuidwest-ii/dcat.jsonld"
REPORT = "http://127.0.0.1:8000/openbaar/den-haag-zuidwest-ii/rapportage/2026/"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = Namespace("http://publications.europa.eu/resource/authority/")
MANY = 1000
# Source: https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/, chapter 'Klassen' (V: verplicht), and the SHACL shapes of
# DCAT-AP-NL 3.0 and of DCAT-AP 3.0 on which they rest. Each property: at least, at most.
OBLIGATORY: dict[URIRef, dict[URIRef, tuple[int, int]]] = {
    DCAT.Catalog: {
        DCTERMS.title: (1, MANY),
        DCTERMS.description: (1, MANY),
        DCTERMS.publisher: (1, 1),
        DCAT.contactPoint: (1, 1),
        DCAT.dataset: (1, MANY),
    },
    DCAT.Dataset: {
        DCTERMS.title: (1, MANY),
        DCTERMS.description: (1, MANY),
        DCTERMS.identifier: (1, 1),
        DCTERMS.publisher: (1, 1),
        DCTERMS.creator: (1, MANY),
        DCTERMS.accessRights: (1, 1),
        DCAT.contactPoint: (1, 1),
        DCAT.theme: (1, MANY),
    },
    DCAT.Distribution: {DCAT.accessURL: (1, 1), DCTERMS.license: (1, 1), DCAT.downloadURL: (0, 1)},
    FOAF.Agent: {FOAF.name: (1, MANY)},
}


@pytest.fixture
def submitted(deal: Deal, bureau: User, own_files: Path) -> ReportRound:
    """A round whose final report the minister has."""
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-03", by=bureau)
    return round_


@pytest.fixture
def published(submitted: ReportRound, bureau: User) -> ReportRound:
    """The same, made public."""
    took(submitted, Step.PUBLISHED, "2026-07-04", by=bureau)
    return submitted


def read(address: str) -> Graph:
    """The catalogue as another catalogue reads it."""
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/ld+json")
    return Graph().parse(data=answer.content.decode(), format="json-ld")


def one(graph: Graph, subject: Node | None, predicate: URIRef) -> Node:
    """The only value."""
    (found,) = graph.objects(subject, predicate)
    return found


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", [PORTAL, OF_DEAL])
def test_it_has_every_property_that_the_profile_makes_obligatory(address: str) -> None:
    graph = read(address)
    for kind, properties in OBLIGATORY.items():
        things = list(graph.subjects(RDF.type, kind))
        assert things, kind
        for thing in things:
            for name, (least, most) in properties.items():
                values = set(graph.objects(thing, name))
                assert least <= len(values) <= most, (kind, name)
    # Ranges: what is not of the list of values of the EU is of a class that the profile names.
    for name, kind in ((DCTERMS.publisher, FOAF.Agent), (DCTERMS.creator, FOAF.Agent), (DCAT.contactPoint, VCARD.Kind)):
        assert all((value, RDF.type, kind) in graph for value in graph.objects(None, name)), name
    for name, listed in ((DCTERMS.accessRights, "access-right/PUBLIC"), (DCAT.theme, "data-theme/")):
        assert all(str(value).startswith(f"{EU}{listed}") for value in graph.objects(None, name)), name
    for name in (DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage, DCTERMS.license):
        assert all(isinstance(value, URIRef) for value in graph.objects(None, name)), name


@pytest.mark.usefixtures("published")
def test_it_describes_each_file_that_everybody_can_download() -> None:
    graph = read(OF_DEAL)
    dataset = URIRef(REPORT + "#cijfers")
    assert str(one(graph, dataset, DCTERMS.title)) == "Voortgangsrapportage 2026, Regio Deal Den Haag Zuidwest II"
    assert one(graph, dataset, DCTERMS.issued) == Literal("2026-07-04", datatype=XSD.date)
    period = one(graph, dataset, DCTERMS.temporal)
    assert one(graph, period, DCAT.endDate) == Literal("2026-07-01", datatype=XSD.date)
    for address in graph.objects(None, DCAT.downloadURL):
        answer = Client().get(str(address).removeprefix("http://127.0.0.1:8000"))
        assert answer.status_code == 200, address
        (distribution,) = graph.subjects(DCAT.downloadURL, address)
        media_type = str(one(graph, distribution, DCAT.mediaType)).partition("media-types/")[2]
        assert answer.headers["Content-Type"].partition(";")[0] == media_type
        if (size := graph.value(distribution, DCAT.byteSize)) is not None:
            assert int(str(size)) == len(b"".join(answer)), address
    assert {str(value).rpartition("/")[2] for value in graph.objects(None, DCTERMS.format)} == {"PDF", "CSV", "JSON"}


@pytest.mark.usefixtures("submitted")
def test_what_was_not_made_public_is_not_described() -> None:
    assert Client().get(PORTAL).status_code == 404
    assert Client().get(OF_DEAL).status_code == 404
    assert "dcat.jsonld" not in Client().get("/").content.decode()


def test_it_names_no_person_and_goes_with_the_report(
    published: ReportRound, bureau: User, reviewer: User, deal: Deal
) -> None:
    for address in (PORTAL, OF_DEAL):
        told = Client().get(address).content.decode()
        assert str(bureau) not in told
        assert str(reviewer) not in told
        first = Client().get(address)
        with CaptureQueriesContext(connection) as asked:
            again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert not [row["sql"] for row in asked.captured_queries if '"snapshot"' in row["sql"]]
    deal.owner_name = "Gemeente Voorbeeld"
    deal.save()
    assert "Gemeente Voorbeeld" in Client().get(OF_DEAL, headers={"If-None-Match": first.headers["ETag"]}).text
    take_back(published.steps.get(step=Step.PUBLISHED), by=bureau, at=at("2026-07-05"), reason="Te vroeg.")
    for address in (PORTAL, OF_DEAL):
        assert Client().get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 404


@pytest.mark.usefixtures("published")
def test_the_public_pages_lead_to_it() -> None:
    for page, leads_to in (
        ("/", PORTAL),
        ("/openbaar/den-haag-zuidwest-ii/", OF_DEAL),
        ("/openbaar/den-haag-zuidwest-ii/rapportage/2026/", OF_DEAL),
    ):
        html = Client().get(page).content.decode()
        assert f'<link rel="describedby" type="application/ld+json" href="{leads_to}">' in html
    assert f'<a href="{OF_DEAL}">Beschrijving van deze data (DCAT)</a>' in html


@pytest.mark.usefixtures("published")
def test_nothing_is_granted_that_the_owner_did_not_grant(settings: object) -> None:
    def licenses() -> set[str]:
        return {str(value) for value in read(OF_DEAL).objects(None, DCTERMS.license)}

    assert licenses() == {"http://standaarden.overheid.nl/owms/terms/licentieonbekend"}
    settings.OPEN_DATA_LICENSE = "CC0"  # type: ignore[attr-defined]
    settings.CONTACT_EMAIL = "opendata@voorbeeld.test"  # type: ignore[attr-defined]
    assert licenses() == {"http://creativecommons.org/publicdomain/zero/1.0/deed.nl"}
    assert URIRef("mailto:opendata@voorbeeld.test") in set(read(OF_DEAL).objects(None, VCARD.hasEmail))
    assert "Licentie: CC0 1.0" in Client().get("/openbaar/den-haag-zuidwest-ii/rapportage/2026/").text


def test_it_says_where_the_region_is_only_by_real_outlines(deal: Deal, bureau: User, own_files: Path) -> None:
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    for step in (Step.HANDED, Step.SUBMITTED, Step.PUBLISHED):
        took(round_, step, "2026-07-02", by=bureau)
    assert "dcat:bbox" not in Client().get(OF_DEAL).text  # the map of the example is a sketch
    deal.map_is_schematic = False
    deal.save()
    square = {"type": "Polygon", "coordinates": [[[4.2, 52.0], [4.3, 52.0], [4.3, 52.1], [4.2, 52.1], [4.2, 52.0]]]}
    Neighbourhood.objects.filter(deal=deal).update(outline=json.dumps(square))
    laid_down(round_, Step.FINAL, "2026-07-05", by=bureau, reason="Met de kaart.", keeps_day=False)
    for step in (Step.HANDED, Step.SUBMITTED, Step.PUBLISHED):
        took(round_, step, "2026-07-06", by=bureau)
    box = "POLYGON((4.2 52.0,4.3 52.0,4.3 52.1,4.2 52.1,4.2 52.0))"
    assert {str(value) for value in read(OF_DEAL).objects(None, DCAT.bbox)} == {box}
