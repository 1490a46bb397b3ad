"""The portal reads UTF-8 and nothing else: another encoding would let in texts that no database can keep.

Django reads a request by the charset that it names, and does so before any middleware can answer for it.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_header_parameters

READ = {"utf-8", "utf8", "us-ascii", "ascii"}


class Utf8Request(WSGIRequest):
    """A request that is read as UTF-8, whatever charset it names."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Utf8Handler(WSGIHandler):
    """Django, with such requests."""

    request_class = Utf8Request


class Utf8Middleware:
    """Refuses a request that says to be in another encoding, before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what can be read."""
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() in READ:
            return self.get_response(request)
        context = {
            "title": "Dit kan het portaal niet lezen",
            "what": "Het portaal leest alleen tekst in UTF-8.",
            "then": "Verstuur het opnieuw met een gewone browser, of stel uw programma in op UTF-8.",
        }
        return render(None, "fault.html", context, status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
