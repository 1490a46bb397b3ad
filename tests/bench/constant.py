"""The portal's addresses, and an answer of so many bytes that never changes, to hold them against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from regiodeal.pages.access import by_token, signed_in
from reporting.api.reader import Token


@signed_in
def for_person(request: HttpRequest, size: int) -> HttpResponse:
    """For whoever is signed in, through all that a page of the portal goes through before its view."""
    return HttpResponse(b"x" * size if request.user.is_authenticated else b"")


@by_token
def for_program(request: HttpRequest, size: int) -> HttpResponse:
    """For a program, by its token."""
    return HttpResponse(b"x" * size if Token()(request) else b"")


urlpatterns = [
    path("constant/<int:size>/", for_person),
    path("constant/<int:size>/program/", for_program),
    path("", include("regiodeal.config.urls")),
]
