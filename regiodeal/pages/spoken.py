"""Each request begins and ends without the words of a deal; the page of a deal takes them up."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from regiodeal.deals.words import PLAIN, speaking


class SpokenWordsMiddleware:
    """Ends the words of a deal with the request, so that no other page is told in them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in plain words, until the page of a deal speaks its own."""
        with speaking(PLAIN):
            return self.get_response(request)
