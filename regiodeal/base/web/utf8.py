"""The portal reads UTF-8 and nothing else: another encoding would let in texts that no database can keep.

Django reads a request by the charset that it names, and does so before any middleware can answer for it. So the charset
is taken out of the request before Django sees it, and what it was is kept for the middleware.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_header_parameters

READ = {"utf-8", "utf8", "us-ascii", "ascii"}
CHARSET = "portal.charset"  # in the environment of a request; no header of a browser has such a name


class Utf8Application:
    """Hands every request to Django without its charset, so that all of it is read as UTF-8."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, or answer it here."""
        try:
            content_type, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        except ValueError:  # too long, or no header at all
            content_type, parameters = "", {"charset": "unreadable"}
        if "charset" in parameters:
            environ[CHARSET] = parameters.pop("charset")
            environ["CONTENT_TYPE"] = "; ".join([content_type, *map(_quoted, parameters, parameters.values())])
        return self.application(environ, start_response)


def _quoted(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}="{escaped}"'


class Utf8Middleware:
    """Refuses a request that says to be in another encoding, before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what can be read."""
        charset: str = request.META.get(CHARSET) or (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() in READ:
            return self.get_response(request)
        context = {
            "title": "Dit kan het portaal niet lezen",
            "what": "Het portaal leest alleen tekst in UTF-8.",
            "then": "Verstuur het opnieuw met een gewone browser, of stel uw programma in op UTF-8.",
        }
        return render(None, "fault.html", context, status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
