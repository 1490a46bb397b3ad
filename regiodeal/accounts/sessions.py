"""When a session ends: after some time without doing anything, and at the end of a long day.

The page warns beforehand (static/js/session-end.js). What was typed in a form is not lost: the page keeps it in the
browser until one is signed in again, and without script it is shown once more, to copy.
"""

import time
from collections.abc import Callable
from http import HTTPStatus

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from regiodeal.base.web.view_type import View
from regiodeal.deals.models import User
from regiodeal.pages.access import BY_TOKEN, declared_access

SEEN, SINCE = "seen_at", "signed_in_at"
RENEWED_AFTER = 60  # seconds: an active person costs one more write a minute, and not one a page
HIDDEN_FIELDS = ("csrfmiddlewaretoken", "password")


def begin(request: HttpRequest, *, now: float | None = None) -> None:
    """Start counting for whoever signed in just now."""
    request.session[SEEN] = request.session[SINCE] = now or time.time()


def seconds_left(request: HttpRequest, *, now: float | None = None) -> int:
    """Return how long the session goes on when nothing is done; 0 when it has ended or nobody is signed in."""
    session, now = request.session, now or time.time()
    if SESSION_KEY not in session:
        return 0
    idle = session.get(SEEN, now) + settings.SESSION_IDLE_SECONDS - now
    longest = session.get(SINCE, now) + settings.SESSION_LONGEST_SECONDS - now
    return max(0, int(min(idle, longest)))


def go_on(request: HttpRequest, *, now: float | None = None) -> None:
    """Something was done: the idle time begins anew."""
    request.session[SEEN] = now or time.time()


def end_sessions(user: User) -> None:
    """Sign a person out everywhere, also where they are half-way, at the second step.

    What no known key can read goes as well: it lets nobody in, and could be theirs.
    """
    key, half_way_key = str(user.pk), user_pk_to_url_str(user)
    for session in Session.objects.iterator(chunk_size=500):
        found = session.get_decoded()
        half_way = found.get("account_login") or {}
        if not found or found.get(SESSION_KEY) == key or half_way.get("user_pk") == half_way_key:
            session.delete()


class SessionEndMiddleware:
    """Ends a session that was idle too long, and shows who then posts a form what stood in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sign out what has ended; else count on."""
        if SESSION_KEY in request.session and not seconds_left(request):
            logout(request)
        return self.get_response(request)

    def _count_on(self, request: HttpRequest) -> None:
        if time.time() - request.session.get(SEEN, 0) > RENEWED_AFTER:
            if SINCE not in request.session:
                begin(request)
            go_on(request)

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> HttpResponseBase | None:
        """Count on for whoever does something, and answer a form that came too late with what was typed in it."""
        if SESSION_KEY in request.session and _is_done_by_a_person(request, view):
            self._count_on(request)
        is_form = request.method == "POST" and "text/html" in request.headers.get("Accept", "")
        if not is_form or request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        typed = [(name, value) for name, values in request.POST.lists() for value in values if _is_shown(name, value)]
        back = redirect_to_login(request.path, settings.LOGIN_URL).headers["Location"]
        context = {"typed": typed, "sign_in_url": back, "title": "U bent uitgelogd"}
        return render(request, "account/signed_out.html", context, status=HTTPStatus.FORBIDDEN)


def _is_done_by_a_person(request: HttpRequest, view: View) -> bool:
    """Whether somebody did this: a page asks by itself how long is left and how far a job is, a program has a token."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name != "session" and not name.endswith("-progress") and declared_access(view) != BY_TOKEN


def _is_shown(name: str, value: str) -> bool:
    return bool(value.strip()) and not any(hidden in name for hidden in HIDDEN_FIELDS)
