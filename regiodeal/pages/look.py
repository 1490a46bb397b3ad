"""How a page looks: who owns what it shows, its logo and its theme, of the deal or else of the installation."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from regiodeal.base.themes import BY_NAME, DEN_HAAG, Theme, UnreadableColorError, in_own_color, theme_of
from regiodeal.deals.models import Deal
from regiodeal.pages.access import public

A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Look:
    """The owner's name, the address of a style sheet (empty: none), and a logo with what it shows in words."""

    owner: str
    style_url: str = ""
    logo_url: str = ""
    logo_text: str = ""


def owner_of(deal: Deal | None) -> str:
    """Who is named under pages, mails and letters: the owner of the deal, or of the installation; or nobody."""
    return (deal.owner_name if deal else "") or str(settings.OWNER_NAME)


def deal_theme(deal: Deal | None) -> Theme:
    """The theme of a deal in its own colour, or that of the installation."""
    return theme_of((deal.theme if deal else "") or str(settings.THEME), deal.primary_color if deal else "")


def look_of(deal: Deal | None) -> Look:
    """How pages of a deal look; without one, those of the installation."""
    theme = (deal.theme if deal else "") or str(settings.THEME)
    colour = deal.primary_color.removeprefix("#") if deal else ""
    is_plain = theme == DEN_HAAG.name and not colour
    style = "" if is_plain else reverse("theme-style", args=[theme, *([colour] if colour else [])])
    logo = reverse("deal-logo", args=[deal.slug]) if deal and deal.logo else ""
    return Look(owner_of(deal), style, logo, deal.logo_text if deal else "")


@public
@cache_control(max_age=A_DAY, public=True)
def theme_style(request: HttpRequest, name: str, colour: str = "") -> HttpResponse:
    """The tokens of a theme as a style sheet, in a colour of one's own where one is named. 404 for what cannot be."""
    theme = BY_NAME.get(name)
    if theme is None:
        raise Http404
    try:
        made = in_own_color(theme, f"#{colour}") if colour else theme
    except UnreadableColorError as refusal:
        raise Http404 from refusal
    return HttpResponse(made.css, content_type="text/css")
