"""Components that follow from their arguments alone, such as an icon: drawn once, and then the same text again."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MOST = 8192  # the components that are remembered, each of two kilobytes at most

register = template.Library()


@register.simple_tag
def pure(component: str, **arguments: Any) -> SafeString:
    """The component of that name, drawn from these arguments, which are hashable, and nothing else.

    Unlike `include ... only` it may show nothing of the request: no token of a form, no one who asks, no day.
    """
    return drawn(component, **arguments)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside words, hidden from screen readers: a symbol in static/icons.svg."""
    return drawn("components/icon.html", name=name)


@lru_cache(MOST, typed=True)  # a text that is safe already is not the same as one that is not
def drawn(component: str, /, **arguments: Any) -> SafeString:
    """The component as text, remembered by each process."""
    return render_to_string(component, arguments)
