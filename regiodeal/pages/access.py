"""Who may reach which view: every view declares it, and one that does not is reachable by nobody.

Four declarations exist: a view of a deal names the right it asks for (`DealView.right`), a view for anybody is marked
`@public`, a view for whoever is signed in is marked `@signed_in`, and one for a program with a token `@by_token`.
"""

from collections.abc import Callable
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from regiodeal.base.json_values import along
from regiodeal.base.web.view_type import View
from regiodeal.deals.contributions import contributed
from regiodeal.deals.in_force import changes_of
from regiodeal.deals.models import Membership, Party, User
from regiodeal.deals.roles import Right

PUBLIC = "public"


SIGNED_IN = "signed in"


BY_TOKEN = "by token"  # noqa: S105 (a word, and no password)


def public(view: View) -> View:
    """Declare that anybody may see this view, signed in or not."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return login_not_required(view)


def signed_in(view: View) -> View:
    """Declare that whoever is signed in may see this view; it shows only what is theirs."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def by_token(view: View) -> View:
    """Declare that a program reaches this view with a token that the view checks; being signed in opens nothing."""
    view.access = BY_TOKEN  # type: ignore[attr-defined]
    return login_not_required(view)


def declared_access(view: View) -> str | Right | None:
    """Return what a view declares, or None when it declares nothing (and is therefore closed)."""
    view_class: object = getattr(view, "view_class", None)
    right = getattr(view_class, "right", None)
    if isinstance(right, Right):
        return right
    access: str | None = getattr(view, "access", None)
    return access


def memberships_of(user: User, deal_slug: str) -> list[Membership]:
    """The roles of the user in the deal, with the deal itself; empty for a deal that the user may not know of.

    A role for a Party that has left the deal (art. 13) says so in `party_has_left`: it speaks for nobody any more. What
    later versions changed in the deal comes along in the same query (deals/in_force.py).
    """
    found: list[Membership] = []
    bound = Party.objects.bound(timezone.localdate()).values("pk")
    of_bound = Exists(bound.filter(pk=OuterRef("party")))
    for membership in _with_deals().filter(user=user, deal__slug=deal_slug).annotate(is_of_bound=of_bound):
        membership.party_has_left = membership.party_id is not None and not membership.is_of_bound
        membership.deal.known_changes = membership.known_changes or []  # type: ignore[attr-defined]  # annotated
        found.append(membership)
    return found


@cache
def _with_deals() -> QuerySet[Membership]:
    """All roles with their deals, built once a process: every page of a deal begins with it."""
    own = Membership.objects.filter(user=OuterRef("user"))
    all_deals = along(own, "user", slug=F("deal__slug"), name=F("deal__short_name"), role=F("role"))
    with_changes = Membership.objects.select_related("deal", "party").annotate(known_changes=changes_of("deal"))
    counts = {name: count() for name, count in contributed(lambda app: app.header_counts.items())}
    return with_changes.annotate(all_deals=all_deals, **counts)


# Views of others that we cannot mark ourselves: allauth's own, which say by decorator whether one must be signed in.
TRUSTED_MODULES = ("allauth.account.", "allauth.mfa.", "allauth.socialaccount.")


class DeclaredAccessMiddleware:
    """Refuses a view that forgot to say who may see it, so that forgetting closes a page instead of opening it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer it here."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> None:
        """Raise PermissionDenied for a view without a declaration."""
        if declared_access(view) is None and not view.__module__.startswith(TRUSTED_MODULES):
            raise PermissionDenied("This view does not declare who may see it.")
