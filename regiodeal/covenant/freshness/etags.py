"""The ETag of a page of a deal: by it a browser that has the page is told in a millisecond that it is still true."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from regiodeal.covenant.models import Membership

CODE = ("*.py", "*.html", "*.svg")
FOLDERS = ("regiodeal", "pillars", "finance", "reporting", "templates")


def page_etag(request: HttpRequest, memberships: Iterable[Membership], *, version: int, today: date) -> str:
    """The ETag of a page, without making it: what it shows follows from the data, who asks, the day and the release.

    `version` is the data version of the deal (models/marks.py) as it was before anything of the page was read. The
    cookie against forged requests is in it, since the forms of a page hold its other half.
    """
    known = [
        release(),
        str(version),
        today.isoformat(),
        str(request.user.pk),
        *sorted(f"{membership.role}:{membership.party_id}" for membership in memberships),
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
        request.headers.get("HX-Request", ""),
    ]
    return f'"{hashlib.sha256("\n".join(known).encode()).hexdigest()[:32]}"'


def answer_with_etag(request: HttpRequest, etag: str, page: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """304 for who has the page of this ETag; else the page, with it. A page that tells a message once gets none."""
    if len(get_messages(request)):
        return page()
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged if unchanged is not None else page()
    if response.status_code in {200, 304} and not len(get_messages(request)):
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


@cache
def release() -> str:
    """What tells this release from every other: a digest of its code and templates, and of the settings they show."""
    digest = hashlib.sha256(f"{settings.SESSION_IDLE_SECONDS} {settings.SESSION_WARNING_SECONDS}".encode())
    for folder in FOLDERS:
        for pattern in CODE:
            for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
                state = path.stat()
                digest.update(f"{path.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
