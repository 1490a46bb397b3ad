"""Headers of every answer that Django does not know itself."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class HeadersMiddleware:
    """Says which features of the device pages may use, and that others may not take what is here into their pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add them to the answer."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            # The page that the browser has goes with the policy that it came with: its nonce stands in its scripts.
            response.headers.pop("Content-Security-Policy", None)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
