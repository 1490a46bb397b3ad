"""The page of an entry that somebody decides on: its place among all that waits, and what other topics tell beside it.

So a reviewer goes through what waits without a list in between, with old and new, norm, plan and effect on one page.
"""

from dataclasses import dataclass

from django.urls import reverse

from regiodeal.deals.contributions import PagePart, WaitingPage, contributed, in_place
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.pages.deal_page import DealView


@dataclass(frozen=True)
class PlaceInQueue:
    """Where a page stands among what waits for its reader: the first is number 1; no address where there is none."""

    number: int
    total: int
    previous: str
    following: str
    work: str

    @property
    def onward(self) -> str:
        """Return where one goes after deciding: the next that waits, else back to the first, else to one's work."""
        return self.following or self.previous or self.work


def place_in_queue(view: DealView) -> PlaceInQueue | None:
    """Return where the page of this request stands among what waits for its user; None where it does not wait."""
    match = view.request.resolver_match
    if match is None:  # a page that is drawn before anybody asks for its address
        return None
    orders = contributed(lambda app: app.review_order)
    pages = [page for order in orders for page in order(view.deal, view.user, view.rights)]
    here = WaitingPage(match.url_name or "", tuple(str(each) for name, each in match.kwargs.items() if name != "deal"))
    if here not in pages:
        return None
    at, slug = pages.index(here), view.deal.slug
    before, after = (
        "".join(reverse(page.name, args=[slug, *page.arguments]) for page in part)
        for part in (pages[max(at - 1, 0) : at], pages[at + 1 : at + 2])
    )
    return PlaceInQueue(at + 1, len(pages), before, after, reverse("my-work", args=[slug]))


def entry_context(view: DealView, entry: ReviewedEntry | None) -> dict[str, object]:
    """Return what the page of an entry shows beside its content: what waits before and after it, and parts of others.

    `entry` is None on a page that has none yet.
    """
    if entry is None:
        return {}
    waits = entry.state == State.SUBMITTED and entry.entered_by_id != view.user.pk
    found = (part(view, entry) for part in in_place(lambda app: app.entry_parts))
    parts: list[PagePart] = [part for part in found if part is not None]
    return {"queue": place_in_queue(view) if waits else None, "entry_parts": parts}
