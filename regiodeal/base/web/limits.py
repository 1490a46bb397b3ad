"""How often somebody may ask something that costs much, or that could be guessed (settings: RATE_LIMITS)."""

import hashlib
import math
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from regiodeal.base.web.client import client_address


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
        wait = seconds_to_wait(who, name, now=time.time())
        return too_often(request, wait) if wait else None
