"""Pages of the site itself: privacy, accessibility, security contact and health. They need no account."""

import errno
import sys
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST

from regiodeal.operations.health import readiness
from regiodeal.operations.metrics import may_scrape, scrape
from regiodeal.pages.access import public

# What each status says (Besluit digitale toegankelijkheid overheid, art. 5; the model of DigiToegankelijk).
ACCESSIBILITY = {
    "A": "voldoet volledig",
    "B": "voldoet gedeeltelijk",
    "C": "eerste maatregelen genomen",
    "D": "voldoet niet",
    "E": "geen toegankelijkheidsverklaring",
}
SECURITY_TXT_HOLDS = timedelta(days=180)  # RFC 9116: less than a year


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """Show which personal data the portal keeps, why and for how long."""
    return render(request, "operations/privacy.html", {"title": "Privacy", "contact": settings.CONTACT_EMAIL})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    context = {
        "title": "Toegankelijkheid",
        "contact": settings.CONTACT_EMAIL,
        "status": settings.ACCESSIBILITY_STATUS,
        "told": ACCESSIBILITY[settings.ACCESSIBILITY_STATUS],
        "register": settings.ACCESSIBILITY_REGISTER,
    }
    return render(request, "operations/accessibility.html", context)


@public
def out_of_reach(request: HttpRequest) -> HttpResponse:
    """Say that there is no network: a browser keeps this page, and it tells nothing of anybody."""
    return render(request, "operations/out_of_reach.html", {"title": "Geen verbinding"})


@public
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script by which a browser opens pages without a network; at the root, or it could not be of those pages."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> bytes:
    return (Path(settings.BASE_DIR) / "static" / "js" / "offline-worker.js").read_bytes()


@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell where to report a weakness (RFC 9116)."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TXT_HOLDS
    lines = (
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat(timespec='seconds')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PORTAL_URL}/.well-known/security.txt",
        *([f"Policy: {settings.SECURITY_POLICY}"] if settings.SECURITY_POLICY else []),
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def change_password(request: HttpRequest) -> HttpResponse:
    """Lead a password manager to where one changes a password (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect("account_change_password")


@public
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Let search engines find what is public, and nothing else."""
    lines = (
        f"Sitemap: {settings.PORTAL_URL}/sitemap.xml",
        "User-agent: *",
        *("Allow: /openbaar/", "Allow: /static/", "Allow: /privacy", "Allow: /toegankelijkheid"),
        "Disallow: /",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """The sign of the portal where a browser asks for it by this name."""
    return redirect(static("favicon.svg"))


@public
def alive(request: HttpRequest) -> HttpResponse:
    """The web process answers; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Tell whether people can work (503 when not); to who may read the metrics also what is wrong."""
    is_ready, parts = readiness()
    state = "ready" if all(part == "ok" for part in parts.values()) else "degraded" if is_ready else "down"
    answer = {"state": state, "parts": parts} if may_scrape(request) else {"state": state}
    return JsonResponse(answer, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell a monitor its counts, if the settings name its address or token. 404 for others."""
    if not may_scrape(request):
        raise Http404
    return HttpResponse(scrape(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}  # to the user that the portal runs as
FULL_TO_SQLITE, FULL_TO_POSTGRESQL = "SQLITE_FULL", "53100"
WAITED_TOO_LONG = {"55P03", "57014", "SQLITE_BUSY"}  # for a lock of somebody else, or for the answer itself


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what no form of the portal sends: too many fields, too large a body, an unknown host.

    A session that could not be kept comes here too; what was wrong then is told as everywhere.
    """
    if isinstance(exception, SessionInterrupted) and (page := _told(_of_database(exception))):
        return page
    what = "Wat u verstuurde, kan het portaal niet lezen: het is te groot, heeft te veel velden of klopt niet."
    then = "Ga in uw browser een pagina terug, verstuur minder tegelijk en probeer het opnieuw."
    return render(None, "fault.html", {"title": "Dit lukt niet", "what": what, "then": then}, status=400)


def _of_database(error: BaseException | None) -> BaseException | None:
    """Return what the database said, from which this error came; None when it said nothing."""
    while error is not None and not isinstance(error, (OperationalError, InterfaceError)):
        error = error.__cause__ or error.__context__
    return error


def _is_full(error: BaseException | None) -> bool:
    """Tell whether there is no room: for a file, or for the database, which says so in its own way."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return bool(_codes(error) & {FULL_TO_SQLITE, FULL_TO_POSTGRESQL})


def _codes(error: BaseException | None) -> set[str | None]:
    """Return what the database itself calls an error."""
    told = error.__cause__ if isinstance(error, OperationalError) else None
    return {getattr(told, "sqlite_errorname", None), getattr(told, "sqlstate", None)}


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what went wrong at our side: it names a full disk and a database that is gone.

    Django calls it while it handles the error; it asks nothing of what may be what failed.
    """
    return _told(sys.exc_info()[1]) or render(None, "500.html", status=500)


def _told(error: BaseException | None) -> HttpResponse | None:
    """The page for an error of which the cause is known; None for another."""
    if _is_full(error):
        what = "De schijf van het portaal is vol. Er kan nu niets bij."
        then = "Meld dit bij de beheerder. Ga daarna in uw browser een pagina terug en verstuur het opnieuw."
        return render(None, "fault.html", {"title": "De schijf is vol", "what": what, "then": then}, status=507)
    if isinstance(error, OSError) and error.errno in CLOSED:
        what = "Het portaal mag zijn eigen bestanden niet schrijven."
        then = "Meld dit bij de beheerder: de map van DATA_DIR moet van de gebruiker van het portaal zijn."
        context = {"title": "Er kan niets worden opgeslagen", "what": what, "then": then}
        return render(None, "fault.html", context, status=500)
    if isinstance(error, OSError) and error.errno == errno.EREMOTEIO:  # files/bucket.py
        what = "Het portaal kan zijn bestanden even niet bereiken."
        then = "Wacht een minuut, ga in uw browser een pagina terug en verstuur het opnieuw."
        return _later("De bestanden zijn even niet te bereiken", what, then, seconds=60)
    if _codes(error) & WAITED_TOO_LONG:
        what = "Een ander is net met dezelfde gegevens bezig, bijvoorbeeld met een groot bestand."
        then = "Wacht een halve minuut, ga in uw browser een pagina terug en verstuur het opnieuw."
        return _later("Even geduld", what, then, seconds=30)
    if isinstance(error, (OperationalError, InterfaceError)):
        what = "Het portaal kan zijn gegevens even niet bereiken."
        then = "Wacht een minuut, ga in uw browser een pagina terug en verstuur het opnieuw."
        return _later("De gegevens zijn even niet te bereiken", what, then, seconds=60)
    return None


def _later(title: str, what: str, then: str, *, seconds: int) -> HttpResponse:
    answer = render(None, "fault.html", {"title": title, "what": what, "then": then}, status=503)
    answer["Retry-After"] = str(seconds)
    return answer
