"""Default deny: a view that declares no access is closed to everybody."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from regiodeal.base.web.view_type import View
from regiodeal.pages.access import declared_access

# Views of others that we cannot mark ourselves: allauth's own, which say by decorator whether one must be signed in.
TRUSTED_MODULES = ("allauth.account.", "allauth.mfa.", "allauth.socialaccount.")


class DeclaredAccessMiddleware:
    """Refuses a view that forgot to say who may see it, so that forgetting closes a page instead of opening it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer it here."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> None:
        """Raise PermissionDenied for a view without a declaration."""
        if declared_access(view) is None and not view.__module__.startswith(TRUSTED_MODULES):
            raise PermissionDenied("This view does not declare who may see it.")
