"""What every page knows: the portal's version and, for a page of a deal, what its view has prepared."""

from django.http import HttpRequest

PORTAL_VERSION = "0.1.0"


def portal(request: HttpRequest) -> dict[str, object]:
    """The name and version of the portal, for header and footer."""
    return {"portal_name": "Regiodealportaal", "portal_version": PORTAL_VERSION}
