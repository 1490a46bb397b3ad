"""The API put together: its parts, and how each error is told."""

import logging
from collections.abc import Sequence
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from regiodeal.pages.access import public
from reporting.api import agreement, change_list, measurements, money, progress, reports, sent
from reporting.api.gate import VERSION, gate
from reporting.api.openapi import DESCRIPTION, Json, document
from reporting.api.problems import ProblemError, in_dutch, not_found, problem
from reporting.api.reader import NotModifiedError, Token, no_token

MOST_FAULTS = 200  # that one answer tells
logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="API van het Regiodealportaal",
    version=VERSION,
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    auth=Token(),
)
for part in (agreement, progress, measurements, money, reports, change_list, sent):
    api.add_router("", part.router)


@api.exception_handler(ProblemError)
def _told(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return error.response


@api.exception_handler(NotModifiedError)
def _known(request: HttpRequest, error: NotModifiedError) -> object:
    return error.response


@api.exception_handler(AuthenticationError)
def _without_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return no_token().response


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return not_found().response


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Return which parameter is wrong, and how; what was sent is not sent back."""
    found = [{"in": str(e["loc"][0]), "name": _place(e["loc"]), "detail": in_dutch(e)} for e in error.errors]
    what = "velden" if any(each["in"] == "body" for each in found) else "parameters"
    return problem(HTTPStatus.BAD_REQUEST, f"Verbeter de genoemde {what}.", errors=found[:MOST_FAULTS])


def _place(where: Sequence[object]) -> str:
    """Which parameter, or of what was sent which field of which row: rows/3/value."""
    return "/".join(map(str, where[2:])) if where[0] == "body" and len(where) > 2 else str(where[-1])


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("The API failed at %s", request.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Het antwoord is niet gelukt. Probeer het later opnieuw.")


@public
@gate
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for anybody and from any page: it tells what there is and nothing of what stands in it."""
    return JsonResponse(document(api), headers={"Access-Control-Allow-Origin": "*"})


@public
def documentation(request: HttpRequest) -> HttpResponse:
    """The operations as a page of our own: nothing from elsewhere, and no script."""
    made = document(api)
    context = {"title": "API", "info": made["info"], "server": made["servers"][0]["url"], "groups": _groups(made)}
    return render(request, "reporting/api/api.html", context)


def _groups(made: Json) -> dict[str, list[dict[str, object]]]:
    groups: dict[str, list[dict[str, object]]] = {}
    for path, operations in made["paths"].items():
        (method, operation), *_others = operations.items()
        asked = [p for p in operation.get("parameters", []) if p["in"] == "query"]
        groups.setdefault(operation["tags"][0], []).append(
            {
                "path": path,
                "is_sent": method == "post",
                "summary": operation["summary"],
                "asked": ", ".join(p["name"] for p in asked),
            }
        )
    return groups
