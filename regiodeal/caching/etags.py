"""The ETag of a page of a deal: by it a browser that has the page is told in a millisecond that it is still true."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views import generic

from regiodeal.base.web.view_type import View
from regiodeal.caching.models import SUM_OF_MARKS
from regiodeal.deals.roles import READERS

CODE = ("*.py", "*.html", "*.svg")
_ROLES = f"""
SELECT d.slug, d.short_name, m.role, m.party_id, CASE WHEN d.slug = %s THEN {SUM_OF_MARKS % "d.id"} END
FROM deals_membership m JOIN deals_deal d ON d.id = m.deal_id WHERE m.user_id = %s
"""  # noqa: S608 (constants of our own)
FOLDERS = ("regiodeal", "pillars", "finance", "reporting", "templates")


@dataclass(frozen=True)
class Asking:
    """The asker of a page, as far as the page depends on it: roles with Party, and the data version of the deal.

    `deals` are slug, short name and role of every deal in which they have one: each page offers the other deals.
    """

    roles: tuple[tuple[str, int | None], ...]
    version: int
    deals: tuple[tuple[str, str, str], ...]


def revalidated[Page: type[generic.View]](page: Page) -> Page:
    """Let a browser keep this page of a deal, and answer 304 to whoever has it while it is still true.

    All that it shows must be data of the deal whose changes are marked (triggers.py). A page that is derived from it
    is kept as well.
    """
    return method_decorator(_with_etag, name="dispatch")(page)


def _with_etag(view: View) -> View:
    """A view that answers 304 to whoever has its page, before anything of the page is read.

    The page itself goes with an ETag, unless it tells a message, which is told once.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: Any) -> HttpResponseBase:
        is_preview = getattr(request, "is_preview", False)  # of what is not so (stages/views.py)
        asks = request.method in {"GET", "HEAD"} and not is_preview
        asking = who_asks(request, kwargs["deal"]) if asks else None
        if asking is None or len(get_messages(request)):
            return view(request, *args, **kwargs)
        etag = page_etag(request, asking, today=timezone.localdate())
        response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if response is None:
            request.data_version = asking.version  # type: ignore[attr-defined]  # for what it remembers (memory.py)
            response = view(request, *args, **kwargs)
        if response.status_code in {200, 304} and not len(get_messages(request)):
            response.headers["ETag"] = etag
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    answer.is_revalidated = True  # type: ignore[attr-defined]  # for the test that looks at each of them
    return answer


def who_asks(request: HttpRequest, slug: str) -> Asking | None:
    """Return who asks for a page of this deal, in one small query; None for whoever does not read it."""
    if not request.user.is_authenticated:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, [slug, request.user.pk])
        rows = cursor.fetchall()
    here = [(role, party, version) for of, _, role, party, version in rows if of == slug]
    if not any(role in READERS for role, _party, _version in here):
        return None
    roles = tuple(sorted((role, party) for role, party, _ in here))
    return Asking(roles, int(here[0][2]), tuple(sorted((of, name, role) for of, name, role, *_ in rows)))


def page_etag(request: HttpRequest, asking: Asking, *, today: date) -> str:
    """The ETag of a page, without making it: what it shows follows from the data, who asks, the day and the release.

    The data version is as it was before anything of the page was read. The cookie against forged requests is in it,
    since the forms of a page hold its other half.
    """
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    known = (
        release(),
        request.get_full_path(),
        today,
        request.user.pk,
        getattr(request.user, "may_begin_deals", False),
        asking,
        cookie,
        request.headers.get("HX-Request"),
    )
    return f'"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """Return a digest of this release: of its code and templates, and of the settings they show."""
    digest = hashlib.sha256(f"{settings.SESSION_IDLE_SECONDS} {settings.SESSION_WARNING_SECONDS}".encode())
    for folder in FOLDERS:
        for pattern in CODE:
            for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
                state = path.stat()
                digest.update(f"{path.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
