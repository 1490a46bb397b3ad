"""The open data of published reports as a catalogue that other catalogues read (DCAT-AP-NL 3.0, as JSON-LD).

What is obligatory, for which value lists: https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/. JSON-LD is plain JSON, so
that nothing of RDF is needed to write it; its context stands in it, so that nobody has to fetch one.
"""

import hashlib
import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from regiodeal.base.outlines import read_outline
from regiodeal.caching.etags import release
from regiodeal.pages.access import public
from regiodeal.pages.look import owner_of
from reporting.content.report_map import map_of
from reporting.open_data.public import public_projects
from reporting.public.published import public_slugs, published_digests, published_reports
from reporting.reports.models import AnnualReport, ReportFile
from reporting.rounds.models import Step
from reporting.snapshot.schema import Snapshot

type Node = dict[str, object]

CONTENT_TYPE = "application/ld+json"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types"
THEMES = (f"{EU}/data-theme/GOVE", f"{EU}/data-theme/REGI")  # government; regions and cities
# By OPEN_DATA_LICENSE. Who sets none has granted nothing: the list of the Dutch government has a word for that.
LICENSES = {
    "CC0": ("CC0 1.0", "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"),
    "CC-BY": ("CC BY 4.0", "http://creativecommons.org/licenses/by/4.0/deed.nl"),
    "": ("", "http://standaarden.overheid.nl/owms/terms/licentieonbekend"),
}


def license_name() -> str:
    """The licence of the open data in words; empty where the installation names none."""
    return LICENSES[settings.OPEN_DATA_LICENSE][0]


def _etag(request: HttpRequest, slug: str = "") -> str | None:
    """By the published reports alone, whose snapshots need not be read for it; None where there is no catalogue."""
    known = [row for row in published_digests() if slug in ("", row[0])]
    if not known:
        return None
    settled = (settings.PORTAL_URL, settings.OWNER_NAME, settings.CONTACT_EMAIL, settings.OPEN_DATA_LICENSE)
    owners = sorted({owner_of(report.deal) for report in published_reports(slug)}) if slug else []
    return f'"{hashlib.sha256(repr((release(), slug, settled, owners, known)).encode()).hexdigest()[:32]}"'


@public
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def deal_catalog(request: HttpRequest, slug: str) -> HttpResponse:
    """The open data of one deal. 404 for a deal of which nothing was published."""
    reports = published_reports(slug)
    if not reports:
        raise Http404
    title = f"Open data van {reports[0].snapshot['deal']['name']}"
    owner = owner_of(reports[0].deal) or str(reports[0].snapshot["deal"]["name"])
    address = reverse("public-catalog", args=[slug])
    return _answer(address, title=title, owner=owner, home=reverse("public-deal", args=[slug]), reports=reports)


@public
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def portal_catalog(request: HttpRequest) -> HttpResponse:
    """The open data of all deals of this portal. 404 as long as nothing was published: a catalogue has data."""
    reports = [report for slug, _name in public_slugs() for report in published_reports(slug)]
    if not reports:
        raise Http404
    owner = owner_of(None) or "Regiodealportaal"
    title = "Open data van het Regiodealportaal"
    return _answer(reverse("portal-catalog"), title=title, owner=owner, home=reverse("start"), reports=reports)


def _answer(address: str, *, title: str, owner: str, home: str, reports: list[AnnualReport]) -> HttpResponse:
    catalog: Node = {
        "@context": CONTEXT,
        "@id": _whole(address),
        "@type": "dcat:Catalog",
        "dct:title": _dutch(title),
        "dct:description": _dutch("De openbare voortgangsrapportages en hun cijfers, zonder namen van mensen."),
        "dct:publisher": _agent(owner),
        "dct:language": _id(f"{EU}/language/NLD"),
        "dct:license": _id(LICENSES[settings.OPEN_DATA_LICENSE][1]),
        "foaf:homepage": _id(_whole(home)),
        "dcat:contactPoint": _contact(owner, home),
        "dcat:dataset": [node for report in reports for node in _datasets(report)],
    }
    return HttpResponse(json.dumps(catalog, ensure_ascii=False, indent=1), content_type=CONTENT_TYPE)


def _datasets(report: AnnualReport) -> list[Node]:
    """The figures of a report, and its public projects where it has any."""
    snapshot, where = report.snapshot, [report.deal.slug, report.year]
    name = snapshot["deal"]["name"]
    files = {ReportFile.Kind(file.kind): file for file in report.files.all()}
    told = [
        _distribution(report, reverse("public-file", args=[*where, kind]), kind.upper(), media, files.get(stored))
        for kind, media, stored in (
            ("pdf", "application/pdf", ReportFile.Kind.PUBLIC),
            ("csv", "text/csv", ReportFile.Kind.FIGURES),
        )
        if stored in files
    ]
    told.append(_distribution(report, reverse("public-data", args=where), "JSON", "application/json"))
    found = [
        _dataset(
            report,
            part="cijfers",
            title=f"Voortgangsrapportage {report.year}, {name}",
            description="Wat is afgesproken, wat daarvan is bereikt en wat het kost: per norm en per begrotingsregel.",
            distributions=told,
        )
    ]
    if public_projects(snapshot):
        address = reverse("public-projects", args=where)
        found.append(
            _dataset(
                report,
                part="projecten",
                title=f"Projecten {report.year}, {name}",
                description="De openbare projecten: wat zij doen, plannen en bereikten.",
                distributions=[_distribution(report, address, "CSV", "text/csv")],
            )
        )
    return found


def _dataset(report: AnnualReport, *, part: str, title: str, description: str, distributions: list[Node]) -> Node:
    snapshot, page = report.snapshot, reverse("public-report", args=[report.deal.slug, report.year])
    owner = owner_of(report.deal) or str(snapshot["deal"]["name"])
    published = max(row.done_on for row in report.steps.all() if row.step == Step.PUBLISHED and not row.withdrawn_at)
    address = f"{_whole(page)}#{part}"
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": address,
        "dct:title": _dutch(title),
        "dct:description": _dutch(description),
        "dct:publisher": _agent(owner),
        "dct:creator": _agent(owner),
        "dcat:contactPoint": _contact(owner, reverse("public-deal", args=[report.deal.slug])),
        "dct:accessRights": _id(f"{EU}/access-right/PUBLIC"),
        "dcat:theme": [_id(theme) for theme in THEMES],
        "dct:language": _id(f"{EU}/language/NLD"),
        "dct:accrualPeriodicity": _id(f"{EU}/frequency/ANNUAL"),
        "dct:issued": _day(published.isoformat()),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(snapshot["deal"]["in_force_on"]),
            "dcat:endDate": _day(snapshot["on"]),
        },
        "dct:spatial": _location(snapshot),
        "dcat:landingPage": _id(_whole(page)),
        "dcat:distribution": distributions,
    }


def _distribution(
    report: AnnualReport, address: str, kind: str, media_type: str, file: ReportFile | None = None
) -> Node:
    node: Node = {
        "@id": _whole(address),
        "@type": "dcat:Distribution",
        "dct:title": _dutch(f"{kind} over {report.year}"),
        "dcat:accessURL": _id(_whole(address)),
        "dcat:downloadURL": _id(_whole(address)),
        "dct:license": _id(LICENSES[settings.OPEN_DATA_LICENSE][1]),
        "dct:format": _id(f"{EU}/file-type/{kind}"),
        "dcat:mediaType": _id(f"{MEDIA_TYPE}/{media_type}"),
    }
    if file:
        node["dcat:byteSize"] = {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)}
        node["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _id("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        }
    return node


def _location(snapshot: Snapshot) -> Node:
    """The region by its name, and by the box around its areas where their outlines are no sketch."""
    place: Node = {"@type": "dct:Location", "skos:prefLabel": _dutch(snapshot["deal"]["region_name"])}
    found = map_of(snapshot)
    if found and not found["is_schematic"]:
        boxes = [read_outline(area["outline"]).bounds for area in found["areas"]]
        west, south, east, north = (
            choose(box[side] for box in boxes) for side, choose in enumerate((min, min, max, max))
        )
        box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
        place["dcat:bbox"] = {"@type": "geo:wktLiteral", "@value": box}
    return place


def _contact(owner: str, page: str) -> Node:
    """Where to ask: the mail address of the installation, or else a page. Never a person."""
    contact: Node = {"@type": "vcard:Kind", "vcard:fn": owner}
    if settings.CONTACT_EMAIL:
        return contact | {"vcard:hasEmail": _id(f"mailto:{settings.CONTACT_EMAIL}")}
    return contact | {"vcard:hasURL": _id(_whole(page))}


def _agent(name: str) -> Node:
    return {"@type": "foaf:Agent", "foaf:name": name}


def _dutch(text: str) -> Node:
    return {"@language": "nl", "@value": text}


def _day(day: str) -> Node:
    return {"@type": "xsd:date", "@value": day}


def _id(address: str) -> Node:
    return {"@id": address}


def _whole(address: str) -> str:
    return settings.PORTAL_URL + address
