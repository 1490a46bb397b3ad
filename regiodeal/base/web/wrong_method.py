"""An address that is asked in a way it does not know, told in words: Django sends an empty page."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render


class WrongMethodMiddleware:
    """Gives an empty 405 the words of a page; the header that says which ways there are stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer it here."""
        response = self.get_response(request)
        is_empty = isinstance(response, HttpResponse) and not response.content
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not is_empty:
            return response
        context = {
            "title": "Dit adres is geen pagina",
            "what": "Hier kunt u niet zelf naartoe: een knop of formulier op een andere pagina gebruikt dit adres.",
            "then": "Ga in uw browser een pagina terug, of begin bij de eerste pagina.",
        }
        page: HttpResponse = render(None, "fault.html", context, status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
