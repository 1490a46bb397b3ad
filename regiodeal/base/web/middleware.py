"""What every request passes: headers, one encoding, an answer in words to a wrong method, and limits per asker.

The portal reads UTF-8 and nothing else: another encoding would let in texts that no database can keep. Django reads a
request by the charset that it names, before any middleware can answer for it. So the charset is taken out of the
request before Django sees it, and what it was is kept for the middleware. How often somebody may ask something that
costs much, or that could be guessed, stands in the settings (RATE_LIMITS).
"""

import hashlib
import math
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_header_parameters

from regiodeal.base.web.client import client_address

OF_ONES_ACCOUNT = "/account/"


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
        if "text/html" in response.headers.get("Content-Type", ""):
            # Who keeps a page asks whether it is still so; those of one's own account are kept nowhere.
            kept = "no-store" if request.path.startswith(OF_ONES_ACCOUNT) else "no-cache"
            response.headers.setdefault("Cache-Control", f"private, {kept}")
        return response


PROBES = frozenset({"/healthz", "/readyz"})


class ProbeApplication:
    """Lets a probe ask by address and without the headers of a proxy, as a load balancer and Kubernetes do.

    Only for the two addresses that show nobody anything: elsewhere the host and the scheme are looked at.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, a probe as if it came by the portal's own address."""
        if environ.get("PATH_INFO") in PROBES:
            portal = urlsplit(settings.PORTAL_URL)
            environ["HTTP_HOST"], environ["HTTP_X_FORWARDED_PROTO"] = portal.netloc, portal.scheme
            environ.pop("HTTP_COOKIE", None)  # whose session it is would be asked of the database
        return self.application(environ, start_response)


READ = {"utf-8", "utf8", "us-ascii", "ascii"}
CHARSET = "portal.charset"  # in the environment of a request; no header of a browser has such a name


class Utf8Application:
    """Hands every request to Django without its charset, so that all of it is read as UTF-8."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, or answer it here."""
        try:
            content_type, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        except ValueError:  # too long, or no header at all
            content_type, parameters = "", {"charset": "unreadable"}
        if "charset" in parameters:
            environ[CHARSET] = parameters.pop("charset")
            environ["CONTENT_TYPE"] = "; ".join([content_type, *map(_quoted, parameters, parameters.values())])
        return self.application(environ, start_response)


def _quoted(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}="{escaped}"'


class Utf8Middleware:
    """Refuses a request that says to be in another encoding, before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what can be read."""
        charset: str = request.META.get(CHARSET) or (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() in READ:
            return self.get_response(request)
        context = {
            "title": "Dit kan het portaal niet lezen",
            "what": "Het portaal leest alleen tekst in UTF-8.",
            "then": "Verstuur het opnieuw met een gewone browser, of stel uw programma in op UTF-8.",
        }
        return render(None, "fault.html", context, status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


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


def seconds_to_wait(who: str, what: str, *, now: float) -> int:
    """Count one more; 0 when it is within the limit or has none, else how long to wait."""
    if what not in settings.RATE_LIMITS:
        return 0
    _method, most, period = settings.RATE_LIMITS[what]
    return seconds_until_free(f"limit:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}", most, period, now=now)


def seconds_until_free(key: str, most: int, period: int, *, now: float) -> int:
    """Count one more under the key, in this period of so many seconds since 1970; 0 while there are at most so many.

    Without Redis each process counts for itself (web/cache.py): a limit must not close the portal.
    """
    number, gone = divmod(now, period)
    counter = f"{key}:{int(number)}"
    try:
        cache.add(counter, 0, timeout=period)
        count = cache.incr(counter)
    except ValueError:  # the period ended just now
        return 0
    return 0 if count <= most else math.ceil(period - gone)


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """The page that says so, with the time to wait in its header."""
    context = {"title": "Even wachten", "minutes": -(-wait // 60)}
    response = render(request, "429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(wait)
    return response


class LimitMiddleware:
    """Refuses what somebody asks too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer it here."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """Count what has a limit; reading the page of a form does not count, sending it does."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in settings.RATE_LIMITS or request.method != settings.RATE_LIMITS[name][0]:
            return None
        who = str(request.user.pk) if request.user.is_authenticated else client_address(request) or "unknown"
        if name in settings.LIMITED_BY_KEY and request.resolver_match:
            who = str(request.resolver_match.kwargs["token"])
        wait = seconds_to_wait(who, name, now=time.time())
        return too_often(request, wait) if wait else None
