"""The door of the API: every address of it, also one that is not there, answers by the same rules.

GET and HEAD, or POST where something is sent; the version in each answer; problems as problem+json; an ETag, so that
what one has is not sent again; and nothing that a cache between us and the client could keep.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from regiodeal.pages.access import by_token
from reporting.api.problems import not_found, problem

logger = logging.getLogger(__name__)

VERSION = "1.2.0"
READING = ("GET", "HEAD")
SENDING = ("POST",)

type View = Callable[..., HttpResponseBase]


def gate(view: View, asked: frozenset[str] = frozenset(), methods: tuple[str, ...] = READING) -> View:
    """The view behind the door, which may be asked these things. It declares that a token opens it, and asks for that
    token itself.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            answering = _sent if methods == SENDING else _answer
            response = answering(_refusing_more_than(asked, view), request, *args, **kwargs)
        except SuspiciousOperation:
            response = problem(HTTPStatus.BAD_REQUEST, "Deze vraag is te groot of heeft te veel parameters.")
        response["API-Version"] = VERSION
        response["X-Content-Type-Options"] = "nosniff"
        response.setdefault("Cache-Control", "private, no-cache" if response.has_header("ETag") else "no-store")
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return by_token(answer)


def _refusing_more_than(asked: frozenset[str], view: View) -> View:
    """A parameter that does not exist is refused, and not passed over: it may be one that is misspelt."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        unknown = sorted(request.GET.keys() - asked)
        if not unknown or response.status_code != HTTPStatus.OK:
            return response
        response.close()
        told = [{"in": "query", "name": name[:50], "detail": "Deze parameter bestaat hier niet."} for name in unknown]
        return problem(HTTPStatus.BAD_REQUEST, "Verbeter de genoemde parameters.", errors=told)

    return answer


def _sent(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    """The answer to something that was sent: it has no ETag, and nobody keeps it."""
    if request.method not in SENDING:
        told = "Op dit adres wordt alleen gestuurd."
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, told, headers={"Allow": ", ".join(SENDING)})
    unknown = sorted(request.GET.keys() - {"dryRun"})  # all that any of them may be asked
    if unknown:  # refused before anything is kept: it may be a dry run that is misspelt
        errors = [{"in": "query", "name": name[:50], "detail": "Deze parameter bestaat hier niet."} for name in unknown]
        return problem(HTTPStatus.BAD_REQUEST, "Verbeter de genoemde parameters.", errors=errors)
    return view(request, *args, **kwargs)


def _answer(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    if request.method not in READING:
        return problem(
            HTTPStatus.METHOD_NOT_ALLOWED, "Op dit adres wordt alleen gelezen.", headers={"Allow": ", ".join(READING)}
        )
    is_head, request.method = request.method == "HEAD", "GET"
    response = view(request, *args, **kwargs)
    if isinstance(response, HttpResponse) and response.status_code == HTTPStatus.OK:
        # By the data version of the deal (reader.py); an answer about no deal or about several, by what is in it.
        known = getattr(request, "known_etag", "")
        response["ETag"] = known or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    etag = response.headers.get("ETag")
    if etag:
        # It only copies headers: the answer may as well be a stream.
        response = get_conditional_response(request, etag=etag, response=response) or response  # type: ignore[arg-type]
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        told = "Wat u hebt, is niet meer zo. Vraag het opnieuw, zonder If-Match of If-Unmodified-Since."
        response = problem(HTTPStatus.PRECONDITION_FAILED, told, headers={"ETag": etag or ""})
    return _without_body(response) if is_head else response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer without what it is about (HEAD)."""
    headers = dict(response.headers)
    if isinstance(response, HttpResponse):
        headers.setdefault("Content-Length", str(len(response.content)))
    bare = HttpResponse(status=response.status_code, headers=headers)
    response.close()
    return bare


@gate
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """For every address under /api/ that is none."""
    return not_found().response
