"""A cookie that shows the web server that somebody is signed in, so that it reads a large body of them.

It holds a signature over the session and the hour, and nothing else: the server tells it from a forged one without the
database. It opens no page; every view asks the session itself.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponseBase
from django.http.cookie import parse_cookie

RENEWED_AFTER = 60 * 60  # seconds


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="regiodeal.body-pass")


def shows_pass(cookies: str) -> bool:
    """Tell whether the cookies of a request show that the portal signed in who sends it.

    They are read as Django reads them: Python's own reader stops at a cookie of another that it does not like.
    """
    sent = parse_cookie(cookies)
    session, shown = sent.get(settings.SESSION_COOKIE_NAME), sent.get(settings.PASS_COOKIE_NAME)
    if session is None or shown is None:
        return False
    return _holds(session, shown, settings.SESSION_LONGEST_SECONDS)


def _holds(session_key: str, shown: str, seconds: int) -> bool:
    try:
        _signer().unsign(f"{session_key}:{shown}", max_age=seconds)
    except BadSignature:
        return False
    return True


class BodyPassMiddleware:
    """Gives the cookie to who is signed in, and a new one each hour."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; whether a session is there is not asked where nobody asked for it."""
        response = self.get_response(request)
        session = request.session
        if not session.accessed or SESSION_KEY not in session or not session.session_key:
            return response
        if not _holds(session.session_key, request.COOKIES.get(settings.PASS_COOKIE_NAME, ""), RENEWED_AFTER):
            response.set_cookie(
                settings.PASS_COOKIE_NAME,
                _signer().sign(session.session_key).partition(":")[2],
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
