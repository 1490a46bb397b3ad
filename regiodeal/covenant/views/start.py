"""The first page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regiodeal.covenant.access import public
from regiodeal.covenant.contributions import contributed
from regiodeal.covenant.models import Deal


@public
def start(request: HttpRequest) -> HttpResponse:
    """The deals of whoever is signed in (straight to the only one), or what the portal is for and where to sign in."""
    deals = list(Deal.objects.visible_to(request.user))
    if len(deals) == 1:
        return redirect("overview", deal=deals[0].slug)
    context: dict[str, Any] = {"deals": deals, "title": "Uw deals" if deals else "Regiodealportaal"}
    sources = contributed(lambda app: app.public_deals)
    context["public_deals"] = [deal for public_deals in sources for deal in public_deals()]
    return render(request, "start.html", context)
