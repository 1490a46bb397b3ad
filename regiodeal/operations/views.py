"""Pages of the site itself: privacy, accessibility, security contact and health. They need no account."""

import errno
import sys
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST

from regiodeal.operations.health import readiness
from regiodeal.operations.metrics import may_scrape, scrape
from regiodeal.pages.access import public

SECURITY_TXT_HOLDS = timedelta(days=180)  # RFC 9116: less than a year


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """Show which personal data the portal keeps, why and for how long."""
    return render(request, "operations/privacy.html", {"title": "Privacy", "contact": settings.CONTACT_EMAIL})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    context = {"title": "Toegankelijkheid", "contact": settings.CONTACT_EMAIL}
    return render(request, "operations/accessibility.html", context)


@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell where to report a weakness (RFC 9116)."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TXT_HOLDS
    lines = (
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat(timespec='seconds')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PORTAL_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def alive(request: HttpRequest) -> HttpResponse:
    """The web process answers; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Tell whether people can work (503 when not), and what else is wrong."""
    is_ready, parts = readiness()
    state = "ready" if all(part == "ok" for part in parts.values()) else "degraded" if is_ready else "down"
    answer = {"state": state, "parts": parts}
    return JsonResponse(answer, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell a monitor its counts, if the settings name its address or token. 404 for others."""
    if not may_scrape(request):
        raise Http404
    return HttpResponse(scrape(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_TO_SQLITE, FULL_TO_POSTGRESQL = "SQLITE_FULL", "53100"


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what no form of the portal sends: too many fields, too large a body, an unknown host."""
    what = "Wat u verstuurde, kan het portaal niet lezen: het is te groot, heeft te veel velden of klopt niet."
    then = "Ga in uw browser een pagina terug, verstuur minder tegelijk en probeer het opnieuw."
    return render(None, "fault.html", {"title": "Dit lukt niet", "what": what, "then": then}, status=400)


def _is_full(error: BaseException | None) -> bool:
    """Tell whether there is no room: for a file, or for the database, which says so in its own way."""
    if isinstance(error, OSError):
        return error.errno in FULL
    told = error.__cause__ if isinstance(error, OperationalError) else None
    codes = {getattr(told, "sqlite_errorname", None), getattr(told, "sqlstate", None)}
    return bool(codes & {FULL_TO_SQLITE, FULL_TO_POSTGRESQL})


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong at our side: it names a full disk and a database that is gone.

    Django calls it while it handles the error; it asks nothing of what may be what failed.
    """
    error = sys.exc_info()[1]
    if _is_full(error):
        what = "De schijf van het portaal is vol. Er kan nu niets bij."
        then = "Meld dit bij de beheerder. Ga daarna in uw browser een pagina terug en verstuur het opnieuw."
        return render(None, "fault.html", {"title": "De schijf is vol", "what": what, "then": then}, status=507)
    if isinstance(error, (OperationalError, InterfaceError)):
        what = "Het portaal kan zijn gegevens even niet bereiken."
        then = "Wacht een minuut, ga in uw browser een pagina terug en verstuur het opnieuw."
        context = {"title": "De gegevens zijn even niet te bereiken", "what": what, "then": then}
        answer = render(None, "fault.html", context, status=503)
        answer["Retry-After"] = "60"
        return answer
    return render(None, "500.html", status=500)
