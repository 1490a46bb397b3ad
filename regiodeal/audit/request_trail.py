"""Every request gets a number, a line in the log, and, when it changes something or takes a file out, an entry."""

import logging
import re
import time
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase

from regiodeal.api_clients.models import ApiToken
from regiodeal.audit import request_id
from regiodeal.audit.entries import record
from regiodeal.audit.models import AuditKind, AuditResult
from regiodeal.deals.models import User
from regiodeal.pages.access import BY_TOKEN, declared_access

logger = logging.getLogger("portal.request")
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# These post and change nothing that others see: half-typed work of its author, a sum that is shown while one types,
# and the sign that somebody is still there.
NOT_AUDITED = frozenset({"unsaved", "check-booking", "session"})
# What of an address may be kept: keys and codes of objects, and no token, whatever an address may hold.
KEYS = ("pk", "code", "number", "year", "item", "kind", "step", "sort", "due_on")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
SECRET_ADDRESSES = frozenset({"account_reset_password_from_key", "accept-invitation", "calendar-feed"})


class RequestIdMiddleware:
    """Gives the request its number, and logs how it ended. It logs the name of the address: a path can hold a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the number in the header."""
        number = request_id.accepted(request.headers.get("X-Request-ID"))
        request_id.begin(number)
        started = time.monotonic()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = number
        milliseconds = round((time.monotonic() - started) * 1000)
        logger.info(
            "request",
            extra={"method": request.method, "route": route(request), "status": response.status_code}
            | {"milliseconds": milliseconds, "user": _user_id(request)}
            | _program(request),
        )
        return response


class AuditMiddleware:
    """Keeps what was changed and taken out, and by whom, also when it was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, then keep what was done."""
        response = self.get_response(request)
        kind = kind_of(request, response)
        if kind and not getattr(request, "is_audited", False):
            token = token_of(request)
            record(
                route(request) or "unknown",
                kind=kind,
                result=AuditResult.REFUSED
                if getattr(request, "is_refused", False)
                else result_of(response.status_code),
                request=request,
                actor=_person(request),
                about=getattr(request, "about", None),
                client_id=token.client_id if token else None,
                deal_id=getattr(request, "deal_id", None),
                object_type=route(request),
                object_key=object_key(request),
                status=response.status_code,
            )
        return response


def kind_of(request: HttpRequest, response: HttpResponseBase) -> AuditKind | None:
    """Return what sort of act a request was; None for only looking."""
    if request.method not in READING:
        return None if route(request) in NOT_AUDITED else AuditKind.CHANGE
    return AuditKind.DOWNLOAD if "attachment" in response.headers.get("Content-Disposition", "") else None


def result_of(status: int) -> AuditResult:
    """Return how it ended, by the status of the answer: 422 and 409 are refused too, and changed nothing."""
    if status >= 500:
        return AuditResult.FAILED
    return AuditResult.REFUSED if status >= 400 else AuditResult.DONE


def route(request: HttpRequest) -> str:
    """The name of the address; empty for an address that is not there."""
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def object_key(request: HttpRequest) -> str:
    """The keys in the address, such as `pk=12` or `code=4.1.2, due_on=2026-06-14`; never a token, but for its first
    letters, by which it is called.
    """
    if not request.resolver_match or route(request) in SECRET_ADDRESSES:
        return ""
    token, found = token_of(request), request.resolver_match.kwargs
    if not _DAY.fullmatch(str(found.get("due_on", "2026-01-01"))):
        return ""  # text in the place of a day
    keys = [f"token={token.prefix}"] if token else []
    return ", ".join([*keys, *(f"{name}={found[name]}" for name in KEYS if name in found)])


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token by which a program asks, once it is known to open something."""
    return getattr(request, "token", None)


def _is_by_token(request: HttpRequest) -> bool:
    """Tell whether a token opens this address: then the session that came along opens nothing and acts for nobody."""
    return request.resolver_match is not None and declared_access(request.resolver_match.func) == BY_TOKEN


def _person(request: HttpRequest) -> User | None:
    is_known = isinstance(request.user, User) and not _is_by_token(request)
    return request.user if is_known else None  # type: ignore[return-value]


def _program(request: HttpRequest) -> dict[str, object]:
    token = token_of(request)
    return {"client": token.client_id, "token": token.prefix} if token else {}


def _user_id(request: HttpRequest) -> int | None:
    """Return the key of the user who asks, if the session was read already: the log must not cost a query."""
    session = getattr(request, "session", None)
    if _is_by_token(request) or session is None or not session.accessed:
        return None
    key = session.get(SESSION_KEY)
    return int(key) if key else None
