"""The public pages of all deals in one list, for who searches the web (sitemaps.org, protocol 0.9)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from regiodeal.caching.etags import release
from regiodeal.pages.access import public
from reporting.open_data.public import public_projects
from reporting.public.published import public_slugs, published_digests, published_reports
from reporting.public.what_is_done import areas_by_address


@dataclass(frozen=True)
class PublicPage:
    """A page that everybody may see, and the day that what it says is about."""

    address: str
    on: date


if TYPE_CHECKING:
    PageList = Sitemap[PublicPage]  # Django's own class takes no parameter
else:
    PageList = Sitemap


class PublicPages(PageList):
    """The page of each deal, area, project and report, as the newest published reports tell of them."""

    def items(self) -> list[PublicPage]:
        """All pages, deal by deal."""
        return [page for slug, _name in public_slugs() for page in _pages(slug)]

    def location(self, item: PublicPage) -> str:
        """The address without scheme and host, which are those of the request."""
        return item.address

    def lastmod(self, item: PublicPage) -> date:
        """The day of the report that it tells."""
        return item.on


def _pages(slug: str) -> list[PublicPage]:
    reports = published_reports(slug)
    newest = reports[0]
    told = [reverse("public-deal", args=[slug])]
    told += [reverse("public-area", args=[slug, area]) for area in areas_by_address(newest.snapshot)]
    told += [reverse("public-project", args=[slug, row["code"]]) for row in public_projects(newest.snapshot)]
    pages = [PublicPage(address, newest.reference_date) for address in told]
    of_reports = [(reverse("public-report", args=[slug, row.year]), row.reference_date) for row in reports]
    return pages + [PublicPage(address, on) for address, on in of_reports]


def _etag(request: HttpRequest) -> str:
    """By the published reports alone, whose snapshots need not be read for it."""
    known = (release(), request.build_absolute_uri(), *published_digests())
    return f'"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"'


@public
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def sitemap(request: HttpRequest) -> TemplateResponse:
    """The list of public pages as XML."""
    return views.sitemap(request, {"public": PublicPages})
