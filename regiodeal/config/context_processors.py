"""What every page knows: the portal's version and, for a page of a deal, what its view has prepared."""

from django.conf import settings
from django.http import HttpRequest

from regiodeal.pages.look import look_of

PORTAL_VERSION = "0.2.0"


def portal(request: HttpRequest) -> dict[str, object]:
    """The version of the portal, for the footer, and when a session ends."""
    return {
        "version": PORTAL_VERSION,
        "look": look_of(None),
        "session_idle": settings.SESSION_IDLE_SECONDS,
        "session_warning": settings.SESSION_WARNING_SECONDS,
    }
