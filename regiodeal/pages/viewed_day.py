"""Whoever looks at another day goes on looking at that day: each link of such a page leads to the same day."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from regiodeal.base.dates import day_of
from regiodeal.base.web.view_type import View
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import DAY, DealPage


class ViewedDayMiddleware:
    """Leads from a page of a past day ("stand op") to the same day of the next one, for what one only reads.

    The address holds the day, and nothing else does: two windows can show two days. An address that names a day itself
    wins, also an empty one, which is today. What is entered is entered today.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Return where the page of that day is; None for a page that is asked for as it is."""
        if request.method not in {"GET", "HEAD"} or "HX-Request" in request.headers or not _is_read(view):
            return None
        if DAY in request.GET or not (day := _day_before(request, str(kwargs.get("deal", "")))):
            return None
        query = request.GET.copy()
        query[DAY] = day
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")


def _is_read(view: View) -> bool:
    """Tell whether a view only shows a deal; a page of what waits for somebody is about now."""
    page = getattr(view, "view_class", None)
    if page is None or not issubclass(page, DealPage):
        return False
    return page.right == Right.SEE_DEAL and not page.is_personal


def _day_before(request: HttpRequest, slug: str) -> str:
    """The day of the page of this deal from which somebody came; empty when it was today's, or no page of it."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    came_from = urlsplit(referer)
    if not came_from.path.startswith(f"/deals/{slug}/"):
        return ""
    asked = parse_qs(came_from.query).get(DAY, [""])[-1]
    try:
        return day_of(asked).isoformat()
    except ValueError:
        return ""
