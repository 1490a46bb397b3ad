"""What every page knows: the portal's version and, for a page of a deal, what its view has prepared."""

from django.http import HttpRequest

PORTAL_VERSION = "0.1.0"


def portal(request: HttpRequest) -> dict[str, object]:
    """The version of the portal, for the footer."""
    return {"version": PORTAL_VERSION}
