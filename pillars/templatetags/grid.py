"""The rows of the grid, each drawn once for everybody who may type in it."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from pillars.views.grid_rows import GridRow
from pillars.views.grid_shown import TOKEN, drawn, shown

register = template.Library()


@register.simple_tag(takes_context=True)
def grid_row(context: dict[str, Any], row: GridRow) -> SafeString:
    """A row on the page of a deal, whose form saves at `save_url`."""
    known = shown(row, deal=context["deal"].slug, save_url=context["save_url"])
    return drawn(known, token=str(context["csrf_token"]))


@register.simple_tag
def token_of_page() -> SafeString:
    """Where a row has the token that its form is checked by: the row is everybody's, the token is the page's."""
    return TOKEN
