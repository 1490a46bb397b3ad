"""The OpenAPI document of the API, completed with what holds for every operation (NL API Design Rules)."""

import json
import re
from http import HTTPStatus
from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from pydantic.json_schema import models_json_schema

from reporting.api.problems import TITLES
from reporting.api.schemas import Problem
from reporting.rounds.report_views import CONTENT_TYPES

DESCRIPTION = """Wat van een Regio Deal is afgesproken, wat is bereikt, wat het kost en wat is gerapporteerd.

De namen zijn de Engelse woorden van het dealbestand (zie de README van het portaal); bij elke lijst staat het
Nederlandse woord. Lezen geeft alleen wat is goedgekeurd. Wie een eigen systeem heeft, kan cijfers en boekingen van
projecten sturen: dat worden concepten, die iemand nakijkt en een ander goedkeurt. Een rij met dezelfde `reference`
geeft maar één concept, hoe vaak u die ook stuurt; met `dryRun=true` wordt alles nagekeken en niets bewaard. Een token
krijgt u van de beheerder van de deal."""
REFERENCE = "#/components/schemas/{model}"
type Json = dict[str, Any]  # an object of the OpenAPI document

HEADERS: dict[str, object] = {
    "API-Version": {"description": "De volledige versie van de API.", "schema": {"type": "string"}, "required": True}
}
ANSWERS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
EXTRA_HEADERS: dict[HTTPStatus, dict[str, object]] = {
    HTTPStatus.TOO_MANY_REQUESTS: {
        "Retry-After": {"description": "Hoeveel seconden u wacht.", "schema": {"type": "integer"}, "required": True}
    },
    HTTPStatus.UNAUTHORIZED: {
        "WWW-Authenticate": {"description": "Hoe u een token meestuurt.", "schema": {"type": "string"}}
    },
}


def document(api: NinjaAPI) -> Json:
    """The whole document, under the address at which people reach the portal."""
    made: Json = dict(api.get_openapi_schema(path_prefix=""))
    made["servers"] = [{"url": f"{settings.PORTAL_URL}/api/v1"}]
    made["info"] |= {"contact": _contact(), "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}
    _, definitions = models_json_schema([(Problem, "serialization")], ref_template=REFERENCE)
    made["components"]["schemas"] |= definitions["$defs"]
    for operations in made["paths"].values():
        for operation in operations.values():
            _complete(operation)
        if "post" in operations:
            _complete_sending(operations["post"])
    used = {
        tag for operations in made["paths"].values() for each in operations.values() for tag in each.get("tags", ())
    }
    made["tags"] = [{"name": name} for name in sorted(used)]
    return _tidy(made)


def _complete_sending(operation: Json) -> None:
    """Add what an operation by which one sends may answer besides, and leave out what only reading has."""
    answers = operation["responses"]
    del answers["304"]
    content = answers["400"]["content"]
    # An address that is none is only read, so that 405 may come for a deal that cannot be called so.
    for status in (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY):
        answers[str(int(status))] = {"description": TITLES[status], "content": content, "headers": HEADERS}


def _tidy(made: dict[str, object]) -> dict[str, object]:
    """The document with plain names (DealPage), and without the models that ninja only uses to read parameters."""
    text = re.sub(r"\bPage_(\w+?)_(?=\")", r"\1Page", json.dumps(made))
    plain: Json = json.loads(text)
    used = set(re.findall(r"#/components/schemas/(\w+)", text))
    models = plain["components"]["schemas"]
    plain["components"]["schemas"] = {name: models[name] for name in sorted(used)}
    return plain


def _contact() -> dict[str, str]:
    email = settings.CONTACT_EMAIL or settings.SECURITY_CONTACT
    return {"name": "Beheer van het Regiodealportaal", "email": email, "url": settings.PORTAL_URL}


def _complete(operation: Json) -> None:
    """Add what every operation may answer besides: problems, "not modified", and the headers."""
    problems = {"application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}}
    answers = operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    answers |= {str(int(status)): {"description": TITLES[status], "content": problems} for status in ANSWERS}
    answers |= {"304": {"description": "U heeft dit al (ETag)"}}
    for status, answer in answers.items():
        answer["headers"] = HEADERS | EXTRA_HEADERS.get(HTTPStatus(int(status)), {})
    if operation["operationId"].endswith("report_file"):
        file = {"schema": {"type": "string", "format": "binary"}}
        answers["200"] |= {"description": "Het bestand", "content": dict.fromkeys(CONTENT_TYPES.values(), file)}
