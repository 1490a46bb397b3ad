"""`{% term "norm" %}`: a word of the trade, with what it means behind a button."""

from itertools import count

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from regiodeal.help.glossary import term_of

register = template.Library()
_elsewhere = count(1)  # of parts that are drawn without the request: never the number of another on the same page


@register.simple_tag(takes_context=True)
def term(context: Context, key: str, shown: str = "") -> SafeString:
    """The word (or what is `shown` in its place) as a button that opens what it means. Raises KeyError for no term.

    It is opened by a key, a click or a touch, and closed by Escape; without a script as well. It may stand in a
    sentence, and in no link, button or sortable heading.
    """
    explained = term_of(key)
    known = {"term": explained, "shown": shown or explained.word, "id": f"term-{key}-{_number(context)}"}
    return SafeString(render_to_string("components/term.html", known).strip())


def _number(context: Context) -> str:
    """The number of this term on its page; included templates count on."""
    request = context.get("request")
    if request is None:
        return f"x{next(_elsewhere)}"
    request.terms_shown = getattr(request, "terms_shown", 0) + 1
    return str(request.terms_shown)
